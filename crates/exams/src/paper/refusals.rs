//! Why a test is not printed, or a sheet not entered.

use chrono::{DateTime, Utc};

use platform::numbers::some;
use platform::texts::Refusal;

use super::rules::window_words;
use crate::refusals::ExamRefusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperRefusal {
    /// The same as for a test on the page.
    #[error(transparent)]
    Exam(#[from] ExamRefusal),
    #[error("nobody to print for")]
    Nobody,
    #[error("more sheets than one print has")]
    TooManySheets,
    #[error("a question has more options than there are letters")]
    TooManyOptions { question: String },
    #[error("a question has a character that cannot be printed")]
    Unprintable { question: String, character: char },
    #[error("people answer outside the test's days")]
    OutsideWindow { opens: DateTime<Utc>, closes: DateTime<Utc> },
    #[error("people have not answered yet")]
    NotYet,
    #[error("the sheet has no name and nobody was chosen")]
    NoPerson,
    #[error("the person is answering on the page")]
    Answering,
    #[error("the person has no attempts left")]
    NoAttemptsLeft { attempts: i32 },
    #[error("the sheet is of whoever types it")]
    OwnSheet,
    #[error("somebody entered the sheet in between")]
    Overtaken,
}

impl Refusal for PaperRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Exam(refusal) => refusal.code(),
            Self::Nobody => "assessment.paper_nobody",
            Self::TooManySheets => "assessment.paper_too_many_sheets",
            Self::TooManyOptions { .. } => "assessment.paper_too_many_options",
            Self::Unprintable { .. } => "assessment.paper_unprintable",
            Self::OutsideWindow { .. } => "assessment.paper_outside_window",
            Self::NotYet => "assessment.paper_not_yet",
            Self::NoPerson => "assessment.paper_no_person",
            Self::Answering => "assessment.paper_answering",
            Self::NoAttemptsLeft { .. } => "assessment.paper_no_attempts_left",
            Self::OwnSheet => "assessment.paper_own_sheet",
            Self::Overtaken => "assessment.paper_overtaken",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Exam(refusal) => refusal.facts(),
            Self::TooManySheets => vec![("most", documents::exam::MOST_SHEETS.to_string())],
            Self::TooManyOptions { question } => vec![("question", question.clone())],
            Self::Unprintable { question, character } => {
                vec![("question", question.clone()), ("character", character.to_string())]
            }
            Self::OutsideWindow { opens, closes } => {
                vec![("window", window_words((*opens, *closes)))]
            }
            Self::NoAttemptsLeft { attempts } => {
                vec![("attempts", some(*attempts, "intento", "intentos"))]
            }
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::OutsideWindow { .. } | Self::NotYet => Some("fecha"),
            Self::NoPerson => Some("persona"),
            Self::Nobody | Self::TooManySheets => Some("sin_nombre"),
            _ => None,
        }
    }
}
