//! What independent judges say of the page that is open.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use serde_json::{Value, json};

use super::{Browser, Way, scripts};

impl Browser {
    /// What axe finds against accessibility, one sentence each: by all its rules
    /// where this page was not judged yet, by those that depend on the width
    /// where it was. It needs the page's own clock, which stands still where
    /// JavaScript is off.
    pub async fn axe(&self) -> Vec<String> {
        assert_ne!(self.way, Way::WithoutJavaScript, "axe needs JavaScript in the page");
        let present = self.script("return typeof axe === 'object'", vec![]).await;
        if present != Value::Bool(true) {
            self.script(axe_source(), vec![]).await;
        }
        match self.driver.execute_async(scripts::AXE, vec![json!(scripts::WIDTH_RULES)]).await {
            Ok(answer) => without_doubts(sentences(answer.json())),
            Err(error) => self.fail(&format!("axe did not run: {error}")).await,
        }
    }

    /// Elements that make the page scroll sideways at this width.
    pub async fn sideways(&self) -> Vec<String> {
        sentences(&self.script(scripts::SIDEWAYS, vec![]).await)
    }

    /// Cells of tables that are cut by the edge of the screen.
    pub async fn cut(&self) -> Vec<String> {
        sentences(&self.script(scripts::CUT, vec![]).await)
    }

    /// How many pixels above the heading a person has to pass; `None` on a page without one.
    pub async fn above_heading(&self) -> Option<u64> {
        self.script(scripts::HEADING, vec![]).await.as_u64()
    }

    /// The page as it stands does not scroll sideways and passes axe. With the
    /// keyboard the same pages appear as with the mouse, and axe judges those;
    /// without JavaScript it cannot.
    pub async fn expect_accessible(&self) {
        let mut found = self.sideways().await;
        if self.way == Way::Mouse {
            found.extend(self.axe().await);
        }
        if !found.is_empty() {
            self.fail(&format!("not accessible:\n  {}", found.join("\n  "))).await;
        }
    }

    /// What the browser itself complained about since the last question:
    /// errors of scripts, breaches of the content-security policy, failed
    /// requests. The missing icon of a page is not worth a complaint.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver.get_log("browser").await.unwrap_or_default();
        log.into_iter()
            .map(|entry| entry.message)
            .filter(|message| !message.contains("favicon.ico"))
            .collect()
    }
}

/// The places that axe could not judge by itself, by its rule, of all pages of this process.
static DOUBTS: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

/// How many places a person has to look at, by the rule of axe.
pub fn doubts() -> BTreeMap<String, usize> {
    DOUBTS.lock().unwrap().clone()
}

/// Counts the doubts among findings and returns the others.
fn without_doubts(found: Vec<String>) -> Vec<String> {
    let mut certain = Vec::new();
    for sentence in found {
        let Some(doubt) = sentence.strip_prefix("doubt ") else {
            certain.push(sentence);
            continue;
        };
        let rule = doubt.split(' ').next().unwrap_or_default().to_owned();
        *DOUBTS.lock().unwrap().entry(rule).or_default() += 1;
    }
    certain
}

fn sentences(answer: &Value) -> Vec<String> {
    let list = answer.as_array().cloned().unwrap_or_default();
    list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn axe_source() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/browser/node_modules/axe-core/axe.min.js");
        std::fs::read_to_string(path).expect("axe is there (tests/run brings it: npm ci)")
    })
}
