//! What became of the letters of a cohort, in a few statements whatever their number.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session_change;
use notices_model::entity::outbox_message::{Column, Entity, MessageId, State};
use notices_model::letters::Letter as _;
use platform::pager::ROWS;
use platform::prelude::{DateTime, Utc};

use super::letters::CohortMessage;

/// Most groups of messages that are shown; each has three states at most.
const MOST: u64 = 150;

/// The letters of one kind in one state; of messages, those of one subject.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LetterCount {
    pub kind: String,
    pub state: State,
    pub letters: i64,
    /// The last of them.
    pub last: MessageId,
}

/// The last letter of some that are counted together.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LastLetter {
    pub id: MessageId,
    pub subject: String,
    pub created_at: DateTime<Utc>,
}

/// A letter that was given up.
#[derive(Clone, Debug, FromQueryResult)]
pub struct FailedLetter {
    pub person_id: Option<i64>,
    pub recipient_name: String,
    pub recipient_email: String,
    pub subject: String,
    pub created_at: DateTime<Utc>,
    pub last_error: Option<String>,
}

fn of_cohort(cohort: CohortId) -> Select<Entity> {
    Entity::find().filter(Column::CohortId.eq(cohort.0))
}

/// The kind of the messages that people write themselves.
fn message() -> &'static str {
    CohortMessage::TEMPLATE.trim_start_matches("emails/")
}

/// How many letters of each kind are in which state; messages are told apart by their subject.
pub async fn counts(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<LetterCount>, DbErr> {
    let counted = |found: Select<Entity>| {
        found
            .select_only()
            .column(Column::Kind)
            .column(Column::State)
            .column_as(Column::Id.count(), "letters")
            .column_as(Column::Id.max(), "last")
            .group_by(Column::Kind)
            .group_by(Column::State)
    };
    let kinds = counted(of_cohort(cohort).filter(Column::Kind.ne(message())));
    let messages = counted(of_cohort(cohort).filter(Column::Kind.eq(message())))
        .group_by(Column::Subject)
        .order_by_desc(Column::Id.max())
        .limit(MOST);
    let mut all: Vec<LetterCount> = kinds.into_model().all(db).await?;
    all.extend(messages.into_model::<LetterCount>().all(db).await?);
    Ok(all)
}

/// The last letters that these counts name.
pub async fn last_letters(
    db: &impl ConnectionTrait,
    counts: &[LetterCount],
) -> Result<HashMap<MessageId, LastLetter>, DbErr> {
    let rows: Vec<LastLetter> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Subject, Column::CreatedAt])
        .filter(Column::Id.is_in(counts.iter().map(|count| count.last)))
        .into_model()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The letters of a cohort that were given up, the last first; at most a page of them.
pub async fn failed(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<FailedLetter>, DbErr> {
    of_cohort(cohort)
        .filter(Column::State.eq(State::Failed))
        .select_only()
        .columns([
            Column::PersonId,
            Column::RecipientName,
            Column::RecipientEmail,
            Column::Subject,
            Column::CreatedAt,
            Column::LastError,
        ])
        .order_by_desc(Column::Id)
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}

/// How many changes of its sessions people are still to be told of.
pub async fn untold(db: &impl ConnectionTrait, cohort: CohortId) -> Result<u64, DbErr> {
    session_change::Entity::find()
        .filter(session_change::Column::CohortId.eq(cohort))
        .filter(session_change::Column::ToldAt.is_null())
        .count(db)
        .await
}
