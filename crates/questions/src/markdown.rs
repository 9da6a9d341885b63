//! Texts of questions.

use std::fmt;

/// A text in Markdown: never empty, within its length, lines ended by `\n`, trimmed.
///
/// Nothing else is judged here. The page that shows it renders this subset of CommonMark (with the
/// tables of GFM) and shows everything else as the characters it is written with:
///
/// - paragraphs, line breaks, headings of the third level and below;
/// - emphasis `*…*`, strong `**…**`, code `` `…` `` and code blocks, quotes;
/// - lists, numbered and not; tables;
/// - pictures by reference, `![what is seen](picture:<name>)`, where the name is of a file that the
///   product keeps: never an address of the outside, which would tell who reads the question;
/// - links to `https:` addresses.
///
/// No HTML, no formulas: arithmetic is written plainly (`3 × 4 + 2`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Markdown(pub(crate) String);

impl Markdown {
    /// A text within `most` characters; `None` when nothing is left of it or it is longer.
    pub fn new(raw: &str, most: usize) -> Option<Self> {
        let text = crate::clean::text(raw);
        (!text.is_empty() && text.chars().count() <= most).then_some(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
