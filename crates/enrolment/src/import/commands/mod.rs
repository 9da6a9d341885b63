//! The steps of an import. A step that a person orders takes a permit; [`check`] and [`write`] are
//! a worker's steps, and the permission of the person who ordered the writing is asked again before
//! it.

mod answer;
mod check;
mod choose;
mod claim;
mod history;
mod issues;
mod upload;
mod write;

pub use answer::{RowAnswer, answer};
pub use check::{READING, check};
pub use choose::{choose, discard, order};
pub(super) use issues::forget_file;
pub use upload::upload;
pub use write::{WRITING, write};
