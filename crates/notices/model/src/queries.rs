//! What became of letters.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _,
};

use super::entity::outbox_message::{self, Column, State};

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
        .filter(Column::State.ne(State::Queued))
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
