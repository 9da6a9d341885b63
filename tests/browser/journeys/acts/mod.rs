//! What people do often, in acts that are counted: each journey falls short where it takes more of them
//! than is promised, and says how many it took when somebody first did it.

mod arrival;
mod cohort;
mod day;
mod list;

use std::cell::Cell;
use std::path::Path;

use crate::support::browser::Browser;
use crate::support::figures::figure;

/// A person's hand at a browser. An act is something pressed, chosen or marked, a field that is filled, or
/// a file that is handed over; reading and scrolling are none.
pub struct Hand<'b> {
    browser: &'b Browser,
    acts: Cell<u32>,
}

impl<'b> Hand<'b> {
    pub fn at(browser: &'b Browser) -> Self {
        Self { browser, acts: Cell::new(0) }
    }

    pub async fn press(&self, words: &str) {
        self.count();
        self.browser.press(words).await;
    }

    pub async fn fill(&self, label: &str, text: &str) {
        self.count();
        self.browser.fill(label, text).await;
    }

    pub async fn choose(&self, label: &str, option: &str) {
        self.count();
        self.browser.choose(label, option).await;
    }

    pub async fn tick(&self, label: &str) {
        self.count();
        self.browser.tick(label).await;
    }

    pub async fn upload(&self, label: &str, file: &Path) {
        self.count();
        self.browser.upload(label, file).await;
    }

    fn count(&self) {
        self.acts.set(self.acts.get() + 1);
    }

    pub fn acts(&self) -> u32 {
        self.acts.get()
    }

    /// Records how many acts a task took, and stops the test where they are more than `most`.
    pub fn expect_at_most(&self, most: u32, id: &str, task: &str) {
        let acts = self.acts();
        figure(id, acts, "acts", acts <= most, &format!("{task}; at most {most}"));
        assert!(acts <= most, "{task}: {acts} acts, and at most {most} are promised");
    }
}
