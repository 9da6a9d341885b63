//! Letters about enrolments (R67): one action each, no document number.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::example::Example;
use platform::texts::say;

use super::entity::enrolment::EnrolmentId;

/// The cohort, as every letter of this capability names it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CohortSummary {
    pub course: String,
    pub cohort: String,
    /// «martes 24 de noviembre de 2026».
    pub starts: String,
    /// «3 sesiones: mié 20 ene y jue 21 ene, de 8:00 a. m. a 12:00 p. m.»; empty without sessions.
    pub sessions: String,
    pub place: String,
    /// Whether it is not yet sure that the course takes place.
    pub is_tentative: bool,
    pub unit: String,
    pub enrolment: EnrolmentId,
    #[serde(skip)]
    pub id: CohortId,
    /// The invitations to the sessions; `None` for a person who has and had no seat.
    #[serde(skip)]
    pub calendar: Option<String>,
}

impl CohortSummary {
    /// Returns the button to the person's own enrolment.
    fn place_button(&self) -> MailAction {
        MailAction::new("Ver mi inscripción", format!("/inscripciones/{}", self.enrolment))
    }

    /// Says to somebody whom the coordination enrolled who did it, and what the letter's link is for.
    pub fn by_coordination(&self) -> String {
        say("enrolment.given_by_coordination", &[("unit", self.unit.clone())])
    }
}

/// A letter about an enrolment: its fields beside [`CohortSummary`], its subject and the address of
/// its button. What follows a `#` leads there and is not printed.
macro_rules! letter {
    (
        $(#[$meta:meta])* $name:ident, $template:literal,
        $subject:literal $(while tentative $tentative:literal)?,
        { $($field:ident : $type:ty),* } $(# { $key:ident })?,
        |$letter:ident| $action:expr $(, $secret:ident)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Serialize, Example)]
        pub struct $name {
            #[serde(flatten)]
            pub about: CohortSummary,
            $(pub $field: $type,)*
            $(#[serde(skip)] pub $key: String,)?
        }

        impl Letter for $name {
            const TEMPLATE: &'static str = $template;
            $(const $secret: bool = true;)?
            fn subject(&self) -> String {
                $(if self.about.is_tentative {
                    return subject($tentative, &self.about.course);
                })?
                subject($subject, &self.about.course)
            }
            fn action(&self) -> Option<MailAction> {
                let $letter = self;
                Some($action)
            }
            fn unit(&self) -> String {
                self.about.unit.clone()
            }
            fn cohort(&self) -> Option<i64> {
                Some(self.about.id.0)
            }
            fn calendar(&self) -> Option<String> {
                self.about.calendar.clone()
            }
        }
    };
}

letter!(
    /// The person has a seat, in a cohort that is confirmed or still waits for it. `given_by` says who
    /// put somebody there who had not asked for it.
    ConfirmationLetter, "emails/enrolment/confirmed",
    "Cupo confirmado" while tentative "Inscripción registrada", { given_by: Option<String> },
    |letter| letter.about.place_button()
);
letter!(
    /// The cohort is full; the person waits. `given_by` as in [`ConfirmationLetter`].
    WaitingListLetter, "emails/enrolment/waiting", "Lista de espera",
    { position: u64, given_by: Option<String> },
    |letter| letter.about.place_button()
);
letter!(
    /// The coordination enrolled somebody who has no account yet: where they were put, by whom, and the link
    /// with which they create their password. `position` is their turn, for those who wait.
    EntryLetter, "emails/enrolment/entry", "Su inscripción",
    { position: Option<u64>, given_by: Option<String>, term: String } # { token },
    |letter| MailAction::new("Crear mi contraseña", format!("/enlace/{}", letter.token)), SECRET
);
letter!(
    /// A seat was freed and is now this person's.
    FreedSeatLetter, "emails/enrolment/freed", "Se liberó un cupo para usted", {},
    |letter| letter.about.place_button()
);
letter!(
    /// A seat is offered: it waits for an answer, which the letter's link gives without a password.
    SeatOfferLetter, "emails/enrolment/offered", "Hay un cupo para usted",
    // «24 de noviembre de 2026, 8:00 a. m.».
    { until: String } # { token },
    |letter| answer(&letter.token), SECRET
);
letter!(
    /// The person's entity puts them forward: a seat waits for their answer, without a password.
    NominationLetter, "emails/enrolment/nominated", "Su entidad lo postuló",
    { until: String, entity: String } # { token },
    |letter| answer(&letter.token), SECRET
);
letter!(
    /// The offer ran out, and the seat was offered to another person. `code` is the cohort's public
    /// one.
    LapsedOfferLetter, "emails/enrolment/lapsed", "Venció el plazo de su cupo", {} # { code },
    |letter| MailAction::new("Ver el curso", format!("/oferta/{}", letter.code))
);
letter!(
    /// The enrolment was withdrawn.
    WithdrawalLetter, "emails/enrolment/withdrawn", "Retiro registrado",
    { by_coordination: bool, leaves_calendar: bool },
    |letter| letter.about.place_button()
);

/// Somebody typed this mail to register: the link proves that it is theirs. It says nothing of who may
/// be known already (R77).
#[derive(Clone, Debug, Serialize, Example)]
pub struct RegistrationLetter {
    pub course: String,
    pub cohort: String,
    /// «martes 24 de noviembre de 2026».
    pub starts: String,
    pub place: String,
    /// «24 de noviembre de 2026, 8:00 a. m.».
    pub until: String,
    #[example(true)]
    pub holds_seat: bool,
    pub unit: String,
    #[serde(skip)]
    pub id: CohortId,
    #[serde(skip)]
    pub token: String,
}

impl Letter for RegistrationLetter {
    const TEMPLATE: &'static str = "emails/enrolment/registration";
    const SECRET: bool = true;

    fn subject(&self) -> String {
        subject("Confirme su correo para inscribirse", &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        let address = format!("/registro/{}", self.token);
        Some(MailAction::new("Confirmar mi correo", address))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

/// Returns the button that answers for a seat: the person with the letter needs no password.
fn answer(token: &str) -> MailAction {
    MailAction::new("Aceptar o dejar el cupo", format!("/cupo/{token}"))
}

pub fn letter_samples() -> Vec<LetterSample> {
    let mut all = samples_of::<ConfirmationLetter>();
    all.extend(samples_of::<EntryLetter>());
    all.extend(samples_of::<WaitingListLetter>());
    all.extend(samples_of::<FreedSeatLetter>());
    all.extend(samples_of::<WithdrawalLetter>());
    all.extend(samples_of::<SeatOfferLetter>());
    all.extend(samples_of::<LapsedOfferLetter>());
    all.extend(samples_of::<NominationLetter>());
    all.extend(samples_of::<RegistrationLetter>());
    all
}
