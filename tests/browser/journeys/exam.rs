//! (i) The coordination builds a test from the bank, a learner answers it on a telephone and sees what
//! came of it.

use formacion::assessment::entity::activity;
use formacion::cohorts::entity::cohort;
use formacion::enrolment::entity::enrolment;
use formacion::platform::clock::Clock;
use formacion::sign_in::entity::account;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Database, EntityTrait, JoinType, QueryFilter, QuerySelect,
    RelationTrait, Set,
};

use super::{COORDINATOR_META, Ground, day, option, two_ways};
use crate::support::browser::{Browser, Way};
use crate::support::exams::{published, single};

pub(super) const LEARNER: &str = "Héctor Yarumo Cañabrava";
/// The demo publishes no questions of it, so that a draw takes from these alone.
const CAPACITY: &str = "TRI-03";

two_ways!(a_test_is_built_answered_and_told);

async fn a_test_is_built_answered_and_told(way: Way) {
    let ground = Ground::new("journey exam").await;
    let (place, activity, name) = prepare(&ground).await;
    let mut browser = Browser::open_at(way, 1280).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url(&format!("/actividades/{activity}/prueba"))).await;
    browser.expect_accessible().await;
    browser.fill("Abre el", &day(-1)).await;
    browser.fill("Cierra el", &day(2)).await;
    browser.fill("Minutos por intento", "40").await;
    let capacity = option(&browser, "capacidad[0]", "Esfuerzo propio de recaudo").await;
    browser.choose("Capacidad", &capacity).await;
    browser.fill("Cuántas preguntas", "900").await;
    browser.fill("Puntos de cada una", "2").await;
    browser.press("Guardar la prueba").await;
    // What is wrong is said beside its field, and what was typed stays.
    browser.expect_text("Escriba cuántas preguntas: un número entero entre 1 y 200").await;
    browser.expect_accessible().await;
    browser.picture("exam-build").await;
    browser.fill("Cuántas preguntas", "2").await;
    browser.press("Guardar la prueba").await;
    browser.expect_text("quedó guardada").await;
    browser.width(320).await;
    browser.expect_accessible().await;
    browser.picture("exam-build").await;
    browser.press("Vista previa").await;
    browser.expect_text("Así sale un sorteo").await;
    browser.expect_accessible().await;
    browser.width(1280).await;
    browser.picture("exam-preview").await;
    ground.leave(&browser).await;

    browser.width(320).await;
    ground.enter(&browser, LEARNER).await;
    browser.visit(&ground.url(&format!("/inscripciones/{place}/pruebas"))).await;
    browser.expect_accessible().await;
    browser.picture("exam-own").await;
    browser.press(&name).await;
    browser.expect_text("40 minutos desde que empiece").await;
    browser.expect_accessible().await;
    browser.picture("exam-cover").await;
    browser.press("Empezar la prueba").await;
    browser.expect_text("Pregunta 1 de 2").await;
    browser.expect_accessible().await;
    browser.picture("exam-question").await;
    browser.tick("La correcta").await;
    if way != Way::WithoutJavaScript {
        // What is given is saved at once, and whoever comes back finds it.
        browser.expect_text("Guardada a las").await;
        browser.expect_text("1 de 2 contestadas").await;
        browser.expect_accessible().await;
        browser.visit(browser.current_url().await.unwrap().as_str()).await;
        browser.expect_text("Guardada a las").await;
    }
    browser.press("Guardar y seguir").await;
    browser.expect_text("Pregunta 2 de 2").await;
    browser.tick("Una que no").await;
    browser.press("Guardar y volver").await;
    browser.expect_text("Guardada a las").await;
    browser.press("Guardar y ver todas").await;
    browser.expect_text("2 de 2 contestadas").await;
    browser.expect_accessible().await;
    browser.picture("exam-open").await;
    browser.press("Entregar").await;
    browser.expect_text("Después de entregar ya no puede cambiar").await;
    browser.expect_accessible().await;
    browser.picture("exam-submit").await;
    browser.press("Entregar y terminar").await;
    browser.expect_text("2 de 4 puntos, nota 2,5").await;
    browser.expect_accessible().await;
    browser.picture("exam-result").await;
    browser.width(1280).await;
    browser.picture("exam-result").await;
    ground.leave(&browser).await;

    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url(&format!("/actividades/{activity}/prueba/intentos"))).await;
    browser.expect_text("2 de 4 puntos, nota 2,5").await;
    browser.expect_accessible().await;
    browser.picture("exam-attempts").await;
    ground.finish(browser).await;
}

/// The learner's place in a cohort under way, its first test, and three questions in the bank.
pub(super) async fn prepare(ground: &Ground) -> (i64, i64, String) {
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
    let known = activity::Entity::find()
        .filter(activity::Column::CohortId.eq(place.cohort_id))
        .filter(activity::Column::Kind.eq(activity::Kind::PreTest))
        .one(&db)
        .await
        .unwrap();
    let activity = match known {
        Some(known) => known,
        None => {
            let row = activity::ActiveModel {
                cohort_id: Set(place.cohort_id),
                kind: Set(activity::Kind::PreTest),
                name: Set("Prueba inicial".to_owned()),
                weight: Set(0),
                position: Set(1),
                ..Default::default()
            };
            row.insert(&db).await.unwrap()
        }
    };
    let now = Clock::machine().now();
    for number in 1..=3 {
        published(&db, now, learner.id, CAPACITY, &single(number)).await;
    }
    db.close().await.unwrap();
    (place.id.0, activity.id.0, activity.name)
}
