//! What people photograph or scan, made safe to keep and to open: strangers' bytes in, bytes of
//! ours out.
//!
//! The content decides what a file is, never its name. A photo is decoded within limits, turned as
//! it was held and written anew, so that nothing but the picture stays. A PDF is taken apart and
//! put together from its pages alone: no scripts, actions, attachments, forms, names or places.
//! Nothing here reads a clock, a database or a disk. A file of some kilobytes may ask for any amount
//! of memory and time, so the product calls it in a process apart ([`apart`]).

pub mod apart;
mod jpeg;
mod pdf;
mod photo;
mod signature;
mod sniff;

use serde::{Deserialize, Serialize};

pub use signature::{Drawing, DrawingRefusal, MOST_DRAWING_BYTES, signature};
pub use sniff::Stranger;

/// The largest file that is looked at.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Pages of a PDF: a signed sheet of a thousand people has ninety.
pub const MOST_PAGES: usize = 120;
/// Pixels of a photo; the best phones of today stay below.
pub const MOST_PIXELS: u64 = 40_000_000;

/// What a kept file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Pdf,
    Jpeg,
}

/// A file of ours, made from a stranger's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CleanFile {
    pub kind: Kind,
    pub bytes: Vec<u8>,
    pub pages: u32,
}

/// Why a file is not kept, in words for the person who sent it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ScanRefusal {
    #[error("El archivo está vacío.")]
    Empty,
    #[error("El archivo pesa más de 10 MB. Tome la foto con menos resolución o parta el PDF.")]
    TooLarge,
    // True whatever its name says.
    #[error("Por dentro, el archivo es {0}. Envíe un PDF o una foto JPEG, PNG o WebP.")]
    Stranger(Stranger),
    #[error("La foto está dañada o incompleta. Tómela o envíela de nuevo.")]
    BrokenPhoto,
    #[error("La foto tiene más de 40 millones de puntos. Tómela con menos resolución.")]
    TooManyPixels,
    #[error("El PDF está dañado o incompleto. Escanéelo o expórtelo de nuevo.")]
    BrokenPdf,
    #[error("El PDF está protegido con contraseña. Quítele la protección y envíelo de nuevo.")]
    Locked,
    #[error("El PDF no tiene páginas.")]
    NoPages,
    #[error("El PDF tiene más de 120 páginas. Envíe solo las de la planilla.")]
    TooManyPages,
    #[error(
        "El archivo pide más memoria o más tiempo de lo que se da a uno. Tome una foto, o expórtelo de nuevo con menos páginas."
    )]
    TooDemanding,
}

/// Looks at a file and makes ours of it.
///
/// # Errors
/// Why it is not kept.
pub fn clean(bytes: &[u8]) -> Result<CleanFile, ScanRefusal> {
    if bytes.is_empty() {
        return Err(ScanRefusal::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(ScanRefusal::TooLarge);
    }
    match sniff::sniff(bytes).map_err(ScanRefusal::Stranger)? {
        sniff::Form::Pdf => pdf::clean(bytes),
        sniff::Form::Photo(format) => photo::clean(bytes, format),
    }
}
