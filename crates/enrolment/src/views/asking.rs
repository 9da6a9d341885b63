//! Asking for a place: registering, confirming one's data, and being told that it is late.

use platform::numbers::some;
use platform::prelude::*;
use platform::texts::say;

use super::{DataNotice, EnrolmentHead};
use crate::queries::SeatForecast;
use crate::seating::WaitingListLength;

fn crumbs(head: &EnrolmentHead) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cursos abiertos", "/oferta"),
        Crumb::to(head.course.clone(), head.public_path()),
        Crumb::here("Inscripción"),
    ]
}

/// «Quedan 12 cupos» or what happens when there is none that anybody may take, to somebody of whom no
/// post is known; `open` of the free seats are kept for nobody.
pub fn seats_line(free: u64, open: u64, waiting: WaitingListLength) -> String {
    if open > 0 {
        return free_line(free);
    }
    let (mut others, mut career) = (waiting, waiting);
    let (turn, first) = (others.join(false), career.join(true));
    let ahead =
        (first != turn).then(|| say("enrolment.seats_turn_career", &[("turn", first.to_string())]));
    [turn_line(free, turn)].into_iter().chain(ahead).collect::<Vec<_>>().join(" ")
}

fn free_line(free: u64) -> String {
    match free {
        1 => say("enrolment.seats_one", &[]),
        _ => say("enrolment.seats_some", &[("seats", some(free, "cupo", "cupos"))]),
    }
}

/// The same to somebody whose turn is known, with its reason.
pub fn own_seat_line(forecast: SeatForecast, is_carrera: bool) -> String {
    let Some(turn) = forecast.turn else { return free_line(forecast.free) };
    let career = is_carrera.then(|| say("enrolment.seats_own_career", &[]));
    [turn_line(forecast.free, turn)].into_iter().chain(career).collect::<Vec<_>>().join(" ")
}

fn turn_line(free: u64, turn: u64) -> String {
    let code = match free {
        0 => "enrolment.seats_turn",
        _ => "enrolment.seats_turn_kept",
    };
    say(code, &[("turn", turn.to_string())])
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
    /// What gives pause and the person has to say that they know.
    pub cautions: Vec<String>,
    pub entities: Vec<Alternative>,
    /// The kinds of entity, where the name that was typed does not say its own.
    pub entity_kinds: Vec<Alternative>,
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
    /// What gives pause and the person has to say that they know.
    pub cautions: Vec<String>,
    /// Municipalities to choose from, when the person holds no post.
    pub municipalities: Vec<Alternative>,
    /// The person has yet to authorise the processing of their data, as of today's version.
    #[example(true)]
    pub asks_consent: bool,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_the_turn_of_each_and_when_free_seats_are_kept() {
        let none = WaitingListLength::default();
        assert_eq!(seats_line(1, 1, none), "Queda 1 cupo.");
        assert_eq!(seats_line(12, 3, none), "Quedan 12 cupos.");
        let full = seats_line(0, 0, none);
        assert!(full.ends_with("en el puesto 1."), "{full}");
        let three = WaitingListLength { all: 3, carrera: 1 };
        let full = seats_line(0, 0, three);
        assert!(full.contains("en el puesto 4.") && full.ends_with("en el puesto 2."), "{full}");
        assert!(seats_line(2, 0, three).starts_with("Los cupos que quedan están reservados"));
    }

    #[test]
    fn somebody_who_is_known_reads_their_own_turn_and_why() {
        let turn = |free, turn| SeatForecast { free, turn };
        assert_eq!(own_seat_line(turn(1, None), true), "Queda 1 cupo.");
        assert!(own_seat_line(turn(0, Some(2)), false).ends_with("en el puesto 2."));
        assert!(own_seat_line(turn(0, Some(1)), true).contains("carrera administrativa"));
    }
}
