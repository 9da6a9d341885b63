//! Answering an offer, from one's own page or by the link of the letter without a password; and saying
//! that a place which others gave is one's own.

use platform::prelude::*;

use super::{DataNotice, EnrolmentHead};

/// The question itself.
#[derive(Serialize, Example)]
pub struct OfferForm {
    /// «24 de noviembre de 2026, 8:00 a. m.».
    pub until: String,
    pub action: String,
    /// Whether the person has yet to authorise the processing of their data.
    #[example(true)]
    pub asks_consent: bool,
    /// Who answers is not the person: the coordination, told by telephone.
    pub by_coordination: bool,
    /// Something gives pause that was not so when the place was given: the person says that they know.
    pub asks_tick: bool,
    /// The coordination says why the person takes the seat all the same.
    pub excepts: bool,
    pub form: FormState,
    pub notice: DataNotice,
}

/// The question to somebody whom others enrolled, on their own page.
#[derive(Serialize, Example)]
pub struct AcceptanceForm {
    pub action: String,
    /// The person has not said yet that the place is theirs.
    pub is_unaccepted: bool,
    /// Their data came with a list, and they have yet to authorise it for themselves.
    pub asks_consent: bool,
    pub form: FormState,
    pub notice: DataNotice,
}

/// What the letter's link opens.
#[derive(Serialize, Example)]
pub struct OfferLinkPage {
    pub head: Option<EnrolmentHead>,
    pub facts: Vec<Fact>,
    /// While it can be answered.
    pub offer: Option<OfferForm>,
    /// The answer was no.
    pub is_declined: bool,
    /// Otherwise what became of it, and where to go on.
    pub title: &'static str,
    pub text: String,
    pub href: String,
    pub action: &'static str,
}

impl OfferLinkPage {
    /// The link opens nothing any more, or never did.
    pub fn gone(head: Option<EnrolmentHead>) -> Self {
        Self {
            facts: Vec::new(),
            offer: None,
            is_declined: false,
            title: "Este enlace ya no sirve",
            text: "El plazo para responder venció o el cupo ya se respondió. Si todavía quiere participar, inscríbase de nuevo mientras las inscripciones estén abiertas.".to_owned(),
            href: head.as_ref().map_or_else(|| "/oferta".to_owned(), EnrolmentHead::public_path),
            action: if head.is_some() { "Ver el curso" } else { "Ver los cursos abiertos" },
            head,
        }
    }

    /// The seat was left, which is no failure.
    pub fn declined(head: EnrolmentHead) -> Self {
        Self { is_declined: true, title: "El cupo quedó libre", ..Self::gone(Some(head)) }
    }
}

impl View for OfferLinkPage {
    const TEMPLATE: &'static str = "pages/enrolment/link";
    fn title(&self) -> String {
        self.title.to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Responder a un cupo")]
    }
    fn has_errors(&self) -> bool {
        self.offer.as_ref().is_some_and(|offer| offer.form.has_errors())
    }
}
