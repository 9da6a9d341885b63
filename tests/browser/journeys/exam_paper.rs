//! A test goes where there is no signal: it is printed, its sheet comes back and is typed, and the
//! learner sees what came of it.

use formacion::assessment::exam::paper::entity::exam_sheet;
use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter};

use super::exam::{LEARNER, prepare};
use super::{COORDINATOR_META, Ground, day, option, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(a_test_is_printed_typed_and_told);

async fn a_test_is_printed_typed_and_told(way: Way) {
    let ground = Ground::new("journey exam paper").await;
    let (place, activity, name) = prepare(&ground).await;
    let mut browser = Browser::open_at(way, 1280).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url(&format!("/actividades/{activity}/prueba"))).await;
    browser.fill("Abre el", &day(-1)).await;
    browser.fill("Cierra el", &day(2)).await;
    let capacity = option(&browser, "capacidad[0]", "Esfuerzo propio de recaudo").await;
    browser.choose("Capacidad", &capacity).await;
    browser.fill("Cuántas preguntas", "2").await;
    browser.fill("Puntos de cada una", "2").await;
    browser.press("Guardar la prueba").await;
    browser.expect_text("quedó guardada").await;
    browser.press("En papel").await;
    browser.expect_text("Para lugares sin señal").await;
    browser.expect_accessible().await;
    browser.fill("Hojas sin nombre", "90").await;
    browser.press("Preparar la impresión").await;
    browser.expect_text("entre 0 y 50").await;
    browser.fill("Hojas sin nombre", "1").await;
    browser.press("Preparar la impresión").await;
    browser.expect_text("La impresión quedó preparada").await;
    browser.expect_accessible().await;
    browser.picture("exam-paper-print").await;
    let code = code(&ground, place).await;
    browser.width(320).await;
    browser.expect_accessible().await;
    browser.picture("exam-paper-print").await;
    browser.fill("Código de la hoja", &code.to_lowercase()).await;
    browser.press("Abrir la hoja").await;
    browser.expect_text("Copie lo que está en el papel").await;
    browser.expect_accessible().await;
    browser.picture("exam-paper-entry").await;
    browser.fill("1. Una letra", "a").await;
    browser.fill("2. Una letra", "ab").await;
    browser.press("Guardar y volver").await;
    browser.expect_text("Una sola letra").await;
    browser.expect_accessible().await;
    browser.fill("2. Una letra", "?").await;
    browser.press("Guardar y volver").await;
    browser.expect_text("quedó guardada con 1 respuesta").await;
    browser.expect_text("No se pudo leer: 2").await;
    browser.width(1280).await;
    browser.picture("exam-paper-sheets").await;
    browser.visit(&ground.url(&format!("/hojas/{code}"))).await;
    browser.expect_text("La digitó").await;
    browser.expect_accessible().await;
    browser.picture("exam-paper-correct").await;
    browser.fill("2. Una letra", "b").await;
    browser.fill("Motivo de la corrección", "La segunda marca era un borrón").await;
    browser.press("Guardar la corrección").await;
    browser.expect_text("1 respuesta cambió").await;
    ground.leave(&browser).await;

    browser.width(320).await;
    ground.enter(&browser, LEARNER).await;
    browser.visit(&ground.url(&format!("/inscripciones/{place}/pruebas"))).await;
    browser.press(&name).await;
    browser.expect_text("de 4 puntos, nota").await;
    browser.expect_accessible().await;
    browser.picture("exam-paper-own").await;
    ground.finish(browser).await;
}

/// The code on the learner's sheet, as the coordination reads it from the paper.
async fn code(ground: &Ground, place: i64) -> String {
    let db = Database::connect(ground.database_url()).await.unwrap();
    let sheet = exam_sheet::Entity::find()
        .filter(exam_sheet::Column::EnrolmentId.eq(place))
        .one(&db)
        .await
        .unwrap()
        .expect("has a sheet");
    db.close().await.unwrap();
    sheet.code
}
