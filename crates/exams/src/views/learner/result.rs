//! Pages of what was done: the result of an attempt, and all tests of a cohort.

use platform::prelude::*;

use super::crumbs;
use crate::views::ExamTag;

/// An attempt that is over.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ResultPage {
    pub heading: String,
    pub activity: String,
    pub place_href: String,
    /// The next step: what is still missing for the certificate.
    pub progress: String,
    pub cover_href: String,
    pub tag: ExamTag,
    pub facts: Vec<Fact>,
    /// How much was right, from 0 to 100; `None` while somebody has to read it.
    pub percent: Option<i64>,
    /// «8 de 10 puntos, nota 4,0».
    pub score: String,
    /// The grade beside the pass mark of the course, and whether it reaches it.
    pub verdict: Option<String>,
    pub reaches: bool,
    /// That there is another attempt.
    pub again: Option<String>,
    /// When the questions are shown, or that they are not.
    pub notice: Option<String>,
    pub rows: Vec<ResultRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ResultRow {
    pub name: String,
    /// Safe HTML.
    pub html: String,
    pub answer: Vec<String>,
    pub right: Vec<String>,
    /// That it was scored anew.
    pub rescored: Option<&'static str>,
    /// «1 de 2 puntos».
    pub earned: String,
    /// How the answer did.
    pub tag: Option<ExamTag>,
    /// Safe HTML of what the question says to this answer.
    pub feedback: Vec<String>,
    pub comment: Option<String>,
}

impl View for ResultPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/result";
    fn title(&self) -> String {
        format!("{}: {}", self.heading, self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], &self.heading)
    }
}

/// All tests of one's cohort.
#[derive(Clone, Debug, Serialize, Example)]
pub struct LearnerExamsPage {
    pub course: String,
    pub enrolment_href: String,
    pub rows: Vec<LearnerExamRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct LearnerExamRow {
    pub name: String,
    pub href: String,
    pub when: String,
    pub tag: ExamTag,
    pub result: String,
}

impl View for LearnerExamsPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/own";
    fn title(&self) -> String {
        "Pruebas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mis inscripciones", "/mis-inscripciones"),
            Crumb::to(self.course.clone(), self.enrolment_href.clone()),
            Crumb::here("Pruebas"),
        ]
    }
}
