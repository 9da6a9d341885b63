//! The words of requests.

use super::entity::attendance_request::{Kind, State};

pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Correction => "Corrección",
        Kind::Excuse => "Excusa",
    }
}

pub fn state(state: State) -> &'static str {
    match state {
        State::Open => "Por decidir",
        State::Granted => "Aceptada",
        State::Refused => "No aceptada",
        State::Withdrawn => "Retirada",
    }
}

/// The code of the style sheet's tags.
pub fn tone(state: State) -> &'static str {
    match state {
        State::Open => "waiting",
        State::Granted => "success",
        State::Refused => "error",
        State::Withdrawn => "withdrawn",
    }
}
