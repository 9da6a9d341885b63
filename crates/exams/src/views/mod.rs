//! Pages of tests: those of whoever answers and those of whoever builds and grades.

mod learner;
mod staff;

pub use learner::{
    ConflictPage, CoverPage, LatePage, OpenView, OwnPage, OwnRow, PastRow, PlaceView, QuestionPage,
    ResultPage, ResultRow, SubmitPage,
};
pub use staff::{
    AttemptPage, AttemptRow, AttemptsPage, BuildPage, GradedRow, LineFields, LineRow, PreviewPage,
    PreviewRow, difficulty_choices, feedback_choices, keep_choices,
};

use serde::Serialize;

use platform::pages::{Sample, samples_of};

/// A word with its sign and colour.
#[derive(Clone, Debug, Serialize)]
pub struct Tag {
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
        samples_of::<OwnPage>(),
        samples_of::<BuildPage>(),
        samples_of::<PreviewPage>(),
        samples_of::<AttemptsPage>(),
        samples_of::<AttemptPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
