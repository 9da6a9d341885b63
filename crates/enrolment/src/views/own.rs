//! A person's own enrolments.

use serde::Serialize;

use platform::example::Example;
use platform::fields::FormState;
use platform::pages::{Crumb, Fact, View};

use super::{EnrolmentHead, OfferForm};

#[derive(Serialize, Example)]
pub struct OwnLine {
    pub href: String,
    pub course: String,
    pub cohort: String,
    pub dates: String,
    pub stage: &'static str,
    pub stage_label: &'static str,
    /// The cohort's own stage, since a confirmed place in a cancelled cohort is none.
    pub cohort_stage: &'static str,
    pub cohort_label: &'static str,
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

/// One line of the story.
#[derive(Serialize, Example)]
pub struct StoryLine {
    pub when: String,
    /// What happened, with its reason for those who may know it.
    pub text: String,
    pub who: Option<String>,
}

#[derive(Serialize, Example)]
pub struct EnrolmentPage {
    pub head: EnrolmentHead,
    pub id: i64,
    /// Empty on one's own page; the person's name for whoever coordinates.
    pub person: Option<String>,
    pub stage: &'static str,
    pub stage_label: &'static str,
    /// What comes next, in a sentence.
    pub next: String,
    /// The seat that waits for an answer, for whoever may give it.
    pub offer: Option<OfferForm>,
    pub facts: Vec<Fact>,
    pub sessions: Vec<SessionLine>,
    pub story: Vec<StoryLine>,
    /// Where attendance, grades and what is missing are shown; for one's own confirmed place.
    pub progress: Option<String>,
    /// Where attendance is shown session by session, and asked about.
    pub attendance: Option<String>,
    /// Where what one thinks of the course is asked; for one's own confirmed place of a course that
    /// is over or under way.
    pub survey: Option<String>,
    pub withdraw: Option<String>,
    pub again: Option<String>,
    /// Where the municipality that it counts for is changed, for the coordination.
    pub attribute: Option<String>,
}

impl View for EnrolmentPage {
    const TEMPLATE: &'static str = "pages/enrolment/own";
    fn title(&self) -> String {
        format!("Inscripción en {}", self.head.course)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let list = match self.person {
            Some(_) => Crumb::to("Inscritos", self.head.roster_path()),
            None => Crumb::to("Mis inscripciones", "/mis-inscripciones"),
        };
        vec![Crumb::to("Inicio", "/"), list, Crumb::here(self.head.course.clone())]
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
