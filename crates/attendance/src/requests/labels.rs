//! The colours of requests.

use super::entity::attendance_request::State;

/// The code of the style sheet's tags.
pub fn tone(state: State) -> &'static str {
    match state {
        State::Open => "waiting",
        State::Granted => "success",
        State::Refused => "error",
        State::Withdrawn => "withdrawn",
    }
}
