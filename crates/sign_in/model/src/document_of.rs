//! The document of a person, which their password must not be made of. Who knows the people is a later
//! capability, whose declaration gives Rocket the answer.

use std::pin::Pin;

use sea_orm::{DatabaseConnection, DbErr};

use platform::errors::AppError;

use super::desk::Desk;
use super::entity::account;
use super::strength::KnownWords;

/// The future that [`DocumentOf`] returns: a document number.
pub type DocumentFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Option<String>, DbErr>> + Send + 'a>>;

/// The function that returns the document number of a person (`person.id`), managed by Rocket.
pub struct DocumentOf(pub for<'a> fn(&'a DatabaseConnection, i64) -> DocumentFuture<'a>);

/// Returns the words that somebody who guesses knows of an account.
///
/// # Errors
/// Those of the database.
pub async fn known_words(
    desk: &Desk<'_>,
    account: &account::Model,
) -> Result<KnownWords, AppError> {
    let asked = (account.person_id, desk.request().rocket().state::<DocumentOf>());
    let document = match asked {
        (Some(person), Some(DocumentOf(of))) => of(desk.app.db.read(), person).await?,
        _ => None,
    };
    Ok(KnownWords::of(&account.display_name, &account.email, document.as_deref()))
}
