//! P29: axe on every page of the route table, at 320 and 1280 pixels, as somebody who may
//! open it, about a cohort that is over and one that takes people; nothing scrolls sideways.

use std::collections::BTreeSet;

use formacion::platform::registry::Audience;
use formacion::routes::TABLE;
use rocket::http::Method;
use sea_orm::Database;

use super::journeys::{COORDINATOR_META, GOBERNACION_META, Ground};
use crate::access::lands::Land;
use crate::support::browser::{Browser, Way};
use crate::support::figures::figure;

/// Addresses that answer with something other than a page.
fn is_file(path: &str) -> bool {
    let starts =
        ["/estatico/", "/salud/", "/solicitud-", "/robots", "/calendarios/", "/campo/", "/emisor"];
    let ends = [
        "/xlsx",
        ".xlsx",
        ".csv",
        "/zip",
        "/pdf",
        "/html",
        "<sheet>",
        "<table>",
        "<code>/calendario",
        "/soporte",
        "/archivo",
        "/muestra",
        "/credencial",
        "<form>",
        "/hojas",
        "/clave",
        "<picture>",
        "<drawing>",
        "/cuadernillo/<form>",
        "<printing>/hojas",
        "<printing>/clave",
    ];
    starts.iter().any(|start| path.starts_with(start)) || ends.iter().any(|end| path.ends_with(end))
}

#[rocket::async_test]
async fn axe_finds_nothing_on_any_page_at_320_and_1280() {
    let ground = Ground::new("axe on every page").await;
    let db = Database::connect(ground.database_url()).await.unwrap();
    let own = Land::of_unit(&db, "MET", "50", "50325").await;
    let open = own.while_open(&db, "MET").await;
    db.close().await.unwrap();
    let mut found = Vec::new();
    let mut opened = BTreeSet::new();
    let mut pages = 0;
    let mut browser = Browser::open(Way::Mouse).await;
    for name in [
        "",
        "Luz Marcela Guayacán Ñandú",
        "Héctor Yarumo Cañabrava",
        "Germán Turpial Güéjar",
        "Yurani Corocora Inírida",
        GOBERNACION_META,
        COORDINATOR_META,
        "Aurora Samán Colibrí",
    ] {
        browser.delete_all_cookies().await.unwrap();
        if !name.is_empty() {
            ground.enter(&browser, name).await;
        }
        for card in TABLE.iter().filter(|card| card.method == Method::Get && !is_file(card.path)) {
            let public = matches!(card.audience, Audience::Anyone | Audience::DemoOnly);
            // Each page once, as the first who may; home as everybody.
            if (opened.contains(card.path) && card.path != "/") || (name.is_empty() && !public) {
                continue;
            }
            let mut addresses = vec![own.address(card.path), open.address(card.path)];
            addresses.dedup();
            for (number, address) in addresses.iter().enumerate() {
                browser.visit(&ground.url(address)).await;
                let title = browser.title().await.unwrap();
                if ["Sin permiso", "no encontrada", "Ingresar"]
                    .iter()
                    .any(|refusal| title.contains(refusal))
                    && card.path != "/ingresar"
                {
                    continue;
                }
                opened.insert(card.path);
                for width in [1280, 320] {
                    browser.width(width).await;
                    pages += 1;
                    let sentences = browser.axe().await.into_iter().chain(browser.sideways().await);
                    found.extend(
                        sentences.map(|sentence| format!("{} at {width}: {sentence}", card.path)),
                    );
                    let path = card.path.replace(['/', '<', '>'], "-");
                    browser.picture(&format!("page{path}{}", ["", "-open"][number])).await;
                }
            }
        }
    }
    let unopened: Vec<_> = TABLE
        .iter()
        .filter(|card| {
            card.method == Method::Get && !is_file(card.path) && !opened.contains(card.path)
        })
        .map(|card| card.path)
        .collect();
    figure(
        "P29",
        found.len() as f64,
        "violations",
        found.is_empty(),
        &format!(
            "axe-core on {pages} pages (every GET page of the route table, 320 and 1280 px), and nothing scrolls sideways"
        ),
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
    // Such as a file that waits to be imported: it is only its sender's, and the demo has none waiting.
    assert!(unopened.len() <= 7, "pages that nobody of the cast could open: {unopened:?}");
    ground.finish(browser).await;
}
