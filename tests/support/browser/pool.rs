//! Browser processes that journeys use one after the other: starting one takes longer than emptying
//! one. A journey has a process of its own as long as it runs. Its test gives it back at the end, and
//! a process whose test failed ends with it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rocket::tokio;
use serde_json::json;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities};

use super::chromedriver;

/// How many processes of a kind wait for a journey; what comes back beyond that ends.
const MOST_IDLE: usize = 2;

static IDLE: Mutex<Vec<Session>> = Mutex::new(Vec::new());

/// One session of the driver: a browser process, where it keeps what pages store, and whether it
/// runs the scripts of pages.
pub struct Session {
    pub driver: WebDriver,
    pub profile: PathBuf,
    pub scripts: bool,
}

impl Session {
    /// An emptied process, or a new one where none waits.
    pub async fn take(scripts: bool) -> Self {
        static COUNTER: AtomicUsize = AtomicUsize::new(0);
        while let Some(session) = idle(scripts) {
            // A browser that crashed while it waited does not answer.
            if session.driver.title().await.is_ok() {
                return session;
            }
        }
        let chromedriver = tokio::task::spawn_blocking(chromedriver::running)
            .await
            .expect("the browser's driver starts");
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        Self::start(scripts, chromedriver.folder.join(format!("profile-{number}"))).await
    }

    /// A new process on a profile, which may hold what an earlier process stored.
    pub async fn start(scripts: bool, profile: PathBuf) -> Self {
        // The product builds its HTTP client with a cryptography of its choice; the driver's client
        // shares the library and asks for the process's. Another thread may have chosen already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let chromedriver = chromedriver::running();
        let capabilities = capabilities(&profile, scripts);
        let driver = WebDriver::builder(&chromedriver.url, capabilities)
            .client(client())
            .await
            .expect("a browser");
        Self { driver, profile, scripts }
    }

    /// Forgets what the pages of these origins left behind: their cookies, what they stored, what is
    /// cached, where the tab was, and what the browser complained about.
    pub async fn forget(&self, origins: &BTreeSet<String>) -> WebDriverResult<()> {
        let driver = &self.driver;
        let tab = "window.name = ''; try { sessionStorage.clear() } catch { }";
        driver.execute(tab, vec![]).await?;
        driver.goto("about:blank").await?;
        for method in [
            "Page.resetNavigationHistory",
            "Network.clearBrowserCookies",
            "Network.clearBrowserCache",
        ] {
            driver.cdp().send_raw(method, json!({})).await?;
        }
        for origin in origins {
            let everything = json!({ "origin": origin, "storageTypes": "all" });
            driver.cdp().send_raw("Storage.clearDataForOrigin", everything).await?;
        }
        driver.get_log("browser").await?;
        Ok(())
    }

    /// Empties the process for the next journey. One that cannot be emptied, that has a second window,
    /// or that nobody is likely to need, ends.
    pub async fn give_back(self, origins: &BTreeSet<String>) {
        let one_window = self.driver.windows().await.is_ok_and(|windows| windows.len() == 1);
        let is_empty = one_window && self.forget(origins).await.is_ok();
        let surplus = if is_empty { keep(self) } else { Some(self) };
        if let Some(session) = surplus {
            let _ = session.driver.quit().await;
        }
    }
}

/// Takes the process that waited least.
fn idle(scripts: bool) -> Option<Session> {
    let mut idle = IDLE.lock().unwrap();
    let place = idle.iter().rposition(|session| session.scripts == scripts)?;
    Some(idle.remove(place))
}

/// Keeps a process for the next journey, or hands it back where enough of its kind wait.
fn keep(session: Session) -> Option<Session> {
    let mut idle = IDLE.lock().unwrap();
    if idle.iter().filter(|other| other.scripts == session.scripts).count() >= MOST_IDLE {
        return Some(session);
    }
    idle.push(session);
    None
}

/// The client of the driver. Each test has a runtime of its own, which a process outlives: a connection
/// that were kept between two commands would end with the runtime that opened it.
fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .pool_max_idle_per_host(0)
        .timeout(Duration::from_secs(120))
        .build()
        .expect("a client of the browser's driver")
}

fn capabilities(profile: &std::path::Path, scripts: bool) -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let own_profile = format!("--user-data-dir={}", profile.display());
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--lang=es",
        "--window-size=1280,900",
        &own_profile,
    ] {
        capabilities.add_arg(argument).expect("an argument");
    }
    if !scripts {
        let off = json!({ "profile.managed_default_content_settings.javascript": 2 });
        capabilities.add_experimental_option("prefs", off).expect("a preference");
    }
    capabilities.set("goog:loggingPrefs", json!({ "browser": "ALL" })).expect("a preference");
    capabilities
}
