//! The page of a batch: how far it is, and for whom nothing was issued.

use cohorts_model::entity::cohort::CohortId;
use platform::prelude::*;

use super::queries::RefusedRow;
use crate::views::certificate_crumbs;

#[derive(Serialize, Example)]
pub struct BatchPage {
    pub cohort: CohortId,
    pub cohort_name: String,
    pub course: String,
    /// «La pidió Lucía Quiñones el 25 de noviembre de 2026, 10:00 a. m.»
    pub asked: String,
    /// Whether people still wait: then the page reloads by itself.
    pub running: bool,
    pub percent: usize,
    /// «12 de 40 personas».
    pub reached: String,
    /// What came of it, when it is over.
    pub conclusion: Option<String>,
    pub figures: Vec<Figure>,
    pub rows: Vec<RefusedRow>,
    pub pager: Pager,
}

impl View for BatchPage {
    const TEMPLATE: &'static str = "pages/certification/batch";
    fn title(&self) -> String {
        if self.running {
            format!("Expidiendo certificados de {}", self.cohort_name)
        } else {
            format!("Expedición de certificados de {}", self.cohort_name)
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        certificate_crumbs(self.cohort, &self.cohort_name, "Expedición")
    }
}
