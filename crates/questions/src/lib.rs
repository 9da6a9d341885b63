//! What a test asks, what counts as right, and the exchange of questions with other systems. No
//! database, no clock and no page: values go in, values come out.
//!
//! - A [`Question`] is made from a [`Draft`] and cannot be wrong in itself: a draft that cannot be
//!   asked gives every [`Complaint`] at once, each with its field and a sentence for the page.
//! - An [`Answer`] is read from what a person typed or pressed ([`Answer::read`]); [`score`] gives
//!   it an exact fraction from 0 to 1 ([`Score`]). The rules of partial credit are in [`marking`].
//! - A test is drawn from a pool by a [`draw::Blueprint`] and a [`draw::Seed`]; the same seed draws
//!   the same test on every machine.
//! - [`gift`] reads and writes questions as Moodle and others do.
//!
//! Texts are Markdown and stay text here; [`Markdown`] names the subset that a page may render.

pub mod answer;
mod check;
mod clean;
mod complaint;
mod decimal;
pub mod draw;
pub mod gift;
mod markdown;
pub mod marking;
mod question;
mod score;
mod short_text;
mod weight;

pub use answer::Answer;
pub use complaint::Complaint;
pub use decimal::{Decimal, NotANumber};
pub use markdown::Markdown;
pub use marking::{MarkingOutcome, score};
pub use question::{
    Body, Choice, Draft, Kind, Matching, Pair, Question, Range, RangeAnswer, ShortText, Strictness,
    TextAnswer,
};
pub use score::Score;
pub use weight::{NotAWeight, Weight};

/// Characters of a question's text: three pages.
pub const MOST_TEXT: usize = 10_000;
/// Characters of an option, of either side of a pair, of a step that is put in order.
pub const MOST_OPTION: usize = 2_000;
/// Characters of a feedback.
pub const MOST_FEEDBACK: usize = 4_000;
/// Characters of an accepted short text, and of what is answered to it.
pub const MOST_SHORT: usize = 200;
/// Characters of an open answer: six pages.
pub const MOST_OPEN: usize = 20_000;
/// Options, pairs, steps or accepted answers of one question.
pub const MOST_OPTIONS: usize = 40;
