//! Pages of tests: those of the person who answers, and those of the people who build and grade.

mod learner;
mod staff;

pub use learner::{
    ConflictPage, CoverPage, LatePage, LearnerExamRow, LearnerExamsPage, OpenAttemptView,
    PastAttemptRow, QuestionLink, QuestionPage, ResultPage, ResultRow, SubmitPage,
};
pub use staff::{
    AttemptItemRow, AttemptPage, AttemptRow, AttemptsPage, BlueprintLineFields, BlueprintLineRow,
    BuildPage, ExamPreviewPage, ExamPreviewRow, difficulty_choices, feedback_choices, keep_choices,
};

use serde::Serialize;

use platform::example::Example;
use platform::pages::{Sample, samples_of};

/// The state of a test or an attempt: a word with its sign and colour.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ExamTag {
    pub code: &'static str,
    pub label: &'static str,
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<CoverPage>(),
        samples_of::<QuestionPage>(),
        samples_of::<ConflictPage>(),
        samples_of::<LatePage>(),
        samples_of::<SubmitPage>(),
        samples_of::<ResultPage>(),
        samples_of::<LearnerExamsPage>(),
        samples_of::<BuildPage>(),
        samples_of::<ExamPreviewPage>(),
        samples_of::<AttemptsPage>(),
        samples_of::<AttemptPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
