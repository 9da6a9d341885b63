//! (q) A grade is typed, goes out and comes back as a spreadsheet, is appealed by its learner and
//! answered with another one, and its page tells all of it.

use formacion::assessment::entity::activity::{self, Kind};
use formacion::cohorts::entity::cohort;
use formacion::enrolment::entity::enrolment;
use formacion::sign_in::entity::account;
use sea_orm::{
    ColumnTrait, Database, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait,
};

use super::{COORDINATOR_META, Ground, two_ways};
use crate::support::browser::{Browser, Way};

const LEARNER: &str = "Héctor Yarumo Cañabrava";
const LISTED: &str = "Yarumo Cañabrava, Héctor";

two_ways!(a_grade_is_typed_appealed_and_answered);

async fn a_grade_is_typed_appealed_and_answered(way: Way) {
    let ground = Ground::new("journey appeal").await;
    let (place, product) = product(&ground).await;
    let grades = ground.url(&format!("/cohortes/{}/notas", product.cohort_id));
    let cell = format!("{} de {LEARNER}", product.name);

    let mut browser = Browser::open_at(way, 1280).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&grades).await;
    browser.fill(&cell, "cuatro").await;
    browser.press("Guardar notas").await;
    browser.expect_text("«cuatro» no es una nota").await;
    browser.fill(&cell, "4,0").await;
    browser.press("Guardar notas").await;
    browser.expect_text("Se guardó 1 nota").await;
    browser.expect_accessible().await;
    browser.picture("grades").await;
    let book = browser.download("Descargar la planilla").await;
    browser.press("Subir la planilla").await;
    browser.expect_accessible().await;
    browser.upload("Archivo", &book).await;
    browser.press("Revisar la planilla").await;
    browser.expect_text("no cambia ninguna nota").await;
    browser.expect_accessible().await;
    browser.picture("grade-book").await;
    ground.leave(&browser).await;

    browser.width(320).await;
    ground.enter(&browser, LEARNER).await;
    browser.visit(&ground.url(&format!("/actividades/{}/mi-nota", product.id))).await;
    browser.expect_text("Nota 4,0").await;
    browser.press("Enviar el reclamo").await;
    browser.expect_text("Escriba por qué pide que la revisen").await;
    browser.fill("Por qué pide que la revisen", "Sí puse los responsables").await;
    browser.expect_accessible().await;
    browser.picture("appeal-own").await;
    browser.press("Enviar el reclamo").await;
    browser.expect_text("Reclamo enviado").await;
    browser.expect_accessible().await;
    ground.leave(&browser).await;

    browser.width(1280).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url("/reclamos")).await;
    browser.expect_accessible().await;
    browser.press(LISTED).await;
    browser.fill("Respuesta", "Están en la página 3").await;
    browser.fill("Nota nueva", "4,5").await;
    browser.expect_accessible().await;
    browser.picture("appeal").await;
    browser.press("Cambiar la nota").await;
    browser.expect_text("La nota cambió").await;
    browser.visit(&ground.url(&format!("/actividades/{}/notas/{place}", product.id))).await;
    browser.expect_text("4,0 → 4,5").await;
    browser.expect_text("Están en la página 3").await;
    browser.expect_accessible().await;
    browser.picture("grade").await;
    browser.width(320).await;
    browser.expect_accessible().await;
    browser.picture("grade").await;
    browser.visit(&grades).await;
    browser.expect_accessible().await;
    browser.picture("grades").await;
    ground.finish(browser).await;
}

/// The learner's place in a cohort under way, and the product of that cohort.
async fn product(ground: &Ground) -> (i64, activity::Model) {
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
        .expect("the learner is in a cohort under way");
    let product = activity::Entity::find()
        .filter(activity::Column::CohortId.eq(place.cohort_id))
        .filter(activity::Column::Kind.eq(Kind::Product))
        .one(&db)
        .await
        .unwrap()
        .expect("the cohort has a product");
    db.close().await.unwrap();
    (place.id.0, product)
}
