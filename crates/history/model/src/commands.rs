//! Writing history: called inside the transaction of the change it tells about (P17).

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, Set};
use serde_json::Value;

use super::entity::history_event;

/// One thing that happened. `action` is `capability.verb`; `detail` never holds document
/// numbers, mails or passwords.
pub struct Event<'a> {
    pub at: DateTime<Utc>,
    /// `account.id` of the person who did it; `None` means the product itself.
    pub actor: Option<i64>,
    pub request: Option<&'a str>,
    pub action: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: i64,
    pub cohort_id: Option<i64>,
    pub detail: Value,
}

impl Event<'_> {
    fn row(self) -> history_event::ActiveModel {
        history_event::ActiveModel {
            at: Set(self.at),
            actor_account_id: Set(self.actor),
            action: Set(self.action.to_owned()),
            subject_kind: Set(self.subject_kind.to_owned()),
            subject_id: Set(self.subject_id),
            cohort_id: Set(self.cohort_id),
            detail: Set(self.detail.to_string()),
            request_id: Set(self.request.map(str::to_owned)),
            ..Default::default()
        }
    }
}

/// Appends the event.
pub async fn record(tx: &impl ConnectionTrait, event: Event<'_>) -> Result<(), DbErr> {
    event.row().insert(tx).await?;
    Ok(())
}

/// Appends many events with one statement; the caller bounds how many.
pub async fn record_all(
    tx: &impl ConnectionTrait,
    events: impl IntoIterator<Item = Event<'_>>,
) -> Result<(), DbErr> {
    let rows = events.into_iter().map(Event::row);
    history_event::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
