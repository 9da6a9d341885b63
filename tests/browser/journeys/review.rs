//! (w) A name is corrected after certificates were issued: the coordination sees what changed, what
//! would happen, and replaces; the old code leads to the new one.

use std::time::Duration;

use formacion::certification::entity::certificate;
use rocket::tokio::time::sleep;
use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter, QueryOrder};

use super::{COORDINATOR_META, Ground, postcard, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(a_corrected_name_becomes_another_certificate);

async fn a_corrected_name_becomes_another_certificate(way: Way) {
    let ground = Ground::new("journey review").await;
    let mut browser = Browser::open(way).await;
    let held = first_certificate(&ground).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url(&format!("/personas/{}", held.person_id))).await;
    browser.press("Corregir el nombre").await;
    browser.expect_accessible().await;
    browser.fill("Segundo apellido", "Ñandubay").await;
    browser.press("Corregir el nombre").await;
    browser.expect_text("El nombre quedó corregido").await;
    let changes = ground.url(&format!("/cohortes/{}/certificados/cambios", held.cohort_id));
    // The worker looks every five seconds.
    for _ in 0..60 {
        browser.visit(&changes).await;
        if browser.text().await.contains("Otros datos") {
            break;
        }
        sleep(Duration::from_millis(500)).await;
    }
    browser.expect_text("Ñandubay").await;
    browser.expect_accessible().await;
    postcard(&browser, way, "certificate-changes").await;
    browser.tick("Elegir el certificado").await;
    browser.tick("Reemplazarlo por otro con los datos de hoy").await;
    browser.press("Ver lo que va a pasar").await;
    browser.expect_text("Escriba el motivo en 10 a 300 caracteres.").await;
    browser.fill("Motivo", "El segundo apellido faltaba en la inscripción.").await;
    browser.press("Ver lo que va a pasar").await;
    browser.expect_text("Recibe otro número y un correo").await;
    browser.expect_accessible().await;
    browser.width(320).await;
    browser.expect_accessible().await;
    postcard(&browser, way, "certificate-preview").await;
    browser.press("Reemplazar 1 certificado").await;
    browser.expect_text("Se reemplazó 1 certificado.").await;
    ground.leave(&browser).await;
    browser.visit(&ground.url(&format!("/verificar/{}", held.code))).await;
    browser.expect_text("reemplazado").await;
    browser.press("Ver el certificado que lo reemplaza").await;
    browser.expect_text("Ñandubay").await;
    browser.expect_text("vigente").await;
    browser.expect_accessible().await;
    ground.finish(browser).await;
}

/// The first one of the unit that the coordination of Meta issues for.
async fn first_certificate(ground: &Ground) -> certificate::Model {
    let db = Database::connect(ground.database_url()).await.unwrap();
    let held = certificate::Entity::find()
        .filter(certificate::Column::IssuerUnit.eq("MET"))
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .order_by_asc(certificate::Column::Id)
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    db.close().await.unwrap();
    held
}
