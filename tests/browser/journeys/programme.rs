//! (a) A coordinator builds a cohort and publishes it.

use super::{COORDINATOR_META, Ground, day, option, postcard, three_ways};
use crate::support::browser::{Browser, Way};

three_ways!(a_coordinator_builds_and_publishes_a_cohort);

async fn a_coordinator_builds_and_publishes_a_cohort(way: Way) {
    let ground = Ground::new("journey programme").await;
    let browser = Browser::open(way).await;
    ground.enter(&browser, COORDINATOR_META).await;
    postcard(&browser, way, "home").await;
    browser.visit(&ground.url("/cohortes")).await;
    browser.press("Programar una cohorte").await;
    // What is wrong is said beside its field, and what was typed stays.
    browser.fill("Nombre de la cohorte", "Ariari de prueba").await;
    browser.fill("Cupos", "muchos").await;
    browser.press("Crear").await;
    browser.expect_text("un número entero entre").await;
    browser.expect_accessible().await;
    let course = option(&browser, "version", "tributaria").await;
    browser.choose("Curso", &course).await;
    browser.fill("Cupos", "25").await;
    browser.fill("Primer día", &day(20)).await;
    browser.fill("Último día", &day(27)).await;
    browser.fill("Lugar", "Casa de la cultura, Mapiripán").await;
    browser.press("Meta").await;
    browser.tick("Mapiripán").await;
    browser.press("Crear").await;
    browser.expect_text("Ariari de prueba").await;
    // A draft without sessions is not published, and the page says why.
    browser.press("Publicar en la oferta").await;
    browser.expect_text("sesi").await;
    browser.press("Programar una sesión").await;
    browser.fill("Fecha", &day(20)).await;
    browser.fill("Empieza", "08:00").await;
    browser.fill("Termina", "12:00").await;
    let facilitator = option(&browser, "facilitador", "").await;
    browser.choose("Quién facilita", &facilitator).await;
    browser.press("Guardar la sesión").await;
    browser.expect_text("8:00 a. m.").await;
    browser.expect_accessible().await;
    browser.press("Publicar en la oferta").await;
    browser.expect_text("Publicada").await;
    postcard(&browser, way, "cohort").await;
    browser.visit(&ground.url("/oferta?q=ariari")).await;
    browser.expect_text("Ariari de prueba").await;
    ground.finish(browser).await;
}
