//! What the first page answers by itself, and what is one press away from it.

use chrono::TimeDelta;
use formacion::cohorts::entity::session::{self, SessionId};
use formacion::platform::clock::Clock;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, Database};

use super::super::teach::running;
use super::super::{COORDINATOR_HUILA, COORDINATOR_META, GOBERNACION_META, Ground};
use super::Hand;
use crate::support::browser::{Browser, Way};
use crate::support::figures::figure;

/// The session of now and its button, where both are on the first screen; else nothing.
const ON_THE_FIRST_SCREEN: &str = "const now = document.querySelector('.now'); \
    const button = now?.querySelector('.button')?.getBoundingClientRect(); \
    return button && button.bottom <= innerHeight ? now.textContent : ''";

#[rocket::async_test]
async fn a_coordination_finds_todays_session_without_a_press() {
    let ground = Ground::new("acts today").await;
    under_way(&ground).await;
    let mut browser = Browser::open(Way::Mouse).await;
    ground.enter(&browser, COORDINATOR_HUILA).await;
    let mut acts = 0_u32;
    for width in [1280, 360] {
        browser.width(width).await;
        browser.visit(&ground.url("/")).await;
        let said = browser.script(ON_THE_FIRST_SCREEN, vec![]).await;
        let said = said.as_str().unwrap_or_default();
        if !["Sesión de hoy", "Pasar lista"].iter().all(|part| said.contains(part)) {
            acts += 1;
        }
        browser.picture("acts-today").await;
    }
    figure(
        "acts-today",
        acts,
        "acts",
        acts == 0,
        "from a coordination's first page to today's session and its list, at 1280 and 360 px; the page once began with 14 tiles and did not have it",
    );
    assert_eq!(acts, 0, "today's session and its button are not on the first screen");
    ground.finish(browser).await;
}

/// Puts a session of today under way by the machine's clock (but in the five minutes after midnight).
async fn under_way(ground: &Ground) {
    let (_, id) = running(ground).await;
    let now = Clock::machine().now();
    let session = session::ActiveModel {
        id: Set(SessionId(id)),
        starts_at: Set(now - TimeDelta::minutes(5)),
        ends_at: Set(now + TimeDelta::hours(1)),
        ..Default::default()
    };
    let db = Database::connect(ground.database_url()).await.unwrap();
    session.update(&db).await.unwrap();
    db.close().await.unwrap();
}

#[rocket::async_test]
async fn who_lacks_what_is_one_press_away() {
    let ground = Ground::new("acts lacking").await;
    let browser = Browser::open(Way::Mouse).await;
    for (who, name) in [("coordination", COORDINATOR_META), ("gobernación", GOBERNACION_META)] {
        ground.enter(&browser, name).await;
        browser.visit(&ground.url("/")).await;
        let hand = Hand::at(&browser);
        hand.press("Quién carece de qué").await;
        browser.expect_path("/carencias").await;
        browser.expect_text("Municipios, primero a los que más les falta").await;
        let task = format!(
            "from a {who}'s first page to who lacks what; it was nine pages and four acts for each of 23 capacities"
        );
        hand.expect_at_most(1, "acts-lacking", &task);
        ground.leave(&browser).await;
    }
    ground.finish(browser).await;
}
