//! Mails about places (R67): one action each, no document number.

use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};

use super::entity::enrolment::EnrolmentId;

/// What every letter of this capability says about the cohort.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    pub course: String,
    pub cohort: String,
    /// «martes 24 de noviembre de 2026».
    pub starts: String,
    pub place: String,
    pub unit: String,
    pub enrolment: EnrolmentId,
    /// The sessions, for who has a place.
    #[serde(skip)]
    pub calendar: Option<String>,
}

impl About {
    fn sample() -> Self {
        Self {
            course: "Gestión presupuestal territorial".into(),
            cohort: "Meta 2026-2".into(),
            starts: "martes 24 de noviembre de 2026".into(),
            place: "Casa de la cultura, Puerto Lleras".into(),
            unit: "Dirección territorial Meta".into(),
            enrolment: EnrolmentId(7),
            calendar: None,
        }
    }

    /// The button to the person's own place.
    fn place_button(&self) -> MailAction {
        MailAction::new("Ver mi inscripción", format!("/inscripciones/{}", self.enrolment))
    }
}

/// A letter about a place: its data beside [`About`], what it is called and where its button
/// leads. What follows a `#` leads there and is not printed.
macro_rules! letter {
    (
        $(#[$meta:meta])* $name:ident, $template:literal, $subject:literal,
        { $($field:ident : $type:ty = $sample:expr),* } $(# { $key:ident = $code:expr })?,
        |$letter:ident| $action:expr $(, $secret:ident)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Serialize)]
        pub struct $name {
            #[serde(flatten)]
            pub about: About,
            $(pub $field: $type,)*
            $(#[serde(skip)] pub $key: String,)?
        }

        impl Letter for $name {
            const TEMPLATE: &'static str = $template;
            $(const $secret: bool = true;)?
            fn subject(&self) -> String {
                subject($subject, &self.about.course)
            }
            fn action(&self) -> Option<MailAction> {
                let $letter = self;
                Some($action)
            }
            fn unit(&self) -> String {
                self.about.unit.clone()
            }
            fn calendar(&self) -> Option<String> {
                self.about.calendar.clone()
            }
            fn samples() -> Vec<Self> {
                vec![Self {
                    about: About::sample(),
                    $($field: $sample,)*
                    $($key: $code.to_owned(),)?
                }]
            }
        }
    };
}

letter!(
    /// The place is confirmed.
    Confirmed, "emails/enrolment/confirmed", "Cupo confirmado", {},
    |letter| letter.about.place_button()
);
letter!(
    /// The cohort is full; the person waits.
    Waiting, "emails/enrolment/waiting", "Lista de espera", { position: u64 = 3 },
    |letter| letter.about.place_button()
);
letter!(
    /// A seat was freed and is now this person's.
    Freed, "emails/enrolment/freed", "Se liberó un cupo para usted", {},
    |letter| letter.about.place_button()
);
letter!(
    /// A seat is offered: it waits for an answer, which the letter's link gives without a password.
    Offered, "emails/enrolment/offered", "Hay un cupo para usted",
    // «24/11/2026, 8:00 a. m.».
    { until: String = "22/11/2026, 10:00 a. m.".into() } # { token = SAMPLE_TOKEN },
    |letter| answer(&letter.token), SECRET
);
letter!(
    /// The person's entity puts them forward: a seat waits for their answer, without a password.
    Nominated, "emails/enrolment/nominated", "Su entidad lo postuló",
    { until: String = "25/11/2026, 10:00 a. m.".into(), entity: String = "Alcaldía de Mapiripán".into() }
    # { token = SAMPLE_TOKEN },
    |letter| answer(&letter.token), SECRET
);
letter!(
    /// Nobody answered: the seat was offered to somebody else. `code` is the cohort's public one.
    Lapsed, "emails/enrolment/lapsed", "Venció el plazo de su cupo", {} # { code = "ABC" },
    |letter| MailAction::new("Ver el curso", format!("/oferta/{}", letter.code))
);
letter!(
    /// The place was given back.
    Withdrawn, "emails/enrolment/withdrawn", "Retiro registrado", { by_coordination: bool = true },
    |letter| letter.about.place_button()
);

/// Of a sample: as long as a real one.
const SAMPLE_TOKEN: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// The button that answers for a seat: whoever has the letter needs no password.
fn answer(token: &str) -> MailAction {
    MailAction::new("Aceptar o dejar el cupo", format!("/cupo/{token}"))
}

pub fn letter_samples() -> Vec<LetterSample> {
    let mut all = samples_of::<Confirmed>();
    all.extend(samples_of::<Waiting>());
    all.extend(samples_of::<Freed>());
    all.extend(samples_of::<Withdrawn>());
    all.extend(samples_of::<Offered>());
    all.extend(samples_of::<Lapsed>());
    all.extend(samples_of::<Nominated>());
    all
}
