//! Why a test is not printed, or a sheet not entered.

use chrono::{DateTime, Utc};

use platform::numbers::some;
use platform::texts::Refusal;

use super::rules::window_words;
use crate::refusals::ExamRefusal;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("assessment.paper_")]
pub enum PaperRefusal {
    /// The same as for a test on the page.
    #[error(transparent)]
    #[same(_0)]
    #[field(None)]
    Exam(#[from] ExamRefusal),
    #[error("nobody to print for")]
    #[field("sin_nombre")]
    Nobody,
    #[error("more sheets than one print has")]
    #[facts(most = documents::exam::MOST_SHEETS)]
    #[field("sin_nombre")]
    TooManySheets,
    #[error("a question has more options than there are letters")]
    TooManyOptions { question: String },
    #[error("a question has a character that cannot be printed")]
    Unprintable { question: String, character: char },
    #[error("people answer outside the test's days")]
    #[facts(window = window_words((*opens, *closes)))]
    #[field("fecha")]
    OutsideWindow { opens: DateTime<Utc>, closes: DateTime<Utc> },
    #[error("people have not answered yet")]
    #[field("fecha")]
    NotYet,
    #[error("the sheet has no name and nobody was chosen")]
    #[field("persona")]
    NoPerson,
    #[error("the person is answering on the page")]
    Answering,
    #[error("the person has no attempts left")]
    #[facts(attempts = some(*attempts, "intento", "intentos"))]
    NoAttemptsLeft { attempts: i32 },
    #[error("the sheet is of whoever types it")]
    OwnSheet,
    #[error("somebody entered the sheet in between")]
    Overtaken,
}
