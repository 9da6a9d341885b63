//! (i) A coordinator writes a question with a table and a picture, tries it as who answers it,
//! publishes it, corrects it, and takes the bank to another system.

use super::{COORDINATOR_META, Ground, two_ways};
use crate::attendance::paper::photo;
use crate::support::browser::{Browser, Way};

two_ways!(a_question_is_written_tried_published_and_corrected);

async fn a_question_is_written_tried_published_and_corrected(way: Way) {
    let ground = Ground::new("journey bank").await;
    let file = std::env::temp_dir().join(format!("mapa-{}-{way:?}.jpg", std::process::id()));
    std::fs::write(&file, photo()).unwrap();
    let mut browser = Browser::open_at(way, 1280).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url("/cursos")).await;
    browser.press("Banco de preguntas").await;
    browser.expect_text("¿Qué entidad publica cada año").await;
    browser.expect_accessible().await;
    browser.picture("bank").await;
    browser.width(320).await;
    browser.expect_accessible().await;
    browser.picture("bank").await;
    browser.width(1280).await;

    browser.press("Crear una pregunta").await;
    browser.expect_accessible().await;
    browser.press("Opción única").await;
    browser.fill("Pregunta", "¿Quién **fija** la tarifa del predial?").await;
    browser.fill("Opción 1", "El concejo municipal").await;
    browser.fill("Opción 2", "El IGAC").await;
    browser.press("Guardar borrador").await;
    browser.expect_text("Elija la capacidad").await;
    browser.expect_accessible().await;
    browser.picture("bank-form").await;
    browser.width(320).await;
    browser.expect_accessible().await;
    browser.picture("bank-form").await;
    browser.tick("La opción 1 es correcta").await;
    browser
        .choose("Capacidad que mide", "TRI-04 · Gestionar predial y actualización catastral")
        .await;
    browser.tick("Fácil").await;
    browser.press("Guardar borrador").await;
    browser.expect_text("quedó en borrador").await;
    browser.expect_accessible().await;

    browser.upload("Agregar una imagen", &file).await;
    browser.press("Agregar la imagen").await;
    browser.expect_text("picture:imagen-1").await;
    browser.press("Editar el borrador").await;
    browser
        .fill("Pregunta", "¿Quién **fija** la tarifa del predial? ![Un salón](picture:imagen-1)")
        .await;
    browser.press("Guardar borrador").await;
    browser.expect_text("El borrador quedó guardado").await;

    browser.press("Ver como quien responde").await;
    browser.tick("El IGAC").await;
    browser.press("Probar la respuesta").await;
    browser.expect_text("vale 0 %").await;
    browser.expect_accessible().await;
    browser.picture("bank-preview").await;
    browser.press("Volver a la pregunta").await;
    browser.press("Publicar la versión 1").await;
    browser.expect_text("ya la pueden sortear").await;
    browser.expect_accessible().await;
    browser.picture("bank-question").await;
    browser.width(1280).await;
    browser.expect_accessible().await;
    browser.picture("bank-question").await;

    browser.press("Corregir").await;
    browser.fill("Qué corrige", "La opción 2 no decía a qué entidad se refiere").await;
    browser.fill("Opción 2", "El Instituto Geográfico Agustín Codazzi").await;
    browser.press("Guardar borrador").await;
    browser.expect_text("La versión 2 quedó en borrador").await;
    browser.press("Publicar la versión 2").await;
    browser.expect_text("Versión 1").await;
    browser.visit(&ground.url("/banco/importacion")).await;
    browser.expect_accessible().await;
    browser.picture("bank-import").await;
    let _ = std::fs::remove_file(file);
    ground.finish(browser).await;
}
