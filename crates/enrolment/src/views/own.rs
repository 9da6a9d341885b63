//! A person's own enrolments.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Crumb, Fact, View};

use super::{EnrolmentHead, OfferForm};

#[derive(Serialize)]
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

#[derive(Serialize)]
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
    fn samples() -> Vec<Self> {
        let head = EnrolmentHead::sample();
        let line = OwnLine {
            href: "/inscripciones/7".into(),
            course: head.course,
            cohort: head.cohort,
            dates: head.dates,
            stage: "confirmed",
            stage_label: "Inscripción confirmada",
            cohort_stage: "running",
            cohort_label: "En curso",
        };
        vec![Self { rows: Vec::new() }, Self { rows: vec![line] }]
    }
}

#[derive(Serialize)]
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
#[derive(Serialize)]
pub struct StoryLine {
    pub when: String,
    /// What happened, with its reason for those who may know it.
    pub text: String,
    pub who: Option<String>,
}

#[derive(Serialize)]
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
    fn samples() -> Vec<Self> {
        let sample = |full: bool| Self {
            head: EnrolmentHead::sample(),
            id: 7,
            person: full.then(|| "Luz Marcela Guayacán".to_owned()),
            stage: "confirmed",
            stage_label: "Inscripción confirmada",
            next: "La primera sesión es el martes 24 de noviembre.".into(),
            offer: full.then(OfferForm::sample),
            facts: vec![Fact::new("Fechas", "24/11/2026 a 18/12/2026")],
            sessions: if full {
                vec![SessionLine {
                    position: 1,
                    date: "24/11/2026".into(),
                    time: "8:00 a. m. a 12:00 p. m.".into(),
                    place: "Casa de la cultura".into(),
                    link: Some("https://reunion.example/1".into()),
                    stage: "planned",
                    stage_label: "Programada",
                    reason: None,
                }]
            } else {
                Vec::new()
            },
            story: vec![StoryLine {
                when: "20/11/2026, 10:00 a. m.".into(),
                text: "Inscripción confirmada".into(),
                who: Some("Usted".into()),
            }],
            progress: full.then(|| "/inscripciones/7/avance".to_owned()),
            attendance: full.then(|| "/inscripciones/7/asistencia".to_owned()),
            survey: full.then(|| "/inscripciones/7/encuesta".to_owned()),
            withdraw: full.then(|| "/inscripciones/7/retiro".to_owned()),
            again: (!full).then(|| "/oferta/ABC/inscripcion".to_owned()),
            attribute: full.then(|| "/inscripciones/7/municipio".to_owned()),
        };
        vec![sample(true), sample(false)]
    }
}

#[derive(Serialize)]
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
    fn samples() -> Vec<Self> {
        [None, Some("Luz Marcela Guayacán".to_owned())]
            .map(|person| Self {
                head: EnrolmentHead::sample(),
                id: 7,
                frees_seat: person.is_some(),
                person,
                form: FormState::default(),
            })
            .into()
    }
}
