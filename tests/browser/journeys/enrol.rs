//! (b) A public servant enrols on a telephone 360 pixels wide, in three screens.

use super::{Ground, option, three_ways};
use crate::support::browser::{Browser, Way};

three_ways!(a_servant_enrols_on_a_telephone);

async fn a_servant_enrols_on_a_telephone(way: Way) {
    let ground = Ground::new("journey enrol").await;
    let browser = Browser::open_at(way, 360).await;
    browser.visit(&ground.url("/oferta")).await;
    browser.expect_accessible().await;
    browser.visit(&open_cohort(&ground).await).await;
    browser.expect_accessible().await;
    browser.press("Es mi primera vez").await;
    browser.fill("Número de documento", "9.100.200.300").await;
    browser.press("Enviar").await;
    browser.expect_text("Autorizo").await;
    browser.expect_accessible().await;
    browser.fill("Número de documento", "9.100.200.300").await;
    browser.fill("Primer nombre", "María José").await;
    browser.fill("Primer apellido", "Ñame").await;
    browser.fill("Segundo apellido", "Yopo").await;
    browser.fill("Correo electrónico", "maria.name@demostracion.example").await;
    let municipality = option(&browser, "municipio", "").await;
    browser.choose("Municipio donde trabaja", &municipality).await;
    browser.fill("Si no está en la lista", "Fundación de ejemplo").await;
    browser.fill("Cargo o función", "Tesorera").await;
    browser.choose("Tipo de vinculación", "Carrera administrativa").await;
    browser.tick("Autorizo el tratamiento").await;
    browser.press("Enviar").await;
    browser.expect_text("Revise su correo").await;
    browser.expect_accessible().await;
    browser.visit(&link_to(&ground, "maria.name@demostracion.example").await).await;
    browser.expect_accessible().await;
    browser.press("Crear la cuenta e inscribirme").await;
    browser.expect_text("entre 10 y 128 caracteres").await;
    browser.fill("Cree una contraseña", "una frase bien larga").await;
    browser.press("Crear la cuenta e inscribirme").await;
    browser.expect_path("/inscripciones/").await;
    browser.expect_accessible().await;
    browser.expect_text("Con cupo, curso por confirmar").await;
    browser.expect_text("Próxima sesión").await;
    browser.visit(&ground.url("/mis-inscripciones")).await;
    browser.expect_accessible().await;
    ground.finish(browser).await;
}

/// The public page of a cohort that takes enrolments in Meta.
async fn open_cohort(ground: &Ground) -> String {
    use formacion::cohorts::entity::cohort;
    use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter, QueryOrder};
    let db = Database::connect(ground.database.url()).await.unwrap();
    let cohort = cohort::Entity::find()
        .filter(cohort::Column::Stage.eq(cohort::Stage::Tentative))
        .order_by_asc(cohort::Column::Id)
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    db.close().await.unwrap();
    ground.url(&format!("/oferta/{}", cohort.public_code))
}

/// The path in the letter to who registered, once the product wrote it.
async fn link_to(ground: &Ground, mail: &str) -> String {
    use formacion::notices::entity::outbox_message::{Column, Entity};
    use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter};
    let db = Database::connect(ground.database.url()).await.unwrap();
    let letter = Entity::find()
        .filter(Column::Kind.eq("enrolment/registration"))
        .filter(Column::RecipientEmail.eq(mail))
        .one(&db)
        .await
        .unwrap()
        .expect("is written with the registration");
    db.close().await.unwrap();
    let from = letter.text_body.find("/registro/").expect("has its link");
    ground.url(letter.text_body[from..].split_whitespace().next().unwrap())
}
