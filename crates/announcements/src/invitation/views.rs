//! The page that says whom a call reaches before it is sent.

use cohorts_model::views::cohort_crumbs;
use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use super::queries::FocalPoint;
use crate::group_text::GroupText;
use crate::preview::LetterPreview;

#[derive(Serialize, Example)]
pub struct InvitationPage {
    pub form: FormState,
    pub cohort: String,
    pub course: String,
    pub back: String,
    pub action: String,
    /// Those who would be written to.
    pub points: Vec<FocalPoint>,
    /// What the first of them would read. `None` means that nobody would be written to.
    pub letter: Option<LetterPreview>,
    /// The same for a group, while the cohort takes people.
    pub group: Option<GroupText>,
    /// Municipalities of the cohort without a focal point.
    pub without: Vec<String>,
    /// «3 correos saldrán ahora…», or that all of them were called today.
    pub consequence: String,
    /// «Enviar a 3 enlaces».
    pub button: Option<String>,
    /// Why it cannot be sent at this stage.
    pub closed: Option<String>,
}

impl View for InvitationPage {
    const TEMPLATE: &'static str = "pages/announcements/call";
    fn title(&self) -> String {
        "Convocar".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.back, "Convocar")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<InvitationPage>()
}
