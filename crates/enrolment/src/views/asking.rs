//! Asking for a place: registering, confirming one's data, and being told that it is late.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::numbers::some;
use platform::pages::{Crumb, Fact, View};
use sign_in_model::passwords;

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

#[derive(Serialize)]
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
    fn samples() -> Vec<Self> {
        let sample = |form, many: bool| Self {
            head: EnrolmentHead::sample(),
            requirements: vec!["Es para servidores públicos.".into()],
            seats: seats_line(if many { 12 } else { 0 }, 3),
            form,
            document_types: crate::forms::document_types(),
            municipalities: vec![Alternative::new("50325", "Mapiripán (Meta)")],
            entities: if many {
                vec![Alternative::new(3, "Alcaldía de Mapiripán").within("Mapiripán (Meta)")]
            } else {
                Vec::new()
            },
            kinds: crate::forms::kinds(),
            password_hint: passwords::hint(),
            notice: DataNotice::today(),
        };
        let typed = FormState::default()
            .with("documento", "12")
            .refused("documento", "Revise el número del documento.");
        vec![sample(FormState::default(), false), sample(typed, true)]
    }
}

#[derive(Serialize)]
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
    fn samples() -> Vec<Self> {
        let sample = |posts, municipalities| Self {
            head: EnrolmentHead::sample(),
            requirements: vec!["Es para servidores públicos.".into()],
            seats: seats_line(1, 0),
            form: FormState::default(),
            facts: vec![Fact::new("Nombre", "Luz Marcela Guayacán")],
            posts,
            municipalities,
            notice: DataNotice::today(),
        };
        vec![
            sample(Vec::new(), Vec::new()),
            sample(vec![Alternative::new(1, "Tesorera, Alcaldía de Mapiripán")], Vec::new()),
            sample(Vec::new(), vec![Alternative::new("50325", "Mapiripán (Meta)")]),
        ]
    }
}

/// The door is shut, and why.
#[derive(Serialize)]
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
    fn samples() -> Vec<Self> {
        vec![Self { head: EnrolmentHead::sample(), reason: "Este curso se canceló.".into() }]
    }
}
