//! Asking for a place: registering, confirming one's data, and being told that it is late.

use platform::numbers::some;
use platform::prelude::*;

use super::{DataNotice, EnrolmentHead};

fn crumbs(head: &EnrolmentHead) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cursos abiertos", "/oferta"),
        Crumb::to(head.course.clone(), head.public_path()),
        Crumb::here("Inscripción"),
    ]
}

/// «Quedan 12 cupos» or what happens when there is none.
pub fn seats_line(free: u64, waiting: u64) -> String {
    match free {
        0 => format!(
            "Los cupos están completos: quedará en la lista de espera, en el puesto {}.",
            waiting + 1
        ),
        1 => "Queda 1 cupo.".to_owned(),
        _ => format!("Quedan {}.", some(free, "cupo", "cupos")),
    }
}

#[derive(Serialize, Example)]
pub struct RegistrationPage {
    pub head: EnrolmentHead,
    /// What the course asks of whoever takes part.
    pub requirements: Vec<String>,
    pub seats: String,
    pub form: FormState,
    pub document_types: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
    pub entities: Vec<Alternative>,
    pub kinds: Vec<Alternative>,
    pub notice: DataNotice,
}

impl View for RegistrationPage {
    const TEMPLATE: &'static str = "pages/enrolment/registration";
    fn title(&self) -> String {
        format!("Inscribirse en {}", self.head.course)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head)
    }
}

/// The form arrived; what follows is in the letter. It says the same to everybody (R77).
#[derive(Serialize, Example)]
pub struct RegistrationSentPage {
    pub head: EnrolmentHead,
    pub email: String,
}

impl View for RegistrationSentPage {
    const TEMPLATE: &'static str = "pages/enrolment/registration_sent";
    fn title(&self) -> String {
        "Revise su correo".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head)
    }
}

/// What the link of a registration opens.
#[derive(Serialize, Example)]
pub struct ProofPage {
    pub head: Option<EnrolmentHead>,
    /// The link works and the cohort takes people.
    #[example(true)]
    pub is_open: bool,
    pub facts: Vec<Fact>,
    /// Following it opens an account.
    #[example(true)]
    pub asks_password: bool,
    /// The person signs in with an account that they have.
    pub has_account: bool,
    /// The mail of the account, so that password managers know what they store.
    pub email: String,
    /// What a good password is.
    pub hint: String,
    pub token: String,
    pub form: FormState,
    /// Why nothing can be done with the link, where that is so.
    pub text: String,
}

impl ProofPage {
    /// Nothing can be done with the link, and why.
    pub fn closed(head: Option<EnrolmentHead>, text: String) -> Self {
        Self {
            head,
            is_open: false,
            facts: Vec::new(),
            asks_password: false,
            has_account: false,
            email: String::new(),
            hint: String::new(),
            token: String::new(),
            form: FormState::default(),
            text,
        }
    }
}

impl View for ProofPage {
    const TEMPLATE: &'static str = "pages/enrolment/proof";
    fn title(&self) -> String {
        "Confirme su inscripción".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Confirmar la inscripción")]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

#[derive(Serialize, Example)]
pub struct EnrolmentRequestPage {
    pub head: EnrolmentHead,
    /// What the course asks of whoever takes part.
    pub requirements: Vec<String>,
    pub seats: String,
    pub form: FormState,
    /// What is known of the person.
    pub facts: Vec<Fact>,
    /// Posts to choose from, when there are several.
    pub posts: Vec<Alternative>,
    /// Municipalities to choose from, when the person holds no post.
    pub municipalities: Vec<Alternative>,
    pub notice: DataNotice,
}

impl View for EnrolmentRequestPage {
    const TEMPLATE: &'static str = "pages/enrolment/ask";
    fn title(&self) -> String {
        format!("Inscribirse en {}", self.head.course)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head)
    }
}

/// The door is shut, and why.
#[derive(Serialize, Example)]
pub struct ClosedEnrolmentPage {
    pub head: EnrolmentHead,
    pub reason: String,
}

impl View for ClosedEnrolmentPage {
    const TEMPLATE: &'static str = "pages/enrolment/closed";
    fn title(&self) -> String {
        "Las inscripciones no están abiertas".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head)
    }
}
