//! Every mark of a session.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::example::Example;
use platform::pager::Pager;
use platform::pages::{Crumb, View};

#[derive(Debug, Serialize, Example)]
pub struct ChangesPage {
    pub heading: String,
    pub when: String,
    pub cohort_title: String,
    pub cohort_href: String,
    pub roll_href: String,
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
        cohort_crumbs(&self.cohort_title, &self.cohort_href, &self.heading)
    }
}
