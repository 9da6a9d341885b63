//! Who looked somebody of another unit up by document, and how often (R80).

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use history_model::entity::history_event;
use platform::errors::AppError;
use serde_json::json;
use sign_in_model::actor::AccountId;
use sign_in_model::work::Work;

use super::entity::person::PersonId;

/// People of other units whom an account looks up within [`WITHIN`].
pub const MOST_LOOK_UPS: u64 = 30;
/// The time that the limit is about.
pub const WITHIN: TimeDelta = TimeDelta::hours(1);

const ACTION: &str = "people.look_up";

/// How many an account looked up within [`WITHIN`].
///
/// # Errors
/// Those of the database.
pub async fn made(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    history_event::Entity::find()
        .filter(history_event::Column::ActorAccountId.eq(account.0))
        .filter(history_event::Column::At.gt(now - WITHIN))
        .filter(history_event::Column::Action.eq(ACTION))
        .count(db)
        .await
}

/// Writes one into history; `agrees` says whether the name that was typed is theirs.
///
/// # Errors
/// Those of the database.
pub async fn note(work: &Work<'_>, person: PersonId, agrees: bool) -> Result<(), AppError> {
    work.record(ACTION, ("person", person.0), json!({ "agrees": agrees })).await
}
