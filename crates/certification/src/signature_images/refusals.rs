//! Why a signature image was not stored.

use platform::texts::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("certification.drawing_")]
#[field("archivo")]
pub enum SignatureImageRefusal {
    #[error("no file was chosen")]
    NoFile,
    #[error("{0}")]
    #[facts(why = _0)]
    File(scans::DrawingRefusal),
    #[error("it cannot stand on a document")]
    NotDrawn,
    #[error("the same drawing is kept")]
    Known,
    #[error("there are too many")]
    TooMany,
}
