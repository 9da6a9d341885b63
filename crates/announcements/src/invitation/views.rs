//! The page that says whom a call reaches before it is sent.

use serde::Serialize;

use platform::example::Example;
use platform::fields::FormState;
use platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Serialize, Example)]
pub struct InvitationPage {
    pub form: FormState,
    pub cohort: String,
    pub course: String,
    pub back: String,
    pub action: String,
    pub points: Vec<FocalPointRow>,
    /// Municipalities of the cohort without a focal point.
    pub without: Vec<String>,
    /// «Enviar a 3 enlaces».
    pub button: String,
    /// Why it cannot be sent at this stage.
    pub closed: Option<String>,
}

/// Somebody who would be written to.
#[derive(Serialize, Example)]
pub struct FocalPointRow {
    pub municipality: String,
    pub entity: String,
    pub name: String,
}

impl View for InvitationPage {
    const TEMPLATE: &'static str = "pages/announcements/call";
    fn title(&self) -> String {
        "Convocar".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(&self.cohort, &self.back),
            Crumb::here("Convocar"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<InvitationPage>()
}
