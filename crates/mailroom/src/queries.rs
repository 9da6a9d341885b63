//! Questions about the outbox. Bodies are read for one message only.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use notices_model::entity::mail_opt_out::MailTopic;
use notices_model::entity::outbox_message::{Column, Entity, MessageId, Model, State};
use notices_model::letters::OPT_OUT_CODE;
use notices_model::queries::has_opted_out;
use platform::pager::{Pager, ROWS};

/// A message without its bodies.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MessageRow {
    pub id: MessageId,
    pub recipient_email: String,
    pub recipient_name: String,
    pub subject: String,
    pub state: State,
    pub attempts: i32,
    pub not_before: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
    pub is_secret: bool,
}

/// One page of the messages of a state, newest first.
pub async fn messages(
    db: &impl ConnectionTrait,
    state: Option<State>,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<MessageRow>, Pager), DbErr> {
    let mut found = Entity::find();
    if let Some(state) = state {
        found = found.filter(Column::State.eq(state));
    }
    let pager = Pager::new(page, found.clone().count(db).await?, address);
    let rows = found
        .select_only()
        .columns([
            Column::Id,
            Column::RecipientEmail,
            Column::RecipientName,
            Column::Subject,
            Column::State,
            Column::Attempts,
            Column::NotBefore,
            Column::CreatedAt,
            Column::SentAt,
            Column::LastError,
            Column::IsSecret,
        ])
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .into_model::<MessageRow>()
        .all(db)
        .await?;
    Ok((rows, pager))
}

pub async fn message(db: &impl ConnectionTrait, id: MessageId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// How many messages there are in each state that has any.
pub async fn counts(db: &impl ConnectionTrait) -> Result<Vec<(State, i64)>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "count")
        .group_by(Column::State)
        .into_tuple()
        .all(db)
        .await
}

/// What the reader of a letter chose about its topic.
#[derive(Clone, Debug)]
pub struct TopicChoice {
    pub letter: MessageId,
    pub email: String,
    pub topic: MailTopic,
    pub is_out: bool,
}

#[derive(FromQueryResult)]
struct LetterTopic {
    id: MessageId,
    recipient_email: String,
    topic: Option<MailTopic>,
}

/// Finds the choice about the topic of the letter with a code. `None`: no letter has it.
///
/// # Errors
/// The database's.
pub async fn choice_of(
    db: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<TopicChoice>, DbErr> {
    if code.len() != OPT_OUT_CODE {
        return Ok(None);
    }
    let letter: Option<LetterTopic> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::RecipientEmail, Column::Topic])
        .filter(Column::OptOutCode.eq(code))
        .into_model()
        .one(db)
        .await?;
    let Some(LetterTopic { id, recipient_email, topic: Some(topic) }) = letter else {
        return Ok(None);
    };
    let is_out = has_opted_out(db, &recipient_email, topic).await?;
    Ok(Some(TopicChoice { letter: id, email: recipient_email, topic, is_out }))
}
