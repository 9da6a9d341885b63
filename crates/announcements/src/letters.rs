//! Letters about changes (R67): one to each person, with the calendar that brings theirs up to date.

use cohorts_model::calendar::place_of;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};
use platform::prelude::*;

use super::gather::SessionNews;

/// One session that changed.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SessionNewsLine {
    /// «Sesión 2, cambia», «Sesión 2, se cancela», «Sesión 4, nueva».
    pub what: String,
    /// Its number from now on, where that is another one.
    pub now_number: Option<i32>,
    /// «miércoles 25 de noviembre de 2026, de 8:00 a. m. a 12:00 p. m.».
    pub when: String,
    /// When and where the session was before, if it moved.
    pub before: Option<String>,
    pub place: Option<String>,
    pub link: Option<String>,
    pub reason: Option<String>,
}

impl SessionNewsLine {
    /// `known` is the number by which people know the session ([`super::gather::known_numbers`]).
    pub fn of(
        session: &session::Model,
        known: i32,
        outcome: &SessionNews,
        cohort_place: &str,
    ) -> Self {
        let number = known;
        let is_on = !matches!(outcome, SessionNews::Cancelled | SessionNews::HandedOver);
        let place = place_of(session, cohort_place);
        Self {
            what: match outcome {
                SessionNews::Added => format!("Sesión {number}, nueva"),
                SessionNews::Moved { .. } => format!("Sesión {number}, cambia"),
                SessionNews::Cancelled => format!("Sesión {number}, se cancela"),
                SessionNews::Taken => format!("Sesión {number}, queda a su cargo"),
                SessionNews::HandedOver => format!("Sesión {number}, ya no está a su cargo"),
            },
            now_number: (is_on && *outcome != SessionNews::Added && known != session.position)
                .then_some(session.position),
            when: when(session.starts_at, session.ends_at),
            before: match outcome {
                SessionNews::Moved { was: (from, to), was_place, .. } => {
                    Some(before(session, (*from, *to), was_place.as_deref(), place.as_deref()))
                }
                _ => None,
            },
            place: place.filter(|_| is_on),
            link: session.link.clone().filter(|_| is_on),
            reason: match outcome {
                SessionNews::Moved { reason, .. } => reason.clone(),
                SessionNews::Cancelled => session.cancellation_reason.clone(),
                _ => None,
            },
        }
    }
}

type Moment = chrono::DateTime<chrono::Utc>;

fn when(from: Moment, to: Moment) -> String {
    format!("{}, de {}", dates::with_weekday(dates::bogota_date(from)), dates::span(from, to))
}

/// Returns what is no longer true of a session that moved, and only that.
fn before(
    session: &session::Model,
    was: (Moment, Moment),
    was_place: Option<&str>,
    place: Option<&str>,
) -> String {
    let mut parts = Vec::new();
    if was != (session.starts_at, session.ends_at) {
        parts.push(when(was.0, was.1));
    }
    if was_place != place {
        parts.push(format!("en {}", was_place.unwrap_or("la sala virtual")));
    }
    if parts.is_empty() { "con otro enlace".to_owned() } else { parts.join(", ") }
}

/// Sessions of a cohort changed.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SessionsChanged {
    pub course: String,
    pub cohort: String,
    pub lines: Vec<SessionNewsLine>,
    #[serde(skip)]
    pub unit: String,
    /// Where the reader looks at it: their enrolment, or the cohort they teach.
    #[serde(skip)]
    pub path: String,
    #[serde(skip)]
    pub id: CohortId,
    #[serde(skip)]
    pub calendar: String,
}

impl Letter for SessionsChanged {
    const TEMPLATE: &'static str = "emails/announcements/sessions_changed";

    fn subject(&self) -> String {
        let all = |word: &str| self.lines.iter().all(|line| line.what.ends_with(word));
        let start = match self.lines.len() {
            1 if all("se cancela") => "Sesión cancelada",
            1 if all("nueva") => "Sesión nueva",
            1 if all("ya no está a su cargo") => "Sesión que ya no dicta",
            1 if all("queda a su cargo") => "Sesión que le asignaron",
            1 => "Cambia una sesión",
            _ if all("ya no está a su cargo") => "Sesiones que ya no dicta",
            _ if all("queda a su cargo") => "Sesiones que le asignaron",
            _ if all("se cancela") => "Sesiones canceladas",
            _ => "Cambian las sesiones",
        };
        subject(start, &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver las sesiones", self.path.clone()))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }

    fn calendar(&self) -> Option<String> {
        Some(self.calendar.clone())
    }
}

/// The cohort will not take place.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CohortCancelled {
    pub course: String,
    pub cohort: String,
    pub starts: String,
    pub reason: String,
    #[serde(skip)]
    pub unit: String,
    #[serde(skip)]
    pub path: String,
    #[serde(skip)]
    pub id: CohortId,
    pub is_in_calendar: bool,
    /// Empty for who had nothing in a calendar.
    #[serde(skip)]
    pub calendar: Option<String>,
}

impl Letter for CohortCancelled {
    const TEMPLATE: &'static str = "emails/announcements/cohort_cancelled";

    fn subject(&self) -> String {
        subject("Curso cancelado", &self.course)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver el curso", self.path.clone()))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }

    fn calendar(&self) -> Option<String> {
        self.calendar.clone()
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    let mut all = samples_of::<SessionsChanged>();
    all.extend(samples_of::<CohortCancelled>());
    all
}
