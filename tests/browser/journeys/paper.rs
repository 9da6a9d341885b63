//! A sheet is printed, comes back signed and is entered by its exceptions; its photo is kept, and
//! the coordination says who signed below the list.

use std::path::PathBuf;

use super::teach::running;
use super::{COORDINATOR_HUILA, FACILITATOR_CAQUETA, Ground, option, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(a_signed_sheet_comes_back);

/// A photo on the facilitator's telephone.
fn photo(way: Way) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("formacion-foto-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("planilla {way:?}.jpg"));
    std::fs::write(&path, crate::attendance::paper::photo()).unwrap();
    path
}

async fn a_signed_sheet_comes_back(way: Way) {
    let ground = Ground::new("journey paper").await;
    let (cohort, session) = running(&ground).await;
    let mut browser = Browser::open_at(way, 360).await;
    ground.enter(&browser, FACILITATOR_CAQUETA).await;
    let sheets = ground.url(&format!("/sesiones/{session}/planilla"));
    browser.visit(&sheets).await;
    browser.press("Preparar la planilla").await;
    browser.expect_text("Planillas impresas").await;
    browser.expect_accessible().await;
    browser.press("Digitar").await;
    browser.expect_text("Números de fila").await;
    browser.fill("Números de fila", "2, 4-5").await;
    browser.fill("Tarde", "4").await;
    browser.press("Revisar antes de guardar").await;
    browser.expect_text("La fila 4 está también entre las que no firmaron").await;
    browser.expect_accessible().await;
    browser.fill("Tarde", "1").await;
    browser.fill("Otras personas", "Luz Ñáñez").await;
    browser.press("Revisar antes de guardar").await;
    browser.expect_text("Todavía no se ha guardado nada").await;
    browser.expect_text("queda por identificar").await;
    browser.expect_accessible().await;
    browser.picture("planilla-revision").await;
    browser.press("Guardar la planilla").await;
    browser.expect_text("Planilla guardada").await;
    browser.visit(&sheets).await;
    browser.expect_text("Luz Ñáñez (fila").await;
    browser.upload("Foto o PDF de la planilla firmada", &photo(way)).await;
    browser.press("Adjuntar").await;
    browser.expect_text("Descargar").await;
    browser.expect_accessible().await;
    browser.picture("planilla-soporte").await;
    ground.leave(&browser).await;
    ground.enter(&browser, COORDINATOR_HUILA).await;
    browser.width(1280).await;
    browser.visit(&ground.url(&format!("/cohortes/{cohort}/por-revisar"))).await;
    browser.expect_text("Luz Ñáñez").await;
    browser.expect_accessible().await;
    browser.picture("por-revisar").await;
    let select = "return document.querySelector('select').id";
    let id = browser.script(select, vec![]).await;
    let person = option(&browser, id.as_str().expect("a list of people"), ",").await;
    browser.choose("Es esta persona", &person).await;
    browser.press("Registrar su asistencia").await;
    browser.expect_text("Esa persona ya tiene").await;
    browser.expect_accessible().await;
    browser.tick("Cambia el registro que ya tiene").await;
    browser.press("Registrar su asistencia").await;
    browser.expect_text("La asistencia quedó registrada a esa persona").await;
    browser.expect_text("Nada por revisar").await;
    ground.finish(browser).await;
}
