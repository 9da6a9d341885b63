//! A coordination's session ends while a course is written: what was typed comes back after signing in,
//! and is sent with one button.

use formacion::sign_in::entity::web_session;
use sea_orm::{Database, EntityTrait};

use super::{COORDINATOR_META, Ground, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(what_was_typed_comes_back_after_signing_in);

const GOAL: &str = "Que el municipio formule sus proyectos sin ayuda";

async fn what_was_typed_comes_back_after_signing_in(way: Way) {
    let ground = Ground::new("journey typed").await;
    let mut browser = Browser::open_at(way, 320).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url("/cursos/nuevo")).await;
    browser.fill("Nombre del curso", "Formulación de proyectos").await;
    browser.fill("Objetivo", GOAL).await;
    let db = Database::connect(ground.database_url()).await.unwrap();
    web_session::Entity::delete_many().exec(&db).await.unwrap();
    db.close().await.unwrap();
    browser.press("Guardar borrador").await;
    browser.expect_text("Su ingreso terminó").await;
    browser.expect_accessible().await;
    browser.picture("typed-sign-in").await;
    browser.press(COORDINATOR_META).await;
    browser.expect_text("Esto es lo que había escrito").await;
    browser.expect_text(GOAL).await;
    for width in [1280, 320] {
        browser.width(width).await;
        browser.expect_accessible().await;
        browser.picture("typed").await;
    }
    browser.press("Enviar ahora").await;
    // The form's own page says what is missing, and has what was typed.
    browser.expect_text("Elija el tema.").await;
    browser.expect_path("/cursos").await;
    let script = "return document.getElementById('objetivo').value";
    assert_eq!(browser.script(script, vec![]).await.as_str(), Some(GOAL));
    ground.finish(browser).await;
}
