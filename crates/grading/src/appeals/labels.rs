//! What became of an appeal, as pages write it.

use super::entity::grade_appeal::State;

pub fn state(state: State) -> &'static str {
    match state {
        State::Open => "Por responder",
        State::Changed => "La nota cambió",
        State::Kept => "La nota se mantiene",
        State::Withdrawn => "Retirado",
    }
}

/// The code of the style sheet's tags.
pub fn tone(state: State) -> &'static str {
    match state {
        State::Open => "waiting",
        State::Changed => "success",
        State::Kept => "info",
        State::Withdrawn => "withdrawn",
    }
}
