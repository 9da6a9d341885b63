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
    /// What forbids closing; hides the button.
    pub obstacles: Vec<Signpost>,
    pub figures: Vec<Figure>,
    /// With what it may be closed.
    pub gaps: Vec<Signpost>,
    /// The form asks why, and somebody else closes it.
    pub asks_reason: bool,
    /// Where the sessions add up to less than the course asks for.
    pub short: Option<ShortClosingNote>,
}

/// What closing a cohort with too few hours asks of two people (R83).
#[derive(Serialize, Example)]
pub struct ShortClosingNote {
    /// The minutes taught: the form sends them back.
    pub minutes: i64,
    /// «16,5»: the hours taught.
    pub taught: String,
    pub hours: i32,
    /// Percent of them that the course asks for.
    pub share: i32,
    /// What the certificates will say.
    pub certified: i32,
    /// Who asked for it and when, and why. `None` means that nobody did.
    pub asked: Option<AskedClosing>,
}

#[derive(Serialize, Example)]
pub struct AskedClosing {
    pub who: String,
    pub when: String,
    /// «20,0»: the hours on which it was asked.
    pub taught: String,
    /// They are the hours taught still; where they are others it is asked anew.
    pub is_current: bool,
    pub reason: String,
    /// Whether the reader asked, so that somebody else confirms it.
    pub is_own: bool,
}

impl ShortClosingNote {
    /// Whether the reader confirms what somebody else asked.
    pub fn is_confirmed_here(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.is_current && !asked.is_own)
    }
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
