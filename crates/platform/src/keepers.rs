//! What must be kept up to date in the very transaction of a change, by somebody who comes later in the
//! map than whoever makes the change. The earlier one says what changed; `assembly` puts those who
//! keep something of it into [`App`], and they work before the commit.

use std::pin::Pin;

use sea_orm::DatabaseTransaction;

use super::app::App;
use super::errors::AppError;

/// The work of a keeper.
pub type Keeping<'a> = Pin<Box<dyn Future<Output = Result<(), AppError>> + Send + 'a>>;

/// Is told the ids of the rows that something changed about.
pub type Keep = for<'a> fn(&'a DatabaseTransaction, &'a App, &'a [i64]) -> Keeping<'a>;

/// Somebody who keeps something about rows of one kind.
#[derive(Clone, Copy, Debug)]
pub struct Keeper {
    /// The table of the ids, e.g. `person`.
    pub of: &'static str,
    pub keep: Keep,
}

/// Everybody who keeps something, in the order of the map.
#[derive(Clone, Debug, Default)]
pub struct Keepers(pub Vec<Keeper>);

impl Keepers {
    /// Lets those who keep something about rows of this kind do it, inside the transaction.
    ///
    /// # Errors
    /// What breaks a keeper breaks the change: they are true together or not at all.
    pub async fn tell(
        &self,
        tx: &DatabaseTransaction,
        app: &App,
        of: &'static str,
        ids: &[i64],
    ) -> Result<(), AppError> {
        if ids.is_empty() {
            return Ok(());
        }
        for keeper in self.0.iter().filter(|keeper| keeper.of == of) {
            (keeper.keep)(tx, app, ids).await?;
        }
        Ok(())
    }
}
