//! What became of an appeal, as pages write it.

use super::entity::grade_appeal::State;

/// The code of the style sheet's tags.
pub fn tone(state: State) -> &'static str {
    match state {
        State::Open => "waiting",
        State::Changed => "success",
        State::Kept => "info",
        State::Withdrawn => "withdrawn",
    }
}
