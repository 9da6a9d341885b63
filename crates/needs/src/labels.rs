//! What became of a need, as pages, sheets and addresses write it.

use super::rules::State;

/// As an address carries it.
pub fn code(state: State) -> &'static str {
    match state {
        State::Pending => "pendiente",
        State::Matched => "con-cohorte",
        State::Attended => "atendida",
        State::Refused => "rechazada",
    }
}

/// The code of the style sheet's tags.
pub fn tone(state: State) -> &'static str {
    match state {
        State::Pending => "waiting",
        State::Matched => "info",
        State::Attended => "success",
        State::Refused => "withdrawn",
    }
}
