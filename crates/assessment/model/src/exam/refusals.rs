//! Why a test is not built, begun, answered or graded.

use chrono::{DateTime, Utc};

use platform::dates;
use platform::texts::Refusal;

use super::rules::{MOST_LINES, MOST_POINTS};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExamRefusal {
    #[error("the activity is a product, graded with a rubric")]
    NotATest,
    #[error("the test opens after it closes")]
    WindowBackwards,
    #[error("the test asks for nothing")]
    NoLines,
    #[error("too many lines")]
    TooManyLines,
    #[error("points outside what a question may have")]
    OutOfPoints,
    #[error("a capacity does not exist")]
    UnknownCapacity,
    #[error("the bank has too few questions for a line")]
    PoolTooSmall { line: usize, asked: usize, there: usize },
    #[error("the test asks for too many questions")]
    TooManyQuestions { most: usize },
    #[error("somebody has begun the test")]
    Frozen,
    #[error("the window is not longer")]
    WindowNotLonger,
    #[error("the window would end in the past")]
    WindowPast,
    #[error("the cohort is closed")]
    CohortClosed,
    #[error("the cohort is neither confirmed nor running")]
    CohortNotRunning,
    #[error("the person has no confirmed place")]
    NoPlace,
    #[error("the test is not open yet")]
    NotOpenYet { opens: DateTime<Utc> },
    #[error("the test is closed")]
    Closed { closes: DateTime<Utc> },
    #[error("no attempts are left")]
    NoAttemptsLeft { attempts: i32 },
    #[error("the bank changed and the test cannot be drawn")]
    CannotDraw,
    #[error("the attempt's time is over")]
    TimeOver { ended: DateTime<Utc> },
    #[error("the attempt was handed in")]
    Finished,
    #[error("another page saved an answer in between")]
    Overtaken,
    #[error("the answer was changed too often")]
    TooManyChanges,
    #[error("the attempt is not over")]
    StillOpen,
    #[error("there is nothing to grade there")]
    NothingToGrade,
}

impl Refusal for ExamRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotATest => "assessment.exam_not_a_test",
            Self::WindowBackwards => "assessment.exam_window_backwards",
            Self::NoLines => "assessment.exam_no_lines",
            Self::TooManyLines => "assessment.exam_too_many_lines",
            Self::OutOfPoints => "assessment.exam_out_of_points",
            Self::UnknownCapacity => "assessment.exam_unknown_capacity",
            Self::PoolTooSmall { .. } => "assessment.exam_pool_too_small",
            Self::TooManyQuestions { .. } => "assessment.exam_too_many_questions",
            Self::Frozen => "assessment.exam_frozen",
            Self::WindowNotLonger => "assessment.exam_window_not_longer",
            Self::WindowPast => "assessment.exam_window_past",
            Self::CohortClosed => "assessment.exam_cohort_closed",
            Self::CohortNotRunning => "assessment.exam_cohort_not_running",
            Self::NoPlace => "assessment.exam_no_place",
            Self::NotOpenYet { .. } => "assessment.exam_not_open_yet",
            Self::Closed { .. } => "assessment.exam_closed",
            Self::NoAttemptsLeft { .. } => "assessment.exam_no_attempts_left",
            Self::CannotDraw => "assessment.exam_cannot_draw",
            Self::TimeOver { .. } => "assessment.exam_time_over",
            Self::Finished => "assessment.exam_finished",
            Self::Overtaken => "assessment.exam_overtaken",
            Self::TooManyChanges => "assessment.exam_too_many_changes",
            Self::StillOpen => "assessment.exam_still_open",
            Self::NothingToGrade => "assessment.exam_nothing_to_grade",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooManyLines => vec![("most", MOST_LINES.to_string())],
            Self::OutOfPoints => vec![("most", MOST_POINTS.to_string())],
            Self::PoolTooSmall { asked, there, .. } => {
                vec![("asked", asked.to_string()), ("there", there.to_string())]
            }
            Self::TooManyQuestions { most } => vec![("most", most.to_string())],
            Self::NotOpenYet { opens: at }
            | Self::Closed { closes: at }
            | Self::TimeOver { ended: at } => vec![("at", dates::short_with_time(*at))],
            Self::NoAttemptsLeft { attempts } => {
                vec![("attempts", platform::numbers::some(*attempts, "intento", "intentos"))]
            }
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::WindowBackwards | Self::WindowNotLonger | Self::WindowPast => Some("cierra"),
            _ => None,
        }
    }
}
