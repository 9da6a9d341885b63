//! Whom the reader of a letter asks. Letters are queued below the capability that knows who signs them: it
//! declares the answer, and `assembly` puts it into [`App`](super::app::App).

use std::pin::Pin;

use sea_orm::{DatabaseExecutor, DbErr};

/// Whom the reader of a letter asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterContact {
    /// What the foot of the letter says after «¿Preguntas?».
    pub sentence: String,
    /// The address that answers go to.
    pub reply_to: Option<String>,
}

/// The future of a contact; most signatures have none.
pub type ContactFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Option<LetterContact>, DbErr>> + Send + 'a>>;

/// Answers whom the reader of a letter asks, by who signs it.
pub type ContactFn = for<'a> fn(DatabaseExecutor<'a>, &'a str) -> ContactFuture<'a>;
