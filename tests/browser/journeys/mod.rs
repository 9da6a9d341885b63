//! The journeys of the people, in a real browser against the real binary on the demo
//! programme: with the mouse, by keyboard alone, and with JavaScript off.
//!
//! With JavaScript off the journeys of [`three_ways`] are walked at every run, those of [`two_ways`] at
//! the long one: `tests/access/scripts.rs` shows of every page that it has no script to switch off.

mod acts;
mod appeal;
mod arrive;
mod ask;
mod bank;
mod capacity;
mod certify;
mod credential;
mod documents;
mod enrol;
mod exam;
mod exam_paper;
mod field;
mod gain;
mod hand_in;
mod import;
mod nominate;
mod opinion;
mod paper;
mod people;
mod programme;
mod report;
mod review;
mod second_factor;
mod slow;
mod teach;
mod typed;
mod wallet;

use crate::support::browser::{Browser, Way};
use crate::support::database::{Engine, FreshDatabase, engine};
use crate::support::long;
use crate::support::product;
use crate::support::server::Server;

/// A demo programme of one's own, served by the real binary.
pub struct Ground {
    server: Server,
    database: FreshDatabase,
}

impl Ground {
    pub async fn new(hint: &str) -> Self {
        let database = product::demo(hint).await;
        let server = Server::start(database.url());
        Self { server, database }
    }

    pub fn url(&self, path: &str) -> String {
        self.server.url(path)
    }

    /// What the server has written so far.
    pub fn log(&self) -> String {
        self.server.log()
    }

    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    /// Enters as one of the demo's people: one press on the sign-in page.
    pub async fn enter(&self, browser: &Browser, name: &str) {
        browser.visit(&self.url("/ingresar")).await;
        browser.press(name).await;
        browser.expect_header(name).await;
    }

    /// Leaves, so that somebody else can enter.
    pub async fn leave(&self, browser: &Browser) {
        browser.leave().await;
        browser.expect_text("Salió de la aplicación").await;
    }

    /// Ends the browser, stops the server and asks the doctor.
    pub async fn finish(self, browser: Browser) {
        end(browser).await;
        self.stop().await;
    }

    /// Stops the server and asks the doctor.
    pub async fn stop(self) {
        self.server.stop();
        product::run(&["doctor", "--strict"], self.database.url()).await;
    }
}

/// Ends a browser that had nothing to complain about.
pub async fn end(browser: Browser) {
    // A refused form answers 422, an absent row 404 and a foreign page 403, which the
    // browser mentions; 401 is what the page without a network learns before anybody entered.
    let mut complaints = browser.complaints().await;
    complaints.retain(|sentence| {
        !["status of 422", "status of 404", "status of 403", "status of 401"]
            .iter()
            .any(|status| sentence.contains(status))
    });
    assert!(complaints.is_empty(), "the browser complained: {complaints:?}");
    browser.close().await;
}

/// The demo's people by what they do.
pub const ADMINISTRATOR: &str = "Aurora Samán Colibrí";
pub const COORDINATOR_META: &str = "Íñigo Moriche Ariari";
pub const COORDINATOR_HUILA: &str = "Begoña Cedro Orteguaza";
pub const GOBERNACION_META: &str = "Óscar Chontaduro Garza";
pub const FACILITATOR_CAQUETA: &str = "Nidia Tángara Caracolí";

/// The whole text of the first option that contains these words, in the list with this id.
pub async fn option(browser: &Browser, id: &str, words: &str) -> String {
    let script = "return [...document.getElementById(arguments[0]).options].filter(o => o.value && o.text.includes(arguments[1])).map(o => o.text)[0]";
    let found = browser.script(script, vec![id.into(), words.into()]).await;
    found.as_str().unwrap_or_else(|| panic!("{id} has an option with «{words}»")).to_owned()
}

/// A day from today as a form sends it, on the machine's own calendar: the server is real.
pub fn day(offset: i64) -> String {
    let today = formacion::platform::clock::Clock::machine().today();
    let date = today + chrono::TimeDelta::days(offset);
    date.format("%Y-%m-%d").to_string()
}

/// Whether this run walks journeys this way. Pages are the same on both databases: on PostgreSQL the
/// mouse goes alone, except in the long run.
pub fn is_walked(way: Way) -> bool {
    way == Way::Mouse || engine() == Engine::Sqlite || long()
}

/// Declares the same journey for the three ways.
macro_rules! three_ways {
    ($journey:ident) => {
        super::with_mouse_and_keyboard!($journey);

        #[rocket::async_test]
        async fn with_javascript_off() {
            let way = crate::support::browser::Way::WithoutJavaScript;
            if super::is_walked(way) {
                $journey(way).await;
            }
        }
    };
}
pub(crate) use three_ways;

/// Declares the same journey with the mouse and by keyboard, and with JavaScript off for the long run.
macro_rules! two_ways {
    ($journey:ident) => {
        super::with_mouse_and_keyboard!($journey);

        #[rocket::async_test]
        async fn with_javascript_off() {
            if crate::support::long() {
                $journey(crate::support::browser::Way::WithoutJavaScript).await;
            }
        }
    };
}
pub(crate) use two_ways;

macro_rules! with_mouse_and_keyboard {
    ($journey:ident) => {
        #[rocket::async_test]
        async fn with_the_mouse() {
            $journey(crate::support::browser::Way::Mouse).await;
        }

        #[rocket::async_test]
        async fn by_keyboard_alone() {
            let way = crate::support::browser::Way::Keyboard;
            if super::is_walked(way) {
                $journey(way).await;
            }
        }
    };
}
pub(crate) use with_mouse_and_keyboard;

/// A picture for the README, taken once.
pub async fn postcard(browser: &Browser, way: Way, name: &str) {
    if way == Way::Mouse {
        browser.postcard(name).await;
    }
}
