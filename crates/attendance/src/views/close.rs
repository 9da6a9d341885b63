//! The page that asks before a session's list is finished.

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::prelude::*;

use super::{SessionHead, state_choices};

#[derive(Debug, Serialize, Example)]
pub struct ClosePage {
    pub form: FormState,
    pub position: i32,
    pub head: SessionHead,
    /// How many people are present, late, absent, …
    pub figures: Vec<Figure>,
    /// The session is not over, in a sentence.
    pub early: Option<String>,
    /// What of this session waits for a decision, in a sentence.
    pub waits: Option<String>,
    /// «2 personas no tienen registro».
    pub count_text: Option<String>,
    pub people: Vec<CloseRow>,
    /// The states, and none.
    pub choices: Vec<Alternative>,
    /// The enrolments of these people: what is answered is what was read.
    pub acknowledged: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct CloseRow {
    pub id: EnrolmentId,
    pub name: String,
}

/// The answers that the page offers for a person without a mark.
pub fn closing_choices() -> Vec<Alternative> {
    let mut choices = state_choices();
    choices.push(Alternative::new("sin_registro", "Sin registro"));
    choices
}

impl View for ClosePage {
    const TEMPLATE: &'static str = "pages/attendance/close";
    fn title(&self) -> String {
        format!("Terminar la lista de la sesión {}", self.position)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs(&self.title())
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
