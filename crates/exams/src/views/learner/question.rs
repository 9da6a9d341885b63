//! Pages of one question: the question itself, two answers that conflict, and one that came late.

use assessment_model::bank::prompt::QuestionPrompt;
use platform::prelude::*;

use super::{TimeLeft, crumbs};

/// One question.
#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionPage {
    pub form: FormState,
    /// «Pregunta 3 de 10».
    pub heading: String,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub action: String,
    pub answered: String,
    pub left: TimeLeft,
    /// «2 puntos».
    pub points: String,
    pub question: QuestionPrompt,
    pub number: i32,
    /// The sequence of the answer that is shown.
    pub seen: i32,
    /// «Guardada a las 10:12 a. m.».
    pub saved: Option<String>,
    pub is_first: bool,
    pub is_last: bool,
}

impl View for QuestionPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/question";
    fn title(&self) -> String {
        format!("{}: {}", self.heading, self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], &self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// Two answers to one question, of which one page had seen only the other.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ConflictPage {
    pub heading: String,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub text: String,
    /// What is kept, in words.
    pub saved: Vec<String>,
    pub saved_when: String,
    /// What this page sent.
    pub sent: Vec<String>,
    pub action: String,
    pub keep_href: String,
    pub number: i32,
    pub seen: i32,
    /// What was typed, to be sent again: name and value.
    pub fields: Vec<(String, String)>,
}

impl View for ConflictPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/conflict";
    fn title(&self) -> String {
        format!("Dos respuestas: {}", self.heading)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], &self.heading)
    }
}

/// An answer that came after the time.
#[derive(Clone, Debug, Serialize, Example)]
pub struct LatePage {
    pub heading: &'static str,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub text: String,
    /// What was not saved, so that nobody has to guess.
    pub sent: Vec<String>,
}

impl View for LatePage {
    const TEMPLATE: &'static str = "pages/assessment/exam/late";
    fn title(&self) -> String {
        self.heading.to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], self.heading)
    }
}
