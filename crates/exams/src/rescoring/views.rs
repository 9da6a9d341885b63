//! Pages of rescoring: what can be scored anew, and who would change.

use assessment_model::bank::entity::question::QuestionId;
use assessment_model::bank::key::AnswerKey;
use platform::pages::{Crumb, Figure, Sample, View, samples_of};
use platform::prelude::*;

use super::queries::RescoringSummary;
use crate::entity::attempt::AttemptId;
use crate::views::ActivityHead;

/// The questions of a test, those that were corrected first, and what was decided.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RescoringListPage {
    pub head: ActivityHead,
    /// Corrected since they were asked, and still scored as they were.
    pub corrected: Vec<QuestionRow>,
    pub others: Vec<QuestionRow>,
    pub decided: Vec<RescoringSummary>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionRow {
    pub id: QuestionId,
    pub code: String,
    /// The beginning of what it asks.
    pub text: String,
    /// «versión 1», «versiones 1 y 2».
    pub asked: String,
    pub newest: String,
    pub attempts: String,
    /// «Con la versión 2», «Anulada».
    pub scored: Option<String>,
}

impl View for RescoringListPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/rescoring/list";
    fn title(&self) -> String {
        format!("Recalificar: {}", self.head.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs("Recalificar la prueba")
    }
}

/// One question: what was asked beside its correction, and who would change.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RescorePage {
    pub form: FormState,
    pub question: QuestionId,
    pub code: String,
    pub head: ActivityHead,
    pub ways: Vec<Alternative>,
    /// What was asked and, where there is one, its correction.
    pub versions: Vec<VersionView>,
    /// Why it cannot be scored so.
    pub blocked: Option<String>,
    pub outlook: Option<RescoringPreviewView>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct VersionView {
    pub id: String,
    pub heading: String,
    /// Safe HTML.
    pub html: String,
    pub key: AnswerKey,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct RescoringPreviewView {
    pub figures: Vec<Figure>,
    pub rows: Vec<AnswerChangeRow>,
    /// Attempts that go on.
    pub open: Option<String>,
    /// The way that was looked at, and what was seen of it.
    pub way: &'static str,
    pub keeps: bool,
    pub seen: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct AnswerChangeRow {
    pub attempt: AttemptId,
    pub name: String,
    pub number: i32,
    /// «0 → 2».
    pub earned: String,
    pub points: String,
    pub grade: String,
    #[example(if size.truth { "success" } else { "" })]
    pub tone: &'static str,
    pub effect: &'static str,
}

/// How a question may be scored anew.
pub const CORRECTED: &str = "corregida";
pub const FULL: &str = "anulada";

/// With and without a correction to score with.
pub fn ways(is_corrected: bool) -> Vec<Alternative> {
    let full = Alternative::new(FULL, "Anularla: todos sus puntos a todas las personas");
    match is_corrected {
        true => vec![Alternative::new(CORRECTED, "Con la versión corregida"), full],
        false => vec![full],
    }
}

impl View for RescorePage {
    const TEMPLATE: &'static str = "pages/assessment/exam/rescoring/rescore";
    fn title(&self) -> String {
        format!("Recalificar la pregunta {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs("Recalificar una pregunta")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<RescoringListPage>(), samples_of::<RescorePage>()].into_iter().flatten().collect()
}
