//! (q) The national administration writes what a document says, looks at it and publishes it.

use super::{Ground, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(a_document_is_written_looked_at_and_published);

async fn a_document_is_written_looked_at_and_published(way: Way) {
    let ground = Ground::new("journey documents").await;
    let mut browser = Browser::open(way).await;
    ground.enter(&browser, super::ADMINISTRATOR).await;
    // With a finger: the page is taller than the screen, and its table wider.
    browser.width(320).await;
    browser.visit(&ground.url("/documentos")).await;
    browser.expect_text("Se usa la plantilla del sistema").await;
    browser.expect_accessible().await;
    browser.press("Certificado de diplomado").await;
    browser.expect_text("DEMOSTRACIÓN, sin validez").await;
    browser.expect_accessible().await;
    browser.press("Escribir la próxima versión").await;
    browser.expect_accessible().await;
    // A field that does not exist is named with those there are, and what was typed stays.
    browser.fill("Después del nombre", "{documento}, cursó {hora} horas del {tipo}").await;
    browser.press("Guardar el borrador").await;
    browser.expect_text("No hay un campo «{hora}»").await;
    browser.expect_accessible().await;
    browser.fill("Después del nombre", "{documento}, cursó {horas} horas del {tipo}").await;
    browser.press("Ver cómo queda").await;
    browser.expect_text("cursó 120 horas del diplomado").await;
    browser.expect_accessible().await;
    browser.press("Guardar el borrador").await;
    browser.expect_text("Borrador: Versión 1").await;
    browser.press("Publicar esta versión").await;
    browser.expect_text("Versión 1 publicada").await;
    browser.expect_text("En uso: Versión 1").await;
    browser.expect_accessible().await;
    browser.width(1280).await;
    browser.picture("template").await;
    browser.width(320).await;
    browser.expect_accessible().await;
    browser.picture("template").await;
    browser.visit(&ground.url("/documentos/diplomado/borrador")).await;
    browser.expect_accessible().await;
    browser.picture("template-draft").await;
    ground.finish(browser).await;
}
