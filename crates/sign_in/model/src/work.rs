//! A unit of work: one change in one transaction, with its author, its moment, its history and its
//! letters. Every command that changes something is one.

use sea_orm::DatabaseTransaction;
use serde_json::Value;

use history_model::commands::{Event, record};
use notices_model::commands::{queue, queue_all};
use notices_model::letters::{Letter, Recipient};
use platform::prelude::*;

use super::actor::Author;
use super::entity::account::AccountId;
use super::queries::coordinators;

/// A change that is being made. What is not committed never happened: dropped, it is rolled back.
pub struct Work<'a> {
    pub app: &'a App,
    pub by: &'a Author,
    /// The moment that the change was asked for: rules compare with it, however long the transaction
    /// waited for others.
    pub now: DateTime<Utc>,
    pub tx: DatabaseTransaction,
}

impl<'a> Work<'a> {
    /// Opens the transaction.
    pub async fn begin(app: &'a App, by: &'a Author) -> Result<Self, AppError> {
        let now = app.clock.now();
        Ok(Self { app, by, now, tx: app.db.begin().await? })
    }

    /// Opens the transaction of a change that the product itself makes.
    pub async fn of_product(app: &'a App) -> Result<Self, AppError> {
        static PRODUCT: Author = Author { account: None, request: None };
        Self::begin(app, &PRODUCT).await
    }

    /// Returns the account that makes the change.
    ///
    /// # Errors
    /// `Internal` when the product itself makes it.
    pub fn account(&self) -> Result<AccountId, AppError> {
        self.by.account.ok_or_else(|| AppError::Internal("the change needs an author".into()))
    }

    /// Writes into history what is done, to which kind of thing and which one (P17). Its time is that of
    /// the writing: whoever follows history by its times must not be told of a moment before the wait.
    pub async fn record(
        &self,
        action: &'static str,
        subject: (&'static str, i64),
        detail: Value,
    ) -> Result<(), AppError> {
        let event = Event { detail, ..self.by.event(self.app.clock.now(), action, subject) };
        Ok(record(&self.tx, event).await?)
    }

    /// Like [`Self::record`], for something that belongs to a cohort: `cohort` is `cohort.id`.
    pub async fn record_in(
        &self,
        cohort: i64,
        action: &'static str,
        subject: (&'static str, i64),
        detail: Value,
    ) -> Result<(), AppError> {
        let event = self.by.event(self.app.clock.now(), action, subject);
        let event = Event { cohort_id: Some(cohort), detail, ..event };
        Ok(record(&self.tx, event).await?)
    }

    /// Queues a letter; the same key never queues two.
    pub async fn write_to<L: Letter>(
        &self,
        to: Recipient,
        key: String,
        letter: &L,
    ) -> Result<(), AppError> {
        queue(&self.tx, self.app, to, key, letter).await
    }

    /// Queues a letter to each coordinator of a territorial unit. The number of each one's account
    /// follows `key`, which ends in the mark that parts them.
    pub async fn write_to_coordinators<L: Letter + Clone>(
        &self,
        unit: &str,
        key: &str,
        letter: &L,
    ) -> Result<(), AppError> {
        let accounts = coordinators(&self.tx, unit, dates::bogota_date(self.now)).await?;
        if accounts.is_empty() {
            return Ok(());
        }
        let letters = accounts.into_iter().map(|account| {
            let key = format!("{key}{}", account.id);
            (account.recipient(), key, letter.clone())
        });
        queue_all(&self.tx, self.app, letters.collect()).await
    }

    /// Makes the change last.
    pub async fn commit(self) -> Result<(), AppError> {
        Ok(self.tx.commit().await?)
    }
}
