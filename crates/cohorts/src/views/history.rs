//! What happened to a cohort.

use platform::pages::Moment;
use platform::prelude::*;

use super::cohort_crumbs;
use crate::place::CohortTab;

#[derive(Clone, Debug, Serialize, Example)]
pub struct CohortHistoryPage {
    pub title: String,
    pub cohort_href: String,
    /// The newest first.
    pub events: Vec<Moment>,
    pub pager: Pager,
}

impl View for CohortHistoryPage {
    const TEMPLATE: &'static str = "pages/cohorts/history";
    fn title(&self) -> String {
        format!("{}: {}", CohortTab::History.label(), self.title)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, CohortTab::History.label())
    }
}
