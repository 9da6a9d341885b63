//! Documents that one would frame: typed data in, PDF bytes out.
//!
//! What belongs here: the typst world the templates are laid out in, the fonts they are set with,
//! and one module per kind of document. Nothing here knows the application's entities, reads a
//! clock or touches a file: the same data always gives the same bytes.

pub mod certificate;
pub mod department;
mod error;
pub mod exam;
mod export;
pub mod municipality;
pub mod paper;
pub mod qr;
pub mod report;
pub mod rich;
pub mod sheet;
pub mod template;
mod text;
mod world;

pub use error::DocumentError;
pub use text::{is_invisible, unprintable};
