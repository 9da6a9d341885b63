//! The last look before a cohort is closed.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::views::cohort_crumbs;
use platform::prelude::*;

#[derive(Serialize, Example)]
pub struct ClosingPage {
    pub form: FormState,
    pub cohort: CohortId,
    pub name: String,
    pub course: String,
    /// Why it cannot be closed yet; hides the button.
    pub blocked: Option<String>,
    pub figures: Vec<Figure>,
    pub gaps: Vec<Signpost>,
}

/// A sentence, and the page that it leads to.
#[derive(Serialize, Example)]
pub struct Signpost {
    pub text: String,
    pub action: &'static str,
    pub href: String,
}

impl Signpost {
    pub fn new(text: String, action: &'static str, href: String) -> Self {
        Self { text, action, href }
    }
}

impl View for ClosingPage {
    const TEMPLATE: &'static str = "pages/certification/closing";
    fn title(&self) -> String {
        format!("Cerrar la cohorte {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.name, &format!("/cohortes/{}", self.cohort), "Cerrar")
    }
}
