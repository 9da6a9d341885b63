//! (h) A learner asks for a correction with a photo, the coordination grants it, the learner sees it.

use formacion::attendance::entity::attendance_summary;
use formacion::cohorts::entity::{cohort, session};
use formacion::enrolment::entity::enrolment;
use formacion::sign_in::entity::account;
use sea_orm::{
    ColumnTrait, Database, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use super::{COORDINATOR_META, Ground, two_ways};
use crate::attendance::paper::photo;
use crate::support::browser::{Browser, Way};

const LEARNER: &str = "Héctor Yarumo Cañabrava";

two_ways!(a_learner_asks_and_the_coordination_grants);

async fn a_learner_asks_and_the_coordination_grants(way: Way) {
    let ground = Ground::new("journey ask").await;
    let (place, number) = last_marked(&ground).await;
    let evidence = std::env::temp_dir().join(format!("soporte-{}-{way:?}.jpg", std::process::id()));
    std::fs::write(&evidence, photo()).unwrap();
    let mut browser = Browser::open_at(way, 320).await;
    ground.enter(&browser, LEARNER).await;
    browser.visit(&ground.url(&format!("/inscripciones/{place}"))).await;
    browser.press("Ver la asistencia").await;
    browser.expect_text("Sesión por sesión").await;
    browser.expect_accessible().await;
    browser.picture("own-attendance").await;
    browser.press(&format!("Pedir corrección de la sesión {number}")).await;
    browser.expect_accessible().await;
    // What is missing is said, and what was typed stays.
    browser.fill("Qué pasó", "Llegué a las 8:40 por el derrumbe de la vía").await;
    browser.press("Enviar la solicitud").await;
    browser.expect_text("Elija cómo debe quedar").await;
    browser.expect_accessible().await;
    browser.tick("Tarde").await;
    browser.upload("Soporte", &evidence).await;
    browser.picture("ask-correction").await;
    browser.press("Enviar la solicitud").await;
    browser.expect_text("quedó enviada").await;
    browser.expect_accessible().await;
    ground.leave(&browser).await;

    browser.width(1280).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.expect_text("Responder 1 solicitud de asistencia").await;
    browser.visit(&ground.url("/solicitudes")).await;
    browser.expect_accessible().await;
    browser.picture("requests").await;
    browser.press("Yarumo Cañabrava, Héctor").await;
    browser.expect_text("derrumbe de la vía").await;
    browser.expect_accessible().await;
    browser.picture("decide-request").await;
    browser.width(320).await;
    browser.expect_accessible().await;
    browser.picture("decide-request").await;
    browser.press("Aceptar").await;
    browser.expect_text("el registro ya cuenta").await;
    ground.leave(&browser).await;

    ground.enter(&browser, LEARNER).await;
    browser.visit(&ground.url(&format!("/inscripciones/{place}/asistencia"))).await;
    browser.expect_text("Aceptada").await;
    browser.expect_text("solicitud,").await;
    browser.width(1280).await;
    browser.expect_accessible().await;
    browser.picture("own-attendance").await;
    let _ = std::fs::remove_file(evidence);
    ground.finish(browser).await;
}

/// The learner's place in a cohort under way, and the number of its last session with a mark.
async fn last_marked(ground: &Ground) -> (i64, i32) {
    let db = Database::connect(ground.database_url()).await.unwrap();
    let learner = account::Entity::find()
        .filter(account::Column::DisplayName.eq(LEARNER))
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    let place = enrolment::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(enrolment::Column::PersonId.eq(learner.person_id.unwrap()))
        .filter(cohort::Column::Stage.eq(cohort::Stage::Running))
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    let (_, last) = attendance_summary::Entity::find()
        .filter(attendance_summary::Column::EnrolmentId.eq(place.id))
        .find_also_related(session::Entity)
        .order_by_desc(session::Column::Position)
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    db.close().await.unwrap();
    (place.id.0, last.unwrap().position)
}
