//! Later capabilities keep figures of persons that must be true with the change that makes them: where
//! people work, and what they are certified for. Whoever changes a post, a union of records or a
//! certificate says so here, in its transaction and as its last step.

use sea_orm::DatabaseTransaction;

use platform::app::App;
use platform::errors::AppError;

use super::entity::person::PersonId;

/// What a [`platform::keepers::Keeper`] of persons says it keeps.
pub const PERSON: &str = "person";

/// The posts, the certificates or the records of these persons have changed in this transaction. As
/// many statements for a thousand as for one.
///
/// # Errors
/// What breaks whoever keeps something.
pub async fn changed(
    tx: &DatabaseTransaction,
    app: &App,
    persons: impl IntoIterator<Item = PersonId>,
) -> Result<(), AppError> {
    let mut ids: Vec<i64> = persons.into_iter().map(|person| person.0).collect();
    ids.sort_unstable();
    ids.dedup();
    app.keepers.tell(tx, app, PERSON, &ids).await
}
