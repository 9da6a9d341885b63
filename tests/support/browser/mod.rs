//! A person at a headless Chromium. A journey is written once and walked in
//! three ways: with the mouse, by keyboard alone, and with JavaScript off.
//! Things are found as a person finds them: by their words.

mod chromedriver;
mod hands;
mod judges;
mod pool;
mod scripts;

pub use judges::doubts;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rocket::tokio;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use self::pool::Session;
use super::figures::target;

/// How long a page may take to show what is expected of it.
const PATIENCE: Duration = Duration::from_secs(10);

/// How the person works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Mouse,
    /// Tab, arrows, Space, Enter and letters; the mouse is never touched.
    Keyboard,
    /// With the mouse, in a browser whose JavaScript is switched off.
    WithoutJavaScript,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Mouse, Self::Keyboard, Self::WithoutJavaScript];

    fn runs_scripts(self) -> bool {
        self != Self::WithoutJavaScript
    }
}

/// A browser that knows nobody: a process and a profile that nobody else uses until `close`.
pub struct Browser {
    driver: WebDriver,
    way: Way,
    width: u32,
    profile: PathBuf,
    downloads: PathBuf,
    /// The origins of the addresses that were opened: what they stored is forgotten at the end.
    origins: Mutex<BTreeSet<String>>,
}

impl Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.driver
    }
}

impl Browser {
    /// A fresh browser, 1280 pixels wide.
    pub async fn open(way: Way) -> Self {
        Self::fresh(Session::take(way.runs_scripts()).await, way).await
    }

    /// A process that knows nobody, with a folder for downloads of its own.
    async fn fresh(session: Session, way: Way) -> Self {
        static COUNTER: AtomicUsize = AtomicUsize::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let downloads = chromedriver::running().folder.join(format!("downloads-{number}"));
        std::fs::create_dir_all(&downloads).expect("a folder for downloads");
        Self::with(session, way, downloads, BTreeSet::new()).await
    }

    async fn with(
        session: Session,
        way: Way,
        downloads: PathBuf,
        origins: BTreeSet<String>,
    ) -> Self {
        let Session { driver, profile, .. } = session;
        let origins = Mutex::new(origins);
        let browser = Self { driver, way, width: 1280, profile, downloads, origins };
        let allow = json!({ "behavior": "allow", "downloadPath": browser.downloads });
        browser.devtools("Browser.setDownloadBehavior", allow).await;
        browser.resize(1280).await;
        browser
    }

    /// Ends this browser and starts it again, as after the telephone was switched off: what it
    /// stored is there, what it had in memory is not.
    pub async fn restarted(self) -> Self {
        let Self { driver, way, width, profile, downloads, origins } = self;
        driver.quit().await.expect("the browser ends");
        let session = Session::start(way.runs_scripts(), profile).await;
        let origins = origins.into_inner().unwrap_or_default();
        let mut browser = Self::with(session, way, downloads, origins).await;
        browser.width(width).await;
        browser
    }

    /// The same process as another journey gets it: it knows nobody any more.
    pub async fn emptied(self) -> Self {
        let way = self.way;
        let (session, origins) = self.parts();
        session.forget(&origins).await.expect("the browser forgets");
        Self::fresh(session, way).await
    }

    /// A fresh browser of the given width (320, 360 or 1280).
    pub async fn open_at(way: Way, width: u32) -> Self {
        let mut browser = Self::open(way).await;
        browser.width(width).await;
        browser
    }

    pub fn way(&self) -> Way {
        self.way
    }

    /// Changes the width of the screen. A window has a smallest width; the
    /// emulated screen of a telephone has not.
    pub async fn width(&mut self, width: u32) {
        self.width = width;
        self.resize(width).await;
    }

    async fn resize(&self, width: u32) {
        let telephone = width < 600;
        let screen = json!({
            "width": width,
            "height": if telephone { 740 } else { 900 },
            "deviceScaleFactor": 1,
            "mobile": telephone,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", screen).await;
    }

    /// Opens an address as if it were typed.
    pub async fn visit(&self, url: &str) {
        if let Ok(address) = url::Url::parse(url) {
            let origin = address.origin().ascii_serialization();
            self.origins.lock().unwrap().insert(origin);
        }
        if let Err(error) = self.driver.goto(url).await {
            self.fail(&format!("{url} does not open: {error}")).await;
        }
    }

    /// Path and query of the present page.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.expect("a page is open");
        match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        }
    }

