//! Why a signature image was not stored.

use platform::texts::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureImageRefusal {
    #[error("no file was chosen")]
    NoFile,
    #[error("{0}")]
    File(scans::DrawingRefusal),
    #[error("it cannot stand on a document")]
    NotDrawn,
    #[error("the same drawing is kept")]
    Known,
    #[error("there are too many")]
    TooMany,
}

impl Refusal for SignatureImageRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoFile => "certification.drawing_no_file",
            Self::File(_) => "certification.drawing_file",
            Self::NotDrawn => "certification.drawing_not_drawn",
            Self::Known => "certification.drawing_known",
            Self::TooMany => "certification.drawing_too_many",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::File(why) => vec![("why", why.to_string())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some("archivo")
    }
}
