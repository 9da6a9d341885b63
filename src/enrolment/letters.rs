//! Mails about places (R67): one action each, no document number.

use serde::Serialize;

use super::entity::enrolment::EnrolmentId;
use crate::notices::letters::{Letter, LetterSample, MailAction, samples_of, subject};

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

    fn action(&self, label: &str) -> MailAction {
        MailAction::new(label, format!("/inscripciones/{}", self.enrolment))
    }
}

macro_rules! letter {
    ($(#[$meta:meta])* $name:ident, $template:literal, $subject:literal, $action:literal, { $($field:ident : $type:ty = $sample:expr),* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Serialize)]
        pub struct $name {
            #[serde(flatten)]
            pub about: About,
            $(pub $field: $type,)*
        }

        impl Letter for $name {
            const TEMPLATE: &'static str = $template;
            fn subject(&self) -> String {
                subject($subject, &self.about.course)
            }
            fn action(&self) -> Option<MailAction> {
                Some(self.about.action($action))
            }
            fn unit(&self) -> String {
                self.about.unit.clone()
            }
            fn calendar(&self) -> Option<String> {
                self.about.calendar.clone()
            }
            fn samples() -> Vec<Self> {
                vec![Self { about: About::sample(), $($field: $sample,)* }]
            }
        }
    };
}

letter!(
    /// The place is confirmed.
    Confirmed, "emails/enrolment/confirmed", "Cupo confirmado", "Ver mi inscripción", {}
);
letter!(
    /// The cohort is full; the person waits.
    Waiting, "emails/enrolment/waiting", "Lista de espera", "Ver mi inscripción", { position: u64 = 3 }
);
letter!(
    /// A seat was freed and is now this person's.
    Freed, "emails/enrolment/freed", "Se liberó un cupo para usted", "Ver mi inscripción", {}
);
/// The button that answers for a seat: whoever has the letter needs no password.
fn answer(token: &str) -> MailAction {
    MailAction::new("Aceptar o dejar el cupo", format!("/cupo/{token}"))
}

/// A seat is offered: it waits for an answer, which the letter's link gives without a password.
#[derive(Clone, Debug, Serialize)]
pub struct Offered {
    #[serde(flatten)]
    pub about: About,
    /// «24/11/2026, 8:00 a. m.».
    pub until: String,
    #[serde(skip)]
    pub token: String,
}

impl Letter for Offered {
    const TEMPLATE: &'static str = "emails/enrolment/offered";
    const SECRET: bool = true;
    fn subject(&self) -> String {
        subject("Hay un cupo para usted", &self.about.course)
    }
    fn action(&self) -> Option<MailAction> {
        Some(answer(&self.token))
    }
    fn unit(&self) -> String {
        self.about.unit.clone()
    }
    fn samples() -> Vec<Self> {
        vec![Self {
            about: About::sample(),
            until: "22/11/2026, 10:00 a. m.".into(),
            token: "a".repeat(64),
        }]
    }
}

/// The person's entity puts them forward: a seat waits for their answer, without a password.
#[derive(Clone, Debug, Serialize)]
pub struct Nominated {
    #[serde(flatten)]
    pub about: About,
    /// «24/11/2026, 8:00 a. m.».
    pub until: String,
    /// «Alcaldía de Mapiripán».
    pub entity: String,
    #[serde(skip)]
    pub token: String,
}

impl Letter for Nominated {
    const TEMPLATE: &'static str = "emails/enrolment/nominated";
    const SECRET: bool = true;
    fn subject(&self) -> String {
        subject("Su entidad lo postuló", &self.about.course)
    }
    fn action(&self) -> Option<MailAction> {
        Some(answer(&self.token))
    }
    fn unit(&self) -> String {
        self.about.unit.clone()
    }
    fn samples() -> Vec<Self> {
        vec![Self {
            about: About::sample(),
            until: "25/11/2026, 10:00 a. m.".into(),
            entity: "Alcaldía de Mapiripán".into(),
            token: "a".repeat(64),
        }]
    }
}

/// Nobody answered: the seat was offered to somebody else.
#[derive(Clone, Debug, Serialize)]
pub struct Lapsed {
    #[serde(flatten)]
    pub about: About,
    /// Of the cohort's public page.
    #[serde(skip)]
    pub code: String,
}

impl Letter for Lapsed {
    const TEMPLATE: &'static str = "emails/enrolment/lapsed";
    fn subject(&self) -> String {
        subject("Venció el plazo de su cupo", &self.about.course)
    }
    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver el curso", format!("/oferta/{}", self.code)))
    }
    fn unit(&self) -> String {
        self.about.unit.clone()
    }
    fn samples() -> Vec<Self> {
        vec![Self { about: About::sample(), code: "ABC".into() }]
    }
}

letter!(
    /// The place was given back.
    Withdrawn, "emails/enrolment/withdrawn", "Retiro registrado", "Ver mi inscripción",
    { by_coordination: bool = true }
);

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
