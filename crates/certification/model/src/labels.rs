//! The words people read for certificates: one place for them.

use super::entity::certificate::Kind;
use super::validity::rules::Validity;

/// «el certificado», within a sentence.
pub fn the(kind: Kind) -> &'static str {
    match kind {
        Kind::Certificado => "el certificado",
        Kind::Constancia => "la constancia de participación",
    }
}

/// What it is worth, on the page: «Válido», and «Válida» of a constancia.
pub fn validity(kind: Kind, validity: Validity) -> &'static str {
    match (kind, validity) {
        (Kind::Certificado, Validity::Valid) => "Válido",
        (Kind::Certificado, Validity::Expired) => "Vencido",
        (Kind::Certificado, Validity::Revoked) => "Revocado",
        (Kind::Certificado, Validity::Replaced) => "Reemplazado",
        (Kind::Constancia, Validity::Valid) => "Válida",
        (Kind::Constancia, Validity::Expired) => "Vencida",
        (Kind::Constancia, Validity::Revoked) => "Revocada",
        (Kind::Constancia, Validity::Replaced) => "Reemplazada",
    }
}

/// Returns the code of the tag that shows a validity.
pub fn validity_code(validity: Validity) -> &'static str {
    match validity {
        Validity::Valid => "active",
        Validity::Expired => "warning",
        Validity::Revoked => "revoked",
        Validity::Replaced => "replaced",
    }
}
