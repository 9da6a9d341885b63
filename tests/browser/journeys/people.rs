//! (g) One person, one record: two records are compared, united and separated again, and posts
//! are kept by those who know them.

use super::{COORDINATOR_META, Ground, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(two_records_become_one_and_posts_are_kept);

/// At the width of a telephone and of a desk.
async fn look(browser: &mut Browser, way: Way, name: &str) {
    browser.expect_accessible().await;
    if way == Way::Mouse {
        for width in [320, 1280] {
            browser.width(width).await;
            browser.picture(name).await;
        }
    }
    browser.width(1280).await;
}

async fn two_records_become_one_and_posts_are_kept(way: Way) {
    let ground = Ground::new("journey people").await;
    let mut browser = Browser::open(way).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url("/personas")).await;
    look(&mut browser, way, "people-list").await;
    browser.press("Personas por revisar").await;
    browser.expect_text("Mismo teléfono").await;
    look(&mut browser, way, "people-queue").await;
    browser.press("Óscar Guayacán Azulejo").await;
    browser.expect_text("¿Son la misma persona?").await;
    look(&mut browser, way, "people-compare").await;
    browser.press("Unir los dos registros").await;
    browser.expect_text("Escriba cómo comprobó que es la misma persona").await;
    browser.fill("Cómo comprobó", "Mostró la cédula.").await;
    browser.press("Unir los dos registros").await;
    browser.expect_text("Los dos registros quedaron unidos").await;
    look(&mut browser, way, "people-united").await;
    browser.press("Óscar Guayacán, C. C. 9.000.000.211").await;
    look(&mut browser, way, "people-union").await;
    browser.press("Deshacer la unión").await;
    browser.expect_text("cada registro quedó como estaba").await;
    browser.press("Agregar una vinculación").await;
    look(&mut browser, way, "people-post-form").await;
    browser.visit(&ground.url("/vinculaciones")).await;
    browser.expect_text("Moriche Achapo").await;
    look(&mut browser, way, "people-posts").await;
    browser.press("Moriche Achapo, Ferney").await;
    browser.expect_text("Sin confirmar").await;
    look(&mut browser, way, "people-post").await;
    browser.press("Sigue en el cargo").await;
    browser.expect_text("Quedó confirmado").await;
    ground.finish(browser).await;
}