    /// The text a person sees on the page.
    pub async fn text(&self) -> String {
        match self.driver.find(By::Tag("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Waits until the page shows `text` (in its visible words or its title).
    pub async fn expect_text(&self, text: &str) {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let title = self.driver.title().await.unwrap_or_default();
            if title.contains(text) || self.text().await.contains(text) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.fail(&format!("the page does not say «{text}»")).await;
    }

    /// Waits until the header says whose page it is; a narrow screen draws the initials alone.
    pub async fn expect_header(&self, name: &str) {
        let said = "return document.querySelector('.who')?.textContent ?? ''";
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let header = self.script(said, vec![]).await;
            if header.as_str().is_some_and(|header| header.contains(name)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.fail(&format!("the header does not say «{name}»")).await;
    }

    /// Waits until the address's path begins with `path`.
    pub async fn expect_path(&self, path: &str) {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if self.path().await.starts_with(path) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.fail(&format!("the address is not {path}")).await;
    }

    /// Runs a script in the page; the tests' scripts run even where the
    /// page's own are off or forbidden.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        match self.driver.execute(script, arguments).await {
            Ok(answer) => answer.json().clone(),
            Err(error) => self.fail(&format!("a script of the tests failed: {error}")).await,
        }
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Value {
        match self.driver.cdp().send_raw(method, parameters).await {
            Ok(answer) => answer,
            Err(error) => panic!("{method}: {error}"),
        }
    }

    /// A picture of the whole page, where pictures were asked for: `target/pictures/<name>-<width>.png`.
    pub async fn picture(&self, name: &str) {
        if super::pictures() {
            self.snapshot(name).await;
        }
    }

    /// A picture of the page's upper part, for the README, where pictures were asked for.
    pub async fn postcard(&self, name: &str) {
        if super::pictures() {
            self.picture_to(name, 1000.0).await;
        }
    }

    /// A picture of the whole page, whoever asked for one.
    pub async fn snapshot(&self, name: &str) -> PathBuf {
        self.picture_to(name, 8000.0).await
    }

    async fn picture_to(&self, name: &str, tallest: f64) -> PathBuf {
        let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await;
        let height = metrics["cssContentSize"]["height"].as_f64().unwrap_or(900.0).min(tallest);
        let clip = json!({ "x": 0, "y": 0, "width": self.width, "height": height, "scale": 1 });
        let shot = self
            .devtools(
                "Page.captureScreenshot",
                json!({ "format": "png", "captureBeyondViewport": true, "clip": clip }),
            )
            .await;
        let data = shot["data"].as_str().unwrap_or_default();
        let picture = data_encoding::BASE64.decode(data.as_bytes()).expect("a picture");
        let folder = target().join("pictures");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let path = folder.join(format!("{name}-{}.png", self.width));
        std::fs::write(&path, picture).expect("the picture is kept");
        path
    }

    /// Ends the work with this browser; another journey may have its process.
    pub async fn close(self) {
        let (session, origins) = self.parts();
        session.give_back(&origins).await;
    }

    fn parts(self) -> (Session, BTreeSet<String>) {
        let Self { driver, way, profile, origins, .. } = self;
        let session = Session { driver, profile, scripts: way.runs_scripts() };
        (session, origins.into_inner().unwrap_or_default())
    }

    /// Stops the test with what the person would see, and a picture of it.
    pub async fn fail(&self, message: &str) -> ! {
        let name = std::thread::current().name().map_or("fallo".to_owned(), super::slug);
        let picture = self.snapshot(&format!("fallo-{name}")).await;
        panic!(
            "{message}\n  way: {:?}, address: {}\n  picture: {}\n  the page says:\n{}",
            self.way,
            self.path().await,
            picture.display(),
            self.text().await,
        );
    }
}
