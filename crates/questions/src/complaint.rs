//! What a person has to put right.

/// One thing that is wrong, where, and a sentence for the page.
///
/// `field` is the path of the field inside a [`crate::Draft`], counted from zero:
/// `text`, `general_feedback`, `options`, `options.2.text`, `options.2.feedback`, `accepted.0.range`,
/// `accepted.0.pattern`, `items.3`, `pairs.1.stem`, `pairs.1.answer`, `extra.0`, `answer`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {sentence}")]
pub struct Complaint {
    pub field: String,
    /// In Spanish, for the person who wrote it.
    pub sentence: String,
}

impl Complaint {
    pub(crate) fn new(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { field: field.into(), sentence: sentence.into() }
    }
}
