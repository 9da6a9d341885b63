//! What a person sees of their own: what is missing for a certificate.

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::prelude::*;

use super::StageTag;

/// What the person still needs for the certificate, requirement by requirement.
#[derive(Serialize, Example)]
pub struct ProgressPage {
    pub enrolment: EnrolmentId,
    pub course: String,
    pub cohort: String,
    /// The whole answer in one sentence, with its tone (`success`, `info`, `warning`).
    #[example(if size.truth { "warning" } else { "info" })]
    pub tone: &'static str,
    pub conclusion: String,
    /// «el certificado».
    pub paper: &'static str,
    /// Address of the active certificate's document and page.
    pub pdf: Option<String>,
    pub certificate: Option<String>,
    pub parts: Vec<RequirementRow>,
    /// One paragraph that explains how attendance counts.
    pub attendance: String,
    /// «360 de 480 minutos», where minutes decide.
    pub minutes: Option<String>,
    pub attended: u32,
    pub held: u32,
    pub remaining: u32,
    /// The sessions that count for the person, in order.
    pub sessions: Vec<SessionMark>,
    /// Whole percent of the held sessions; `None` before the first.
    pub percent: Option<u32>,
    pub percent_text: String,
    /// The minimum of attendance, in percent: the mark of the bar.
    pub minimum: i32,
    /// «Si asiste a todas las que faltan llega a 90 %.»
    pub reachable: Option<String>,
    pub not_recorded: u32,
    /// The tasks that the person can do now.
    pub open: Vec<OpenTaskRow>,
    /// The scale of the grades: «0,0 a 5,0».
    pub scale: &'static str,
    pub grades: Vec<GradeRow>,
    pub final_grade: String,
    pub pass_mark: Option<String>,
    /// The sentence that says which grade the person still needs to reach the pass mark.
    pub needed: Option<String>,
}

#[derive(Serialize, Example)]
pub struct RequirementRow {
    pub label: &'static str,
    pub tone: &'static str,
    pub state: &'static str,
    pub sentence: String,
    /// What the person does for it now; `None` means that there is nothing to do.
    pub action: Option<RequirementAction>,
}

/// The one thing that a person does for a requirement.
#[derive(Serialize, Example)]
pub struct RequirementAction {
    pub label: &'static str,
    pub href: String,
}

/// How a person stands in one session: its sign in the colour of the style sheet, and in words.
#[derive(Serialize, Example)]
pub struct SessionMark {
    pub code: &'static str,
    pub sign: char,
    pub day: String,
    pub label: &'static str,
}

/// A task that the person can do now.
#[derive(Serialize, Example)]
pub struct OpenTaskRow {
    pub name: String,
    pub when: Option<String>,
    pub action: &'static str,
    pub href: String,
}

#[derive(Serialize, Example)]
pub struct GradeRow {
    pub name: String,
    pub weight: String,
    pub grade: String,
    pub tag: StageTag,
    pub when: Option<String>,
    /// The comment of the person who graded it.
    pub comment: Option<String>,
    /// The page where the task is done and its result stands.
    pub href: Option<String>,
    /// The page that explains the grade and takes an appeal; `None` until there is a grade.
    pub story: Option<String>,
}

impl View for ProgressPage {
    const TEMPLATE: &'static str = "pages/certification/progress";
    fn title(&self) -> String {
        "Mi avance".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mis inscripciones", "/mis-inscripciones"),
            Crumb::to(self.cohort.clone(), format!("/inscripciones/{}", self.enrolment)),
            Crumb::here("Mi avance"),
        ]
    }
}
