//! Why a test is not built, begun, answered or graded.

use platform::prelude::*;

use super::rules::{MOST_LINES, MOST_POINTS};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("assessment.exam_")]
pub enum ExamRefusal {
    #[error("the activity is a product, graded with a rubric")]
    NotATest,
    #[error("the test opens after it closes")]
    #[field("cierra")]
    WindowBackwards,
    #[error("the test asks for nothing")]
    NoLines,
    #[error("too many lines")]
    #[facts(most = MOST_LINES)]
    TooManyLines,
    #[error("points outside what a question may have")]
    #[facts(most = MOST_POINTS)]
    OutOfPoints,
    #[error("a capacity does not exist")]
    UnknownCapacity,
    #[error("the bank has too few questions for a line")]
    #[facts(asked, there)]
    PoolTooSmall { line: usize, asked: usize, there: usize },
    #[error("the test asks for too many questions")]
    TooManyQuestions { most: usize },
    #[error("somebody has begun the test")]
    Frozen,
    #[error("the window is not longer")]
    #[field("cierra")]
    WindowNotLonger,
    #[error("the window would end in the past")]
    #[field("cierra")]
    WindowPast,
    #[error("the cohort is closed")]
    CohortClosed,
    #[error("the cohort is neither confirmed nor running")]
    CohortNotRunning,
    #[error("the person has no confirmed place")]
    NoPlace,
    #[error("the test is not open yet")]
    #[facts(at = dates::short_with_time(*opens))]
    NotOpenYet { opens: DateTime<Utc> },
    #[error("the test is closed")]
    #[facts(at = dates::short_with_time(*closes))]
    Closed { closes: DateTime<Utc> },
    #[error("no attempts are left")]
    #[facts(attempts = platform::numbers::some(*attempts, "intento", "intentos"))]
    NoAttemptsLeft { attempts: i32 },
    #[error("the bank changed and the test cannot be drawn")]
    CannotDraw,
    #[error("the attempt's time is over")]
    #[facts(at = dates::short_with_time(*ended))]
    TimeOver { ended: DateTime<Utc> },
    #[error("the attempt was handed in")]
    Finished,
    #[error("another page saved an answer in between")]
    Overtaken,
    #[error("the answer was changed too often")]
    TooManyChanges,
    #[error("the attempt is not over")]
    StillOpen,
    #[error("whoever builds the test takes part in the cohort")]
    TakesPart,
    #[error("there is nothing to grade there")]
    NothingToGrade,
}
