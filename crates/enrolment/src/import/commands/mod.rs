//! The steps of an import. What a person orders takes a permit; [`check`] and [`write`] are a
//! worker's steps of what was ordered, and whoever ordered it is asked for again before writing.

mod check;
mod choose;
mod shared;
mod upload;
mod write;

pub use check::{NameApart, READING, check};
pub use choose::{choose, discard, order};
pub(super) use shared::forget;
pub use upload::{NewFile, upload};
pub use write::{WRITING, write};
