//! Opening rounds, taking and handing in ballots, answering follow-ups, writing surveys.
//!
//! A round is opened and letters are written by a worker's hand. Who hands in a ballot, or answers by
//! the link of a letter, holds a secret and needs no permit.

mod ballots;
mod follow;
mod open;
mod write;

pub use ballots::{hand_in, take};
pub use follow::{Supervisor, answer, ask, forget};
pub use open::open;
pub use write::{publish, save_draft};

use platform::errors::Failure;

use super::rules::SurveyRefusal;

type Done<T> = Result<T, Failure<SurveyRefusal>>;

fn refuse<T>(refusal: SurveyRefusal) -> Done<T> {
    Err(Failure::Refused(refusal))
}
