//! Pages for those who build a test, look at its attempts and grade open answers.

use assessment_model::bank::prompt::QuestionPrompt;
use platform::prelude::*;

use super::{ActivityHead, ExamTag};
use crate::entity::attempt::AttemptId;
use crate::labels;

/// The test of an activity: built, or as it is frozen.
#[derive(Clone, Debug, Serialize, Example)]
pub struct BuildPage {
    pub form: FormState,
    pub head: ActivityHead,
    /// There is a test to look at.
    pub is_built: bool,
    pub may_rescore: bool,
    pub editable: bool,
    #[example(!size.truth)]
    pub extendable: bool,
    pub blocked: Option<String>,
    /// Since when it is frozen.
    pub frozen: Option<String>,
    /// The first and the last test do not compare.
    pub unmatched: Option<String>,
    pub facts: Vec<Fact>,
    pub figures: Vec<Figure>,
    pub lines: Vec<BlueprintLineFields>,
    /// For those who only read.
    pub rows: Vec<BlueprintLineRow>,
    pub capacities: Vec<Alternative>,
    pub difficulties: Vec<Alternative>,
    pub keeps: Vec<Alternative>,
    pub feedbacks: Vec<Alternative>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct BlueprintLineFields {
    pub number: usize,
    /// «14 publicadas».
    pub there: Option<String>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct BlueprintLineRow {
    pub capacity: String,
    pub difficulty: &'static str,
    pub count: String,
    pub points: String,
}

fn sample_choices<T>(all: &[(&str, T)], label: impl Fn(&T) -> &'static str) -> Vec<Alternative> {
    all.iter().map(|(value, one)| Alternative::new(value, label(one))).collect()
}

/// How difficult a line's questions may be.
pub fn difficulty_choices() -> Vec<Alternative> {
    sample_choices(&labels::DIFFICULTIES, |one| labels::difficulty(*one))
}

pub fn keep_choices() -> Vec<Alternative> {
    sample_choices(&labels::KEEPS, |one| one.label())
}

pub fn feedback_choices() -> Vec<Alternative> {
    sample_choices(&labels::FEEDBACKS, |one| one.label())
}

impl View for BuildPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/build";
    fn title(&self) -> String {
        format!("{}: prueba en línea", self.head.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs(&self.title())
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// One draw of a test, as a person would meet it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ExamPreviewPage {
    pub head: ActivityHead,
    pub another_href: String,
    /// Why it cannot be drawn any more.
    pub blocked: Option<String>,
    pub rows: Vec<ExamPreviewRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ExamPreviewRow {
    pub name: String,
    /// «Recaudo, 2 puntos».
    pub about: String,
    pub question: QuestionPrompt,
    pub right: Vec<String>,
}

impl View for ExamPreviewPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/preview";
    fn title(&self) -> String {
        format!("Vista previa: {}", self.head.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs("Vista previa de la prueba")
    }
}

/// The list of a test's attempts.
#[derive(Clone, Debug, Serialize, Example)]
pub struct AttemptsPage {
    pub head: ActivityHead,
    pub figures: Vec<Figure>,
    pub rows: Vec<AttemptRow>,
    pub pager: Pager,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct AttemptRow {
    pub href: String,
    pub name: String,
    pub number: i32,
    pub started: String,
    pub ended: String,
    pub tone: &'static str,
    pub state: &'static str,
    pub result: String,
}

impl View for AttemptsPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/attempts";
    fn title(&self) -> String {
        format!("Intentos: {}", self.head.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs("Intentos de la prueba")
    }
}

/// One attempt, and its open answers to be graded.
#[derive(Clone, Debug, Serialize, Example)]
pub struct AttemptPage {
    pub form: FormState,
    pub name: String,
    pub head: ActivityHead,
    pub attempt: AttemptId,
    pub tag: ExamTag,
    pub facts: Vec<Fact>,
    /// There are open answers that this reader may grade.
    pub gradable: bool,
    pub notice: Option<String>,
    pub rows: Vec<AttemptItemRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct AttemptItemRow {
    pub name: String,
    /// Safe HTML.
    pub html: String,
    pub answer: Vec<String>,
    pub right: Vec<String>,
    /// That it was scored anew.
    pub rescored: Option<&'static str>,
    pub earned: String,
    pub comment: Option<String>,
    /// The fields of an open answer.
    pub points_field: Option<String>,
    pub comment_field: String,
    pub hint: String,
}

impl View for AttemptPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/attempt";
    fn title(&self) -> String {
        format!("{}: {}", self.head.activity, self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs("Intento de una prueba")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
