//! (r) The gobernación reads its installed capacity, down to the people behind a figure.

use super::{GOBERNACION_META, Ground, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(a_gobernacion_reads_its_installed_capacity);

async fn a_gobernacion_reads_its_installed_capacity(way: Way) {
    let ground = Ground::new("journey capacity").await;
    let mut browser = Browser::open_at(way, 1280).await;
    ground.enter(&browser, GOBERNACION_META).await;
    browser.visit(&ground.url("/informes")).await;
    browser.press("Capacidad instalada").await;
    browser.expect_text("Capacidad instalada en Meta").await;
    browser.expect_accessible().await;
    browser.picture("installed-department").await;
    browser.press("Mapiripán").await;
    browser.expect_text("Capacidad instalada de Mapiripán (Meta)").await;
    browser.expect_text("Cómo ha cambiado").await;
    browser.expect_accessible().await;
    browser.picture("installed-municipality").await;
    browser.width(320).await;
    browser.visit(&ground.url("/municipios/50325/capacidad?capacidad=TRI-01")).await;
    browser.expect_accessible().await;
    browser.picture("installed-municipality-narrow").await;
    browser.visit(&ground.url("/municipios/50325/capacidad/personas?capacidad=TRI-01")).await;
    browser.expect_text("En el cargo").await;
    browser.expect_accessible().await;
    browser.picture("installed-people").await;
    browser.visit(&ground.url("/municipios/18592/capacidad")).await;
    browser.expect_text("Página no encontrada").await;
    ground.finish(browser).await;
}
