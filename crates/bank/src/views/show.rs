//! One question: for who writes it, and as who answers it sees it.

use platform::pages::{Crumb, Fact, Moment, View};
use platform::prelude::*;

use super::crumbs;
use crate::key::AnswerKey;
use crate::prompt::QuestionPrompt;

/// One version of a question with its answers.
#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionPage {
    pub form: FormState,
    pub href: String,
    pub code: String,
    pub number: i32,
    pub tone: &'static str,
    pub state: &'static str,
    /// This version is published.
    pub is_published: bool,
    pub facts: Vec<Fact>,
    /// HTML.
    pub text: String,
    /// «Opciones», «Orden correcto»; nothing for an open one.
    pub key: AnswerKey,
    /// HTML.
    pub feedback: Option<String>,
    pub advice: Vec<&'static str>,
    /// What it corrects.
    pub note: Option<String>,
    pub preview: String,
    /// «Editar el borrador», «Corregir»; nothing for who only reads or when it is retired.
    pub edit: Option<&'static str>,
    /// The draft that is in sight may be published: what the form says was seen.
    pub publish: Option<String>,
    pub may_retire: bool,
    pub may_restore: bool,
    pub may_add_pictures: bool,
    pub pictures: Vec<PictureLine>,
    pub versions: Vec<QuestionVersionRow>,
    pub story: Vec<Moment>,
    /// How people did, or why it is not shown.
    pub results: Vec<Fact>,
    pub results_note: &'static str,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct PictureLine {
    pub href: String,
    pub name: String,
    /// What is written in the text to show it.
    pub snippet: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionVersionRow {
    pub number: i32,
    pub href: String,
    pub is_shown: bool,
    pub tone: &'static str,
    pub state: &'static str,
    pub when: String,
    pub note: String,
}

impl View for QuestionPage {
    const TEMPLATE: &'static str = "pages/assessment/bank/question";
    fn title(&self) -> String {
        format!("Pregunta {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(None, &self.code)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// A version as whoever answers it sees it, and what an answer that is tried is worth.
#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionPreviewPage {
    pub code: String,
    pub number: i32,
    pub back: String,
    pub action: String,
    pub asked: QuestionPrompt,
    pub result: Option<TrialResult>,
}

/// What a tried answer is worth.
#[derive(Clone, Debug, Serialize, Example)]
pub struct TrialResult {
    /// «66,7 % de la pregunta».
    pub worth: String,
    /// HTML, what the question says to this answer and to everybody.
    pub feedback: Vec<String>,
}

impl View for QuestionPreviewPage {
    const TEMPLATE: &'static str = "pages/assessment/bank/preview";
    fn title(&self) -> String {
        format!("Vista de la pregunta {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(Some((&self.code, &self.back)), "Como la ve quien responde")
    }
    fn has_errors(&self) -> bool {
        self.asked.error.is_some() || self.asked.rows.iter().any(|row| row.error.is_some())
    }
}
