//! The page of priorities.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use super::queries::RankOverride;

#[derive(Debug, Serialize, Example)]
pub struct PrioritiesPage {
    pub form: FormState,
    pub departments: Vec<Alternative>,
    pub capacities: Vec<Alternative>,
    /// Code of the one that was chosen, if one.
    pub capacity: String,
    pub weights: Vec<WeightField>,
    /// Criteria of which nothing is known of anybody.
    pub left_out: Vec<&'static str>,
    /// Criteria by which all municipalities of the list are alike.
    pub alike: Vec<&'static str>,
    /// What the weights add up to.
    pub total: i32,
    pub rows: Vec<PriorityRow>,
    pub pager: Pager,
    pub has_demo: bool,
    /// Whether a cohort may be built for the chosen ones.
    pub may_build: bool,
}

#[derive(Debug, Serialize, Example)]
pub struct WeightField {
    pub name: &'static str,
    pub label: &'static str,
    pub how: &'static str,
}

#[derive(Debug, Serialize, Example)]
pub struct PriorityRow {
    pub place: String,
    pub code: String,
    pub name: String,
    pub department: String,
    pub score: String,
    pub missing: String,
    pub account: Vec<String>,
    pub is_demo: bool,
    /// Somebody put it elsewhere than its score.
    pub moved: Option<RankOverride>,
    /// Where that is done, for who may.
    pub move_href: Option<String>,
}

/// Changing the place of a municipality for a capacity.
#[derive(Debug, Serialize, Example)]
pub struct RankPage {
    pub form: FormState,
    pub code: String,
    pub name: String,
    pub capacity: String,
    /// Which capacity the page is about.
    pub choice: FormState,
    pub capacities: Vec<Alternative>,
    pub capacity_code: String,
    pub ways: Vec<Alternative>,
    /// A change stands: it is withdrawn before another is made.
    pub stands: bool,
    pub rows: Vec<RankOverride>,
    pub back: String,
}

impl View for RankPage {
    const TEMPLATE: &'static str = "pages/reports/rank";
    fn title(&self) -> String {
        format!("Cambiar el puesto de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Prioridades", self.back.clone()),
            Crumb::here(self.name.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

impl View for PrioritiesPage {
    const TEMPLATE: &'static str = "pages/reports/priorities";
    fn title(&self) -> String {
        "Prioridades".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Informes", "/informes"),
            Crumb::here("Prioridades"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<PrioritiesPage>().into_iter().chain(samples_of::<RankPage>()).collect()
}
