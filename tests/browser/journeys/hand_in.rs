//! (p) The coordination asks for a product, a learner hands it in, a facilitator gives it back and
//! then grades it by the rubric, and the learner sees why.

use formacion::assessment::entity::activity::{self, Kind};
use formacion::cohorts::entity::cohort;
use formacion::enrolment::entity::enrolment;
use formacion::sign_in::entity::account;
use sea_orm::{
    ColumnTrait, Database, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait,
};

use super::{COORDINATOR_META, Ground, two_ways};
use crate::attendance::paper::photo;
use crate::support::browser::{Browser, Way};

const LEARNER: &str = "Héctor Yarumo Cañabrava";
const LISTED: &str = "Yarumo Cañabrava, Héctor";

two_ways!(a_product_is_handed_in_given_back_and_graded);

async fn a_product_is_handed_in_given_back_and_graded(way: Way) {
    let ground = Ground::new("journey product").await;
    let (place, product) = product(&ground).await;
    let plan = std::env::temp_dir().join(format!("plan-{}-{way:?}.jpg", std::process::id()));
    std::fs::write(&plan, photo()).unwrap();
    let list = ground.url(&format!("/actividades/{product}/entregas"));

    let mut browser = Browser::open_at(way, 1280).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&list).await;
    browser.expect_accessible().await;
    browser.press("Pedir el producto").await;
    browser.fill("Qué se entrega", "El plan de recaudo de su municipio").await;
    browser.fill("Peso del criterio 1", "97").await;
    for criterion in [2, 3] {
        browser.fill(&format!("Nombre del criterio {criterion}"), "").await;
    }
    if way != Way::WithoutJavaScript {
        browser.expect_text("Los pesos suman 97 %: faltan 3 %").await;
        // What a late product loses is asked only where it loses something.
        assert!(!browser.text().await.contains("Descuento por cada día"));
    }
    browser.press("Guardar").await;
    browser.expect_text("Los criterios suman 97 %").await;
    browser.expect_accessible().await;
    browser.picture("product-asked").await;
    browser.fill("Peso del criterio 1", "100").await;
    browser.press("Guardar").await;
    browser.expect_text("Producto guardado").await;
    ground.leave(&browser).await;

    browser.width(320).await;
    ground.enter(&browser, LEARNER).await;
    browser.visit(&ground.url(&format!("/inscripciones/{place}/productos/{product}"))).await;
    browser.expect_text("El plan de recaudo de su municipio").await;
    browser.press("Entregar").await;
    browser.expect_text("Elija un archivo o escriba un enlace").await;
    browser.upload("Archivo", &plan).await;
    browser.expect_accessible().await;
    browser.picture("product-own").await;
    browser.press("Entregar").await;
    browser.expect_text("quedó entregado").await;
    ground.leave(&browser).await;

    browser.width(1280).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&list).await;
    browser.press(LISTED).await;
    browser.fill("Comentario", "Falta quién responde por cada acción").await;
    browser.expect_accessible().await;
    browser.picture("product-review").await;
    browser.press("Devolver para mejorar").await;
    browser.expect_text("Producto devuelto").await;
    ground.leave(&browser).await;

    browser.width(320).await;
    ground.enter(&browser, LEARNER).await;
    browser.visit(&ground.url(&format!("/inscripciones/{place}/productos/{product}"))).await;
    browser.expect_text("Falta quién responde por cada acción").await;
    browser.fill("Enlace", "https://carpeta.ejemplo.gov.co/plan").await;
    browser.press("Entregar otra versión").await;
    browser.expect_text("quedó entregado").await;
    ground.leave(&browser).await;

    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&list).await;
    browser.press(LISTED).await;
    browser.tick("Bueno, 4,0").await;
    browser.expect_accessible().await;
    browser.picture("product-review").await;
    browser.press("Guardar la calificación").await;
    browser.expect_text("la nota es 4,0").await;
    ground.leave(&browser).await;

    ground.enter(&browser, LEARNER).await;
    browser.visit(&ground.url(&format!("/inscripciones/{place}/productos/{product}"))).await;
    browser.expect_text("Nota 4,0").await;
    browser.expect_accessible().await;
    browser.width(1280).await;
    browser.expect_accessible().await;
    browser.picture("product-own").await;
    let _ = std::fs::remove_file(plan);
    ground.finish(browser).await;
}

/// The learner's place in a cohort under way, and the product of that cohort.
async fn product(ground: &Ground) -> (i64, i64) {
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
    (place.id.0, product.id.0)
}
