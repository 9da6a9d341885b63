//! Pages on which people answer: the ticket, the ballot, the follow-up, and the page of an address that
//! leads nowhere any more.

use platform::prelude::*;

use super::QuestionView;

/// Where a learner exchanges their ticket for a ballot.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SurveyTicketPage {
    pub form: FormState,
    pub title: String,
    pub place_href: String,
    /// Where things stand, in a sentence.
    pub says: String,
    /// The button to a ballot.
    pub action: Option<String>,
    /// The way back to the ballot that this browser took.
    pub ballot: Option<String>,
    pub until: Option<String>,
}

impl View for SurveyTicketPage {
    const TEMPLATE: &'static str = "pages/surveys/own";
    fn title(&self) -> String {
        "Encuesta de satisfacción".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mis inscripciones", "/mis-inscripciones"),
            Crumb::to(&self.title, &self.place_href),
            Crumb::here("Encuesta"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// The ballot.
#[derive(Clone, Debug, Serialize, Example)]
pub struct BallotPage {
    pub form: FormState,
    pub title: String,
    pub intro: String,
    pub until: String,
    pub action: String,
    pub questions: Vec<QuestionView>,
    /// Somebody is signed in: their name stands above.
    pub is_signed_in: bool,
}

impl View for BallotPage {
    const TEMPLATE: &'static str = "pages/surveys/ballot";
    fn title(&self) -> String {
        "Encuesta de satisfacción".into()
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// An address that leads nowhere any more, and why.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SurveyGonePage {
    pub heading: &'static str,
    pub says: String,
}

impl View for SurveyGonePage {
    const TEMPLATE: &'static str = "pages/surveys/gone";
    fn title(&self) -> String {
        self.heading.into()
    }
}

/// A follow-up, for whoever has the address of its letter.
#[derive(Clone, Debug, Serialize, Example)]
pub struct FollowUpPage {
    pub form: FormState,
    pub heading: &'static str,
    pub title: String,
    /// Of whom it speaks.
    pub person: String,
    pub is_supervisor: bool,
    pub work: Option<String>,
    pub intro: String,
    pub until: String,
    pub action: String,
    pub questions: Vec<QuestionView>,
    pub asks_supervisor: bool,
}

impl View for FollowUpPage {
    const TEMPLATE: &'static str = "pages/surveys/follow";
    fn title(&self) -> String {
        self.heading.into()
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
