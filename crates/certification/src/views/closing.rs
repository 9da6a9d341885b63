//! The last look before a cohort is closed.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use platform::example::Example;
use platform::fields::FormState;
use platform::pages::{Crumb, Figure, View};

#[derive(Serialize, Example)]
pub struct ClosingPage {
    pub form: FormState,
    pub cohort: CohortId,
    pub name: String,
    pub course: String,
    /// Why it cannot be closed yet; hides the button.
    pub blocked: Option<String>,
    pub figures: Vec<Figure>,
    pub gaps: Vec<ClosingGap>,
}

/// Something missing, and the page where it is mended.
#[derive(Serialize, Example)]
pub struct ClosingGap {
    pub text: String,
    pub action: &'static str,
    pub href: String,
}

impl ClosingGap {
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
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(&self.name, format!("/cohortes/{}", self.cohort)),
            Crumb::here("Cerrar"),
        ]
    }
}
