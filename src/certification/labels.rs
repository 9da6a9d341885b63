//! The words people read for certificates: one place for them.

use super::entity::certificate::{Kind, State};

/// «Certificado».
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Certificado => "Certificado",
        Kind::Constancia => "Constancia de participación",
    }
}

/// «el certificado», within a sentence.
pub fn the(kind: Kind) -> &'static str {
    match kind {
        Kind::Certificado => "el certificado",
        Kind::Constancia => "la constancia de participación",
    }
}

/// The state's name on the page: «Válido», and «Válida» of a constancia.
pub fn state(kind: Kind, state: State) -> &'static str {
    match (kind, state) {
        (Kind::Certificado, State::Active) => "Válido",
        (Kind::Certificado, State::Revoked) => "Revocado",
        (Kind::Certificado, State::Replaced) => "Reemplazado",
        (Kind::Constancia, State::Active) => "Válida",
        (Kind::Constancia, State::Revoked) => "Revocada",
        (Kind::Constancia, State::Replaced) => "Reemplazada",
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
