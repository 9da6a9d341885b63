//! Subscribers of a change: a capability later in the map keeps something up to date in the very
//! transaction in which an earlier one changes a row. The earlier capability announces the ids of
//! the changed rows; `assembly` puts the subscribers of all capabilities into [`App`], and they work
//! before the commit.

use std::pin::Pin;

use sea_orm::DatabaseTransaction;

use super::app::App;
use super::errors::AppError;

/// The work of a subscriber, in the transaction of the change.
pub type SubscriberFuture<'a> = Pin<Box<dyn Future<Output = Result<(), AppError>> + Send + 'a>>;

/// A function that receives the ids of the changed rows.
pub type ChangeHandler =
    for<'a> fn(&'a DatabaseTransaction, &'a App, &'a [i64]) -> SubscriberFuture<'a>;

/// A capability's reaction to changes of the rows of one table.
#[derive(Clone, Copy, Debug)]
pub struct Subscriber {
    /// The table of the ids, e.g. `person`.
    pub table: &'static str,
    pub on_change: ChangeHandler,
}

/// The subscribers of every capability, in the order of the map.
#[derive(Clone, Debug, Default)]
pub struct Subscribers(pub Vec<Subscriber>);

impl Subscribers {
    /// Calls every subscriber of this table with the ids, inside the transaction. No ids call
    /// nobody.
    ///
    /// # Errors
    /// The first error of a subscriber, which breaks the change: both are written or neither is.
    pub async fn notify(
        &self,
        tx: &DatabaseTransaction,
        app: &App,
        table: &'static str,
        ids: &[i64],
    ) -> Result<(), AppError> {
        if ids.is_empty() {
            return Ok(());
        }
        for subscriber in self.0.iter().filter(|subscriber| subscriber.table == table) {
            (subscriber.on_change)(tx, app, ids).await?;
        }
        Ok(())
    }
}
