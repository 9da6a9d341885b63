//! Opening rounds, taking and handing in ballots, answering follow-ups, writing surveys.
//!
//! A worker opens rounds and writes letters. A person who submits a ballot, or answers by the link of a
//! letter, holds a secret and needs no permit.

mod ballots;
mod follow;
mod new_mail;
mod open;
mod write;

pub use ballots::{submit, take};
pub use follow::{Supervisor, answer, ask, forget};
pub use new_mail::mail_subscriber;
pub use open::open;
pub use write::{publish, save_draft};

use platform::errors::Failure;

use super::rules::SurveyRefusal;

type SurveyResult<T> = Result<T, Failure<SurveyRefusal>>;
