//! What a person does to a page, with the mouse or by keyboard alone.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rocket::tokio;
use serde_json::{Value, json};
use thirtyfour::components::SelectElement;
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};
use thirtyfour::prelude::*;

use super::{Browser, PATIENCE, Way, scripts};

/// No page asks for more steps than this to reach anything.
const MOST_TABS: usize = 400;

impl Browser {
    /// Writes `text` into the field with this label, replacing what it held.
    /// Dates and times are given as a form sends them (`2026-08-15`, `14:30`).
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.wait_for(label, "field").await;
        let kind = field.prop("type").await.ok().flatten().unwrap_or_default();
        let timely = matches!(kind.as_str(), "date" | "time" | "datetime-local");
        if self.way == Way::Keyboard {
            self.tab_to(&field, label).await;
            if timely {
                let order = self.script(scripts::DATE_ORDER, vec![]).await;
                let order: Vec<String> = serde_json::from_value(order).unwrap_or_default();
                // Whoever was in the field already stands at its end.
                self.keys(Key::Left.value().to_string().repeat(6)).await;
                self.keys(as_typed(text, &order)).await;
            }
        } else if timely {
            // With the mouse a day is picked in the browser's own calendar,
            // which no page can change; what it does to the field is this.
            self.script(scripts::PICK, vec![element(&field), json!(text)]).await;
        } else {
            let _ = field.scroll_into_view().await;
            self.done(field.click().await, label).await;
        }
        if !timely {
            self.control('a').await;
            let nothing = Key::Delete.value().to_string();
            self.keys(if text.is_empty() { nothing } else { text.to_owned() }).await;
        }
        let now = field.prop("value").await.ok().flatten().unwrap_or_default();
        if now.replace("\r\n", "\n") != text {
            self.fail(&format!("«{label}» holds «{now}» after typing «{text}»")).await;
        }
    }

    /// Chooses the option with these words in the list with this label.
    pub async fn choose(&self, label: &str, option: &str) {
        let list = self.wait_for(label, "field").await;
        if self.way == Way::Keyboard {
            self.tab_to(&list, label).await;
            // Typing jumps to the option; the arrows finish the job where
            // several begin alike.
            self.keys(option).await;
            for _ in 0..MOST_TABS {
                if self.chosen(&list).await == option {
                    return;
                }
                self.keys(Key::Down).await;
            }
            self.fail(&format!("«{label}» has no option «{option}»")).await;
        }
        let chosen = match SelectElement::new(&list).await {
            Ok(select) => select.select_by_exact_text(option).await,
            Err(error) => Err(error),
        };
        self.done(chosen, label).await;
    }

    /// Marks a check box, or chooses a radio button, by its label.
    pub async fn tick(&self, label: &str) {
        let field = self.wait_for(label, "field").await;
        if field.is_selected().await.unwrap_or(false) {
            return;
        }
        if self.way == Way::Keyboard {
            self.tab_to(&field, label).await;
            for _ in 0..MOST_TABS {
                if self.script(scripts::HAS_FOCUS, vec![element(&field)]).await == json!(true) {
                    break;
                }
                self.keys(Key::Down).await;
            }
            if !field.is_selected().await.unwrap_or(false) {
                self.keys(" ").await;
            }
        } else {
            // The box itself may be hidden beneath a drawn one; its label is not.
            let _ = field.scroll_into_view().await;
            let clicked = field.click().await;
            if clicked.is_err() {
                self.script("arguments[0].labels[0].click()", vec![element(&field)]).await;
            }
        }
        if !field.is_selected().await.unwrap_or(false) {
            self.fail(&format!("«{label}» stays unmarked")).await;
        }
    }

    /// Presses the button or follows the link with these words, and waits for
    /// the page it leads to.
    pub async fn press(&self, words: &str) {
        let target = self.wait_for(words, "press").await;
        let leads = self.leads(&target).await;
        let page = self.driver.find(By::Tag("html")).await;
        self.activate(target, words).await;
        let Ok(page) = page else { return };
        let patience = match leads {
            Leads::Elsewhere => PATIENCE,
            Leads::Nowhere => return,
            // A short while is enough: what follows waits as well.
            Leads::Perhaps => Duration::from_millis(1500),
        };
        let end = Instant::now() + patience;
        // An element of a page that is gone answers no more.
        while page.tag_name().await.is_ok() {
            if Instant::now() > end {
                if leads == Leads::Elsewhere {
                    self.fail(&format!("«{words}» leads to no other page")).await;
                }
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Leaves by the header, or on a narrow screen by what its bar keeps under «Más».
    pub async fn leave(&self) {
        let more = "return document.querySelector('.menu__more')?.checkVisibility() ?? false";
        if self.script(more, vec![]).await == Value::Bool(true) {
            self.press("Más").await;
        }
        self.press("Salir").await;
    }

    /// Whether pressing this leads to another page.
    async fn leads(&self, target: &WebElement) -> Leads {
        let answer = self.driver.execute(scripts::LEADS, vec![element(target)]).await;
        match answer.as_ref().map(|answer| answer.json().as_str()) {
            Ok(Some("elsewhere")) => Leads::Elsewhere,
            Ok(Some("nowhere")) => Leads::Nowhere,
            _ => Leads::Perhaps,
        }
    }

    /// Presses without waiting for anything.
    async fn activate(&self, target: WebElement, words: &str) {
        if self.way == Way::Keyboard {
            self.tab_to(&target, words).await;
            self.keys(Key::Enter).await;
        } else {
            self.click(target, words).await;
        }
    }

    /// Clicks as a hand would, in the middle of the screen: the bar at its foot covers what is
    /// there. What a page drew anew in between is looked for again; nothing was clicked then.
    async fn click(&self, mut target: WebElement, words: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            let clicked = match target.scroll_into_view().await {
                Ok(()) => target.click().await,
                Err(error) => Err(error),
            };
            match clicked {
                Err(error) if is_stale(&error) && Instant::now() < end => {
                    target = self.wait_for(words, "press").await;
                }
                outcome => return self.done(outcome, words).await,
            }
        }
    }

    /// Presses what downloads a file and waits for it.
    pub async fn download(&self, words: &str) -> PathBuf {
        let before = self.downloaded();
        let target = self.wait_for(words, "press").await;
        self.activate(target, words).await;
        let end = Instant::now() + PATIENCE;
        let mut last = None;
        while Instant::now() < end {
            let new = self.downloaded().into_iter().find(|path| !before.contains(path));
            // A file that is still being written grows.
            let now = new.map(|path| (size(&path), path));
            if let Some((size, path)) = &now
                && *size > 0
                && now == last
            {
                return path.clone();
            }
            last = now;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.fail(&format!("«{words}» downloads nothing")).await
    }

    fn downloaded(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(&self.downloads).into_iter().flatten().flatten();
        files
            .map(|file| file.path())
            .filter(|path| {
                path.extension().is_none_or(|end| end != "crdownload")
                    && path.file_name().is_none_or(|name| !name.to_string_lossy().starts_with('.'))
            })
            .collect()
    }

    /// Hands a file to the field with this label. The system's own dialogue
    /// is nobody's page, so this goes around it in every way.
    pub async fn upload(&self, label: &str, file: &Path) {
        let field = self.wait_for(label, "field").await;
        self.done(field.send_keys(file.display().to_string()).await, label).await;
    }

    /// Sends keys to whatever has the focus.
    pub async fn keys(&self, keys: impl Into<TypingData>) {
        let sent = self.driver.action_chain().send_keys(keys).perform().await;
        self.done(sent, "the keyboard").await;
    }

    async fn control(&self, letter: char) {
        let chain = self.driver.action_chain().key_down(Key::Control).key_down(letter);
        let sent = chain.key_up(letter).key_up(Key::Control).perform().await;
        self.done(sent, "the keyboard").await;
    }

    /// Presses Tab until the focus is on what a screen reader calls `name`.
    pub async fn focus_by_tab(&self, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..MOST_TABS {
            self.keys(Key::Tab).await;
            let (_, here) = self.focus().await;
            if here == name {
                return;
            }
            // Around once: it cannot be reached.
            if passed.len() > 2 && passed.first() == Some(&here) && !here.is_empty() {
                break;
            }
            passed.push(here);
        }
        self.fail(&format!("Tab never reaches «{name}»; it passes {passed:?}")).await;
    }

    /// Role and name of what has the focus, as a screen reader is told them.
    pub async fn focus(&self) -> (String, String) {
        let Ok(active) = self.driver.active_element().await else {
            return Default::default();
        };
        let Ok(object) = active.cdp_remote_object_id().await else {
            return Default::default();
        };
        let tree = self
            .devtools(
                "Accessibility.getPartialAXTree",
                json!({ "objectId": object, "fetchRelatives": false }),
            )
            .await;
        // A space at the edge of a label is said by nobody, and some versions of the browser keep it.
        let word =
            |key: &str| tree["nodes"][0][key]["value"].as_str().unwrap_or("").trim().to_owned();
        (word("role"), word("name"))
    }

    /// Presses Tab until `wanted` (or its radio group) has the focus.
    async fn tab_to(&self, wanted: &WebElement, words: &str) {
        let mut passed: Vec<String> = Vec::new();
        for _ in 0..MOST_TABS {
            if self.script(scripts::FOCUSED, vec![element(wanted)]).await == json!(true) {
                return;
            }
            self.keys(Key::Tab).await;
            let here = self.script(scripts::FOCUS_NAME, vec![]).await;
            passed.push(here.as_str().unwrap_or_default().to_owned());
        }
        passed.truncate(60);
        self.fail(&format!("Tab never reaches «{words}»; it passes {passed:?}")).await;
    }

    async fn chosen(&self, list: &WebElement) -> String {
        let words = self.script(scripts::CHOSEN, vec![element(list)]).await;
        words.as_str().unwrap_or_default().to_owned()
    }

    /// The control (`field`) or the link or button (`press`) with these words.
    async fn wait_for(&self, words: &str, kind: &str) -> WebElement {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let found = self.driver.execute(scripts::FIND, vec![json!(words), json!(kind)]).await;
            if let Ok(Ok(element)) = found.map(|answer| answer.element()) {
                return element;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.fail(&format!("there is no {kind} called «{words}»")).await
    }

    async fn done<T>(&self, outcome: WebDriverResult<T>, words: &str) {
        if let Err(error) = outcome {
            self.fail(&format!("«{words}»: {error}")).await;
        }
    }
}

/// Where something pressed leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leads {
    /// To another page.
    Elsewhere,
    /// Nowhere: a detail that opens, a place on the same page, a form that the browser does not send.
    Nowhere,
    /// Nobody knows beforehand: the page has a script that may decide.
    Perhaps,
}

fn size(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |about| about.len())
}

fn is_stale(error: &WebDriverError) -> bool {
    matches!(error.as_inner(), WebDriverErrorInner::StaleElementReference(_))
}

fn element(element: &WebElement) -> Value {
    element.to_json().expect("an element")
}

/// The keys that write a date or a time part by part, in the `order` the
/// browser's language asks for, with an arrow where it does not move on by
/// itself.
fn as_typed(value: &str, order: &[String]) -> String {
    let (date, time) = match value.split_once('T') {
        Some((date, time)) => (date, time),
        None if value.contains(':') => ("", value),
        None => (value, ""),
    };
    let mut date = date.split('-');
    let (year, month, day) = (date.next(), date.next(), date.next());
    let (hour, minute) = time.split_once(':').unzip();
    let half_days = order.iter().any(|part| part == "dayPeriod");
    let mut keys = String::new();
    for part in order {
        match (part.as_str(), hour.and_then(|hour| hour.parse::<u32>().ok())) {
            // The year's field leaves room for more than four digits.
            ("year", _) => keys.extend(
                year.filter(|year| !year.is_empty())
                    .map(|year| format!("{year}{}", Key::Right.value())),
            ),
            ("month", _) => keys.extend(month),
            ("day", _) => keys.extend(day),
            ("hour", Some(hour)) if half_days => {
                keys.push_str(&format!("{:02}", (hour + 11) % 12 + 1))
            }
            ("hour", Some(hour)) => keys.push_str(&format!("{hour:02}")),
            ("minute", Some(_)) => keys.extend(minute),
            ("dayPeriod", Some(hour)) => keys.push(if hour < 12 { 'a' } else { 'p' }),
            _ => {}
        }
    }
    keys
}
