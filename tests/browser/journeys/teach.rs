//! (c) A facilitator takes attendance on a telephone and enters grades.

use super::{FACILITATOR_CAQUETA, Ground, postcard, three_ways};
use crate::support::browser::{Browser, Way};

three_ways!(a_facilitator_takes_attendance_and_grades);

async fn a_facilitator_takes_attendance_and_grades(way: Way) {
    let ground = Ground::new("journey teach").await;
    let (cohort, session) = running(&ground).await;
    let mut browser = Browser::open_at(way, 360).await;
    ground.enter(&browser, FACILITATOR_CAQUETA).await;
    browser.visit(&ground.url(&format!("/sesiones/{session}/asistencia"))).await;
    browser.expect_accessible().await;
    if way == Way::Mouse {
        marks_that_no_save_reached_come_back(&browser, &ground, session).await;
    }
    browser.press("Marcar todos presentes").await;
    browser.expect_text("Todavía no se ha guardado nada").await;
    postcard(&browser, way, "roll-call").await;
    browser.press("Guardar asistencia").await;
    browser.expect_text("guard").await;
    browser.expect_accessible().await;
    browser.width(1280).await;
    browser.visit(&ground.url(&format!("/cohortes/{cohort}/asistencia"))).await;
    browser.expect_accessible().await;
    browser.visit(&ground.url(&format!("/cohortes/{cohort}/notas"))).await;
    browser.expect_accessible().await;
    // One wrong cell: nothing is saved, everything typed stays.
    let (first, second) = two_cells(&browser).await;
    browser.fill(&first, "4,7").await;
    browser.fill(&second, "cuatro").await;
    browser.press("Guardar notas").await;
    browser.expect_text("cuatro").await;
    browser.expect_accessible().await;
    browser.fill(&second, "3.9").await;
    browser.press("Guardar notas").await;
    browser.expect_text("guard").await;
    ground.finish(browser).await;
}

/// The save of two marks meets a network that fails; whoever opens the list again finds them there, and
/// leaving by «Cancelar» gives them up.
async fn marks_that_no_save_reached_come_back(browser: &Browser, ground: &Ground, session: i64) {
    let list = ground.url(&format!("/sesiones/{session}/asistencia"));
    let marked =
        "return [...document.querySelectorAll('.roll input:checked')].filter(i => i.value).length";
    let before = browser.script(marked, vec![]).await.as_u64().unwrap();
    let mark = "[...document.querySelectorAll('.roll__row')].filter(row => !row.querySelector('input:checked')?.value)\
        .slice(0, 2).forEach(row => [...row.querySelectorAll('input[type=radio]')].find(i => i.value).click())";
    browser.script(mark, vec![]).await;
    browser.expect_text(&format!("{} de ", before + 2)).await;
    let offline = |is: bool| serde_json::json!({ "offline": is, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.devtools("Network.enable", serde_json::json!({})).await;
    browser.devtools("Network.emulateNetworkConditions", offline(true)).await;
    browser.press("Guardar asistencia").await;
    browser.devtools("Network.emulateNetworkConditions", offline(false)).await;
    browser.visit(&list).await;
    browser.expect_text("Recuperamos 2 cambios que no se habían guardado").await;
    assert_eq!(browser.script(marked, vec![]).await.as_u64(), Some(before + 2));
    browser.expect_accessible().await;
    browser.press("Cancelar").await;
    browser.visit(&list).await;
    assert_eq!(browser.script(marked, vec![]).await.as_u64(), Some(before));
}

/// The running cohort whose session is today.
pub(super) async fn running(ground: &Ground) -> (i64, i64) {
    use formacion::cohorts::entity::{cohort, session};
    use formacion::platform::clock::Clock;
    use formacion::platform::dates;
    use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter};
    let db = Database::connect(ground.database.url()).await.unwrap();
    let running = cohort::Entity::find()
        .filter(cohort::Column::Stage.eq(cohort::Stage::Running))
        .filter(cohort::Column::UnitCode.eq("HUI"))
        .all(&db)
        .await
        .unwrap();
    let today = Clock::machine().today();
    let mut found = None;
    for cohort in running {
        let sessions = session::Entity::find()
            .filter(session::Column::CohortId.eq(cohort.id))
            .all(&db)
            .await
            .unwrap();
        let planned = |session: &&session::Model| {
            session.stage == session::Stage::Planned
                && dates::bogota_date(session.starts_at) == today
        };
        if let Some(session) = sessions.iter().find(planned) {
            found = Some((cohort.id.0, session.id.0));
        }
    }
    db.close().await.unwrap();
    found.expect("the demo has a session today")
}

/// The labels of the first two cells of the grid.
async fn two_cells(browser: &Browser) -> (String, String) {
    let labels = browser
        .script("return [...document.querySelectorAll('tbody input')].slice(0, 2).map(i => i.labels.length ? i.labels[0].textContent.trim() : i.getAttribute('aria-label'))", vec![])
        .await;
    let label = |index: usize| labels[index].as_str().expect("a cell with a label").to_owned();
    (label(0), label(1))
}
