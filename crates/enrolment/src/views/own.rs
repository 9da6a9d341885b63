//! A person's own enrolments.

use cohorts_model::entity::cohort::Stage;
use cohorts_model::entity::{cohort, session};
use cohorts_model::views::StageTag;
use platform::pages::{Crumb, Fact, Moment, View};
use platform::prelude::*;
use platform::texts::say;

use super::{AcceptanceForm, EnrolmentHead, OfferForm, standing_tag};
use crate::queries::OwnEnrolmentRow;

#[derive(Serialize, Example)]
pub struct OwnLine {
    pub row: OwnEnrolmentRow,
    pub tag: StageTag,
    /// The cohort's own stage, since a confirmed place in a cancelled cohort is none.
    pub cohort_tag: StageTag,
}

impl From<OwnEnrolmentRow> for OwnLine {
    fn from(row: OwnEnrolmentRow) -> Self {
        let tag = standing_tag(row.stage, row.cohort_stage);
        Self { tag, cohort_tag: row.cohort_stage.into(), row }
    }
}

#[derive(Serialize, Example)]
pub struct OwnEnrolmentsPage {
    pub rows: Vec<OwnLine>,
}

impl View for OwnEnrolmentsPage {
    const TEMPLATE: &'static str = "pages/enrolment/mine";
    fn title(&self) -> String {
        "Mis inscripciones".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Mis inscripciones")]
    }
}

#[derive(Serialize, Example)]
pub struct SessionLine {
    pub position: i32,
    pub date: String,
    pub time: String,
    pub place: String,
    /// Only for who has a place, who runs the cohort and who teaches the session.
    pub link: Option<String>,
    pub stage: &'static str,
    pub stage_label: &'static str,
    /// Why it was cancelled.
    pub reason: Option<String>,
}

impl SessionLine {
    /// The link is for those who enter; names of facilitators are not told to strangers.
    pub fn new(
        session: &session::Model,
        cohort: &cohort::Model,
        enters: bool,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            position: session.position,
            date: dates::with_weekday(dates::bogota_date(session.starts_at)),
            time: dates::span(session.starts_at, session.ends_at),
            place: session.place.clone().unwrap_or_else(|| cohort.place_text.clone()),
            link: session.link.clone().filter(|_| enters),
            stage: session.progress(now).tag(),
            stage_label: session.progress(now).label(),
            reason: session.cancellation_reason.clone(),
        }
    }
}

/// The session whose check-in is now.
#[derive(Serialize, Example)]
pub struct ArrivalNotice {
    /// «Hoy, 8:00 a. m.».
    pub when: String,
    pub place: String,
}

impl ArrivalNotice {
    /// `None` means that people of a course that takes place are not led to check in at this moment.
    pub fn of(
        sessions: &[session::Model],
        cohort: &cohort::Model,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let takes_place = matches!(cohort.stage, Stage::Confirmed | Stage::Running);
        let session = sessions.iter().find(|row| takes_place && row.takes_arrivals(now))?;
        let time = dates::time(session.starts_at);
        Some(Self {
            when: say("enrolment.arrival_today", &[("time", time)]),
            place: session.place.clone().unwrap_or_else(|| cohort.place_text.clone()),
        })
    }
}

#[derive(Serialize, Example)]
pub struct EnrolmentPage {
    pub head: EnrolmentHead,
    pub id: i64,
    /// Empty on one's own page; the person's name for whoever coordinates.
    pub person: Option<String>,
    pub tag: StageTag,
    /// The session at which the person checks in now, on their own page.
    pub arrival: Option<ArrivalNotice>,
    /// What comes next, in a sentence.
    pub next: String,
    /// The career that would move the person up is still to be confirmed.
    pub awaits_career: bool,
    /// Another course of the person has a session at the hours of this one.
    pub overlap: Option<String>,
    /// The seat that waits for an answer, for whoever may give it.
    pub offer: Option<OfferForm>,
    pub facts: Vec<Fact>,
    pub sessions: Vec<SessionLine>,
    /// What happened, with its reason for those who may know it.
    pub story: Vec<Moment>,
    /// Where attendance, grades and what is missing are shown; for one's own confirmed place.
    pub progress: Option<String>,
    /// Where attendance is shown session by session, and asked about.
    pub attendance: Option<String>,
    /// Where what one thinks of the course is asked; for one's own confirmed place of a course that
    /// is over or under way.
    pub survey: Option<String>,
    /// The question whether the place is theirs, while the person has not answered it.
    pub acceptance: Option<AcceptanceForm>,
    /// Where the person says of which kind their post is, while nobody knows it.
    pub lacks_kind: Option<String>,
    pub withdraw: Option<String>,
    pub again: Option<String>,
    /// Where the municipality that it counts for is changed, for the coordination.
    pub attribute: Option<String>,
}

impl View for EnrolmentPage {
    const TEMPLATE: &'static str = "pages/enrolment/own";
    fn title(&self) -> String {
        match &self.person {
            Some(person) => format!("{person} en {}", self.head.course),
            None => format!("Inscripción en {}", self.head.course),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        match &self.person {
            Some(person) => vec![
                Crumb::to("Inicio", "/"),
                Crumb::to(format!("{}, {}", self.head.course, self.head.cohort), self.head.path()),
                Crumb::to("Inscritos", self.head.roster_path()),
                Crumb::here(person.clone()),
            ],
            None => vec![
                Crumb::to("Inicio", "/"),
                Crumb::to("Mis inscripciones", "/mis-inscripciones"),
                Crumb::here(self.head.course.clone()),
            ],
        }
    }
}

#[derive(Serialize, Example)]
pub struct WithdrawPage {
    pub head: EnrolmentHead,
    pub id: i64,
    /// The person's name when somebody else withdraws them.
    pub person: Option<String>,
    /// Whether a seat is freed by it.
    pub frees_seat: bool,
    pub form: FormState,
}

impl View for WithdrawPage {
    const TEMPLATE: &'static str = "pages/enrolment/withdraw";
    fn title(&self) -> String {
        "Retirar la inscripción".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to(self.head.course.clone(), format!("/inscripciones/{}", self.id)),
            Crumb::here("Retirar"),
        ]
    }
}
