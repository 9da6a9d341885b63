//! The words people read for certificates: one place for them.

use super::entity::certificate::{Kind, State};

/// «Certificado».
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Certificado => "Certificado",
        Kind::Constancia => "Constancia de participación",
    }
}

/// The state's name on the page.
pub fn state(state: State) -> &'static str {
    match state {
        State::Active => "Válido",
        State::Revoked => "Revocado",
        State::Replaced => "Reemplazado",
    }
}

/// The state as a tag's code.
pub fn state_code(state: State) -> &'static str {
    match state {
        State::Active => "active",
        State::Revoked => "revoked",
        State::Replaced => "replaced",
    }
}
