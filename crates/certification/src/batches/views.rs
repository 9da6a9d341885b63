//! The page of a batch: how far it is, and for whom nothing was issued.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use platform::example::Example;
use platform::pager::Pager;
use platform::pages::{Crumb, Figure, View};

#[derive(Serialize, Example)]
pub struct BatchPage {
    pub cohort: CohortId,
    pub cohort_name: String,
    pub course: String,
    /// «La pidió Lucía Quiñones el 25/11/2026, 10:00 a. m.»
    pub asked: String,
    /// Whether people still wait: then the page reloads by itself.
    pub running: bool,
    pub percent: usize,
    /// «12 de 40 personas».
    pub reached: String,
    /// What came of it, when it is over.
    pub conclusion: Option<String>,
    pub figures: Vec<Figure>,
    pub rows: Vec<BatchRefusalRow>,
    pub pager: Pager,
}

/// A person for whom nothing was issued, with the reason.
#[derive(Serialize, Example)]
pub struct BatchRefusalRow {
    pub name: String,
    pub why: String,
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
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(&self.cohort_name, format!("/cohortes/{}", self.cohort)),
            Crumb::to("Certificados", format!("/cohortes/{}/certificados", self.cohort)),
            Crumb::here("Expedición"),
        ]
    }
}
