//! P29: axe on every page of the cards, at 320 and 1280 pixels, as somebody who may open it, about a
//! cohort that is over and one that takes people; nothing scrolls sideways, no table is cut on telephones of
//! 320 and 360, and its heading is near.
//!
//! These tests last longest. They are four, a quarter of the pages each, and their name makes them the
//! first that start.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, Weak};

use formacion::assembly::cards;
use formacion::platform::registry::{Audience, Card};
use rocket::http::Method;
use rocket::tokio;
use sea_orm::Database;

use super::journeys::{COORDINATOR_META, GOBERNACION_META, Ground, end};
use crate::access::lands::Land;
use crate::support::browser::{Browser, Way, doubts};
use crate::support::figures::figure;

/// The parts that the pages are judged in, side by side.
const PARTS: usize = 4;

/// Who opens pages, one after the other; at first nobody.
const PEOPLE: [&str; 8] = [
    "",
    "Luz Marcela Guayacán Ñandú",
    "Héctor Yarumo Cañabrava",
    "Germán Turpial Güéjar",
    "Yurani Corocora Inírida",
    GOBERNACION_META,
    COORDINATOR_META,
    "Aurora Samán Colibrí",
];

/// Addresses that answer with something other than a page.
fn is_file(path: &str) -> bool {
    let starts = [
        "/estatico/",
        "/salud/",
        "/solicitud-",
        "/robots",
        "/calendarios/",
        "/campo/",
        "/sin-red.js",
        "/emisor",
        "/.well-known/",
    ];
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

/// The pages of one part: every fourth.
fn pages(part: usize) -> Vec<Card> {
    let all = cards().into_iter();
    let pages = all.filter(|card| card.method == Method::Get && !is_file(card.path));
    pages.skip(part).step_by(PARTS).collect()
}

/// The demo programme that the parts share, and the rows that their addresses name.
struct Programme {
    ground: Ground,
    own: Land,
    open: Land,
}

impl Programme {
    /// The one of a part that runs, or a new one.
    async fn shared() -> Arc<Self> {
        static SHARED: tokio::sync::Mutex<Weak<Programme>> =
            tokio::sync::Mutex::const_new(Weak::new());
        let mut shared = SHARED.lock().await;
        if let Some(programme) = shared.upgrade() {
            return programme;
        }
        let ground = Ground::new("axe on every page").await;
        let db = Database::connect(ground.database_url()).await.unwrap();
        let own = Land::of_unit(&db, "MET", "50", "50325").await;
        let open = own.while_open(&db, "MET").await;
        db.close().await.unwrap();
        let programme = Arc::new(Self { ground, own, open });
        *shared = Arc::downgrade(&programme);
        programme
    }
}

/// What is said against the page that is open: by axe at 1280 and 320 pixels, by what is cut or scrolls
/// sideways at the common width of telephones too; and how far down its heading is on the narrowest.
async fn judge(browser: &mut Browser, picture: &str) -> (Vec<String>, Option<u64>) {
    let mut found = Vec::new();
    for width in [1280, 360, 320] {
        browser.width(width).await;
        let mut sentences = browser.sideways().await;
        if width != 360 {
            sentences.extend(browser.axe().await);
        }
        if width < 600 {
            sentences.extend(browser.cut().await);
        }
        found.extend(sentences.into_iter().map(|sentence| format!("at {width}: {sentence}")));
        browser.picture(picture).await;
    }
    (found, browser.above_heading().await)
}

/// The most pixels above the heading of half of the pages on a telephone.
const NEAR: u64 = 130;

/// Opens an address; false where the person is refused.
async fn is_opened(programme: &Programme, browser: &Browser, card: Card, address: &str) -> bool {
    browser.visit(&programme.ground.url(address)).await;
    let title = browser.title().await.unwrap();
    let mut refusals = ["Sin permiso", "no encontrada", "Ingresar"].iter();
    !refusals.any(|refusal| title.contains(refusal)) || card.path == "/ingresar"
}

async fn axe_finds_nothing(part: usize) {
    let programme = Programme::shared().await;
    let pages = pages(part);
    let mut found = Vec::new();
    let mut opened = BTreeSet::new();
    let mut judged = 0;
    let mut headings = Vec::new();
    let mut browser = Browser::open(Way::Mouse).await;
    for name in PEOPLE {
        browser.delete_all_cookies().await.unwrap();
        if !name.is_empty() {
            programme.ground.enter(&browser, name).await;
        }
        for card in &pages {
            let public = matches!(card.audience, Audience::Anyone | Audience::DemoOnly);
            // Each page once, as the first who may; home as everybody.
            if (opened.contains(card.path) && card.path != "/") || (name.is_empty() && !public) {
                continue;
            }
            let mut addresses =
                vec![programme.own.address(card.path), programme.open.address(card.path)];
            addresses.dedup();
            for (number, address) in addresses.iter().enumerate() {
                if !is_opened(&programme, &browser, *card, address).await {
                    continue;
                }
                opened.insert(card.path);
                let path = card.path.replace(['/', '<', '>'], "-");
                let picture = format!("page{path}{}", ["", "-open"][number]);
                let (sentences, above) = judge(&mut browser, &picture).await;
                headings.extend(above);
                judged += 2;
                found.extend(sentences.iter().map(|sentence| format!("{} {sentence}", card.path)));
            }
        }
    }
    figure(
        "P29",
        found.len() as f64,
        "violations",
        found.is_empty(),
        &format!(
            "part {} of {PARTS}: axe-core on {judged} pages (every GET page of the cards, 320 and 1280 px), target size too; nothing scrolls sideways, no cell is cut at 320 and 360",
            part + 1
        ),
    );
    // What axe leaves open is told and not thrown away: a person looks at it.
    let doubts = doubts();
    figure(
        "axe-doubts",
        doubts.values().sum::<usize>() as f64,
        "places for a person to judge",
        true,
        &format!("incomplete results of axe by rule, part {} of {PARTS}: {doubts:?}", part + 1),
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
    headings.sort_unstable();
    let median = headings[headings.len() / 2];
    figure(
        "P29",
        median as f64,
        "px above the heading",
        median <= NEAR,
        &format!("the median of part {} on a telephone of 320 px; at most {NEAR}", part + 1),
    );
    assert!(median <= NEAR, "the headings begin at {headings:?}");
    let unopened = pages.iter().map(|card| card.path).filter(|path| !opened.contains(path));
    expect_few(unopened.collect());
    end(browser).await;
    // Whoever is last stops the server.
    if let Some(programme) = Arc::into_inner(programme) {
        programme.ground.stop().await;
    }
}

/// Pages of half a sign-in, which nobody of the cast is in: the journey of the second factor judges them.
const OF_A_JOURNEY: [&str; 2] = ["/ingresar/codigo", "/ingresar/recuperacion"];

/// Adds the pages that nobody could open to those of the parts before: they are few together. Such as a
/// file that waits to be imported: it is only its sender's, and the demo has none waiting.
fn expect_few(unopened: Vec<&'static str>) {
    static UNOPENED: Mutex<Vec<&str>> = Mutex::new(Vec::new());
    let all = {
        let mut all = UNOPENED.lock().unwrap();
        all.extend(unopened.into_iter().filter(|path| !OF_A_JOURNEY.contains(path)));
        all.clone()
    };
    assert!(all.len() <= 7, "pages that nobody of the cast could open: {all:?}");
}

#[rocket::async_test]
async fn axe_finds_nothing_at_320_and_1280_on_the_first_quarter_of_the_pages() {
    axe_finds_nothing(0).await;
}

#[rocket::async_test]
async fn axe_finds_nothing_at_320_and_1280_on_the_second_quarter_of_the_pages() {
    axe_finds_nothing(1).await;
}

#[rocket::async_test]
async fn axe_finds_nothing_at_320_and_1280_on_the_third_quarter_of_the_pages() {
    axe_finds_nothing(2).await;
}

#[rocket::async_test]
async fn axe_finds_nothing_at_320_and_1280_on_the_fourth_quarter_of_the_pages() {
    axe_finds_nothing(3).await;
}
