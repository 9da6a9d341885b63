//! What became of letters.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _,
};

use super::entity::mail_opt_out::{self, MailTopic};
use super::entity::outbox_message::{self, Column, State};

/// Whether the reader at an address asked for no more letters about a topic.
pub async fn has_opted_out(
    db: &impl ConnectionTrait,
    email: &str,
    topic: MailTopic,
) -> Result<bool, DbErr> {
    let found = mail_opt_out::Entity::find()
        .filter(mail_opt_out::Column::Email.eq(email.to_lowercase()))
        .filter(mail_opt_out::Column::Topic.eq(topic))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Returns those of the addresses whose last letter was given up: nobody reads there, or no server takes it.
/// What still waits to be sent says nothing yet.
pub async fn undelivered(
    db: &impl ConnectionTrait,
    addresses: impl IntoIterator<Item = &str>,
) -> Result<BTreeSet<String>, DbErr> {
    let last = outbox_message::Entity::find()
        .select_only()
        .column_as(Column::Id.max(), "last")
        .filter(Column::RecipientEmail.is_in(addresses))
        .filter(Column::State.is_in([State::Sent, State::Failed]))
        .group_by(Column::RecipientEmail)
        .into_query();
    let failed: Vec<String> = outbox_message::Entity::find()
        .select_only()
        .column(Column::RecipientEmail)
        .filter(Column::Id.in_subquery(last))
        .filter(Column::State.eq(State::Failed))
        .into_tuple()
        .all(db)
        .await?;
    Ok(failed.into_iter().collect())
}
