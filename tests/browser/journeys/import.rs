//! A coordinator sends a list of forty people with six mistakes, reads which they are, sends it
//! mended, and all forty are enrolled.

use std::path::PathBuf;

use super::{COORDINATOR_META, Ground, two_ways};
use crate::enrolment::import::{csv, people};
use crate::support::browser::{Browser, Way};

two_ways!(a_list_of_forty_with_six_mistakes_is_mended_and_imported);

/// A list on the person's machine, of people of a municipality of the cohort.
fn list(name: &str, municipality: &str, wrong: bool) -> PathBuf {
    let mut rows = people(0..40);
    for row in &mut rows {
        row[3] = municipality.to_owned();
    }
    if wrong {
        rows[3][1] = "12".to_owned();
        rows[8][2] = "ANA".to_owned();
        rows[13][3] = "NINGUNA PARTE".to_owned();
        rows[20][4] = String::new();
        rows[27][5] = "ASTRONAUTA".to_owned();
        rows[39][6] = "sin arroba".to_owned();
    }
    let folder = std::env::temp_dir().join(format!("formacion-lista-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, csv(&rows)).unwrap();
    path
}

async fn a_list_of_forty_with_six_mistakes_is_mended_and_imported(way: Way) {
    let ground = Ground::new("journey import").await;
    let browser = Browser::open(way).await;
    let (cohort, municipality) = open_cohort(&ground).await;
    let named = |name: &str| format!("{name} {way:?}.csv");
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url(&format!("/cohortes/{cohort}/inscritos"))).await;
    browser.press("Importar una lista").await;
    browser.expect_accessible().await;
    browser.upload("Archivo", &list(&named("lista"), &municipality, true)).await;
    browser.press("Enviar el archivo").await;
    browser.expect_text("Qué tiene cada columna").await;
    browser.expect_accessible().await;
    browser.picture("importar-columnas").await;
    browser.tick("Si falta la entidad").await;
    browser.tick("Las personas autorizaron").await;
    browser.press("Revisar las filas").await;
    browser.expect_text("6 filas con errores").await;
    browser.expect_accessible().await;
    browser.picture("importar-errores").await;
    // A cell is mended where it is told, without another file.
    let cell = "return [...document.querySelectorAll('.plan input')].find(i => i.value === '12').getAttribute('aria-label')";
    let cell = browser.script(cell, vec![]).await;
    browser.fill(cell.as_str().expect("a field"), &people(0..40)[3][1]).await;
    browser.press("Guardar las celdas").await;
    browser.expect_text("5 filas con errores").await;
    browser.upload("Archivo corregido", &list(&named("corregida"), &municipality, false)).await;
    browser.press("Enviar el archivo corregido").await;
    // The same headings and the same people: nothing is asked twice.
    browser.expect_text("Importar 40 personas").await;
    browser.expect_accessible().await;
    browser.press("Importar 40 personas").await;
    browser.expect_text("Importación terminada").await;
    browser.expect_accessible().await;
    browser.visit(&ground.url(&format!("/cohortes/{cohort}/inscritos"))).await;
    browser.expect_accessible().await;
    if way == Way::Mouse {
        a_list_is_filtered_and_sorted(&browser).await;
    }
    let box_of = "return document.querySelector('[name=inscripcion]').getAttribute('aria-label')";
    let somebody = browser.script(box_of, vec![]).await;
    browser.tick(somebody.as_str().expect("a box")).await;
    browser.choose("Con las personas elegidas", "Retirarlas").await;
    browser.press("Seguir").await;
    browser.expect_text("Va a retirar a 1 persona").await;
    browser.expect_accessible().await;
    ground.finish(browser).await;
}

/// The rows of a page are filtered while somebody types; where the page has them all, a heading sorts them.
async fn a_list_is_filtered_and_sorted(browser: &Browser) {
    let shown = "return [...document.querySelectorAll('[data-list] tbody tr')].filter(row => !row.hidden).length";
    let all = browser.script(shown, vec![]).await.as_u64().unwrap();
    browser.fill("Nombre o documento", "zzz").await;
    browser
        .expect_text(&format!("0 de {all} en esta página. «Buscar» mira la lista entera."))
        .await;
    let boxes = "return document.querySelectorAll('main input[type=search]').length";
    assert_eq!(browser.script(boxes, vec![]).await.as_u64(), Some(1), "one box for the list");
    assert_eq!(browser.script(shown, vec![]).await.as_u64(), Some(0));
    browser.fill("Nombre o documento", "").await;
    browser.tick("Elegir todas las que se ven").await;
    browser.expect_text(&format!("{all} elegidas")).await;
    let none = "document.querySelector('[data-list] thead input').click()";
    browser.script(none, vec![]).await;
    browser.expect_text("0 elegidas").await;
    assert_eq!(browser.script(shown, vec![]).await.as_u64(), Some(all));
    let sorts = "return document.querySelector('[data-list] thead button') !== null";
    if browser.script(sorts, vec![]).await.as_bool() == Some(true) {
        let first = "return document.querySelector('[data-list] tbody th').textContent.trim()";
        let before = browser.script(first, vec![]).await;
        browser.press("Nombre").await;
        browser.press("Nombre").await;
        assert_ne!(browser.script(first, vec![]).await, before, "the last comes first");
        browser.expect_accessible().await;
    }
}

/// A confirmed cohort of Meta and the code of one of its municipalities.
async fn open_cohort(ground: &Ground) -> (i64, String) {
    use formacion::cohorts::entity::{cohort, cohort_municipality};
    use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter};
    let db = Database::connect(ground.database.url()).await.unwrap();
    let cohort = cohort::Entity::find()
        .filter(cohort::Column::UnitCode.eq("MET"))
        .filter(cohort::Column::Stage.eq(cohort::Stage::Confirmed))
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    let place = cohort_municipality::Entity::find()
        .filter(cohort_municipality::Column::CohortId.eq(cohort.id))
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    db.close().await.unwrap();
    (cohort.id.0, place.municipality_code)
}
