//! Every mark of a session.

use platform::prelude::*;

use super::SessionHead;

#[derive(Debug, Serialize, Example)]
pub struct ChangesPage {
    pub heading: String,
    pub when: String,
    pub head: SessionHead,
    pub rows: Vec<MarkChangeRow>,
    pub pager: Pager,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct MarkChangeRow {
    pub when: String,
    pub person: String,
    pub from: &'static str,
    pub to: &'static str,
    pub minutes: Option<String>,
    pub how: &'static str,
    pub after_closing: bool,
    pub who: String,
    pub why: String,
}

impl View for ChangesPage {
    const TEMPLATE: &'static str = "pages/attendance/changes";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs(&self.heading)
    }
}
