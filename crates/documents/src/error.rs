//! Why a document could not be made.

/// What went wrong, in the words an operator reads in the log.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A value that no document can be made from; `field` is its name in the data.
    #[error("«{field}»: {reason}")]
    Invalid { field: String, reason: String },
    /// A character that none of the embedded fonts has: printing it would leave a box on the page.
    #[error("«{field}»: el carácter «{character}» no se puede imprimir")]
    Unprintable { field: String, character: char },
    /// The template did not compile with this data, or its PDF does not conform to the standards.
    #[error("la plantilla no produjo el documento: {0}")]
    Template(String),
}

impl DocumentError {
    /// Refuses a value, for this reason.
    pub(crate) fn invalid<T>(field: &str, reason: &str) -> Result<T, Self> {
        Err(Self::Invalid { field: field.to_owned(), reason: reason.to_owned() })
    }
}
