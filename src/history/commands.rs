//! Writing history: called inside the transaction of the change it tells about (P17).

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, Set};
use serde_json::Value;

use super::entity::history_event;

/// One thing that happened. `action` is `capability.verb`; `detail` never holds document
/// numbers, mails or passwords.
pub struct Event<'a> {
    pub at: DateTime<Utc>,
    /// `account.id` of whoever did it; `None` for the product itself.
    pub actor: Option<i64>,
    pub request: Option<&'a str>,
    pub action: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: i64,
    pub cohort_id: Option<i64>,
    pub detail: Value,
}

/// Appends the event.
pub async fn record(tx: &impl ConnectionTrait, event: Event<'_>) -> Result<(), DbErr> {
    history_event::ActiveModel {
        at: Set(event.at),
        actor_account_id: Set(event.actor),
        action: Set(event.action.to_owned()),
        subject_kind: Set(event.subject_kind.to_owned()),
        subject_id: Set(event.subject_id),
        cohort_id: Set(event.cohort_id),
        detail: Set(event.detail.to_string()),
        request_id: Set(event.request.map(str::to_owned)),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    Ok(())
}
