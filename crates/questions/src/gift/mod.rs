//! Questions exchanged with Moodle and the systems that read its GIFT format.
//!
//! Source of the rules: <https://docs.moodle.org/en/GIFT_format>, and where it is silent what Moodle
//! does (`question/format/gift/format.php`).
//!
//! What is read: `::name::`, `[html]`, `[markdown]`, `[plain]`, `[moodle]`, all kinds of answers in
//! braces, `#` and `####`, weights, a missing word, `//` comments with Moodle's `[id:…]` and
//! `[tag:…]`, `$CATEGORY:`, the escapes and `\n`. Texts become Markdown; HTML is brought to it as
//! far as the subset of [`crate::Markdown`] goes, with a notice.
//!
//! What is written says `[markdown]`, and reads back as the same question. Three things have no
//! form in GIFT and travel in a comment before the question, which other systems pass over:
//!
//! - `[formacion:ordenar]`: putting in order is written as matching of places and steps (`=1 ->
//!   primer paso`); another system asks it as matching;
//! - `[formacion:mayusculas]`, `[formacion:tildes]`, `[formacion:espacios]`: how strict a short text
//!   is; another system decides by itself;
//! - `[formacion:orden-fijo]`: options that are not shuffled.
//!
//! `->` inside a text that stands where GIFT would read an arrow is written `-\>`, which Markdown
//! shows as `->`.

mod answers;
mod blocks;
mod entry;
mod html;
mod read;
mod remark;
mod symbols;
mod write;

pub use entry::GiftEntry;
pub use read::{Fault, GiftQuestion, GiftReading, read};
pub use write::write;

/// Bytes of a file.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Questions of a file.
pub const MOST_QUESTIONS: usize = 2_000;
/// Characters of a name, a category, an id or a tag.
pub const MOST_NAME: usize = 200;
/// Tags of a question.
pub const MOST_TAGS: usize = 20;

/// Why nothing of a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GiftRefusal {
    #[error("El archivo no tiene preguntas.")]
    Empty,
    #[error("El archivo pesa más de 2 MB. Pártalo en varios.")]
    TooLarge,
    #[error("El archivo tiene más de 2.000 preguntas. Pártalo en varios.")]
    TooMany,
}
