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
    /// What a good password is.
    pub password_hint: String,
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
