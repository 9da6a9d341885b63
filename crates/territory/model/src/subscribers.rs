//! Changes of entities, announced to later capabilities: what they keep of an entity follows it in the very
//! transaction in which it is merged into another, or in which somebody says of which kind it is.

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect};

use platform::app::App;
use platform::errors::AppError;

use super::entity::entity::{self, EntityId};

/// The table that a [`platform::subscribers::Subscriber`] of entities names.
pub const ENTITY: &str = "entity";

/// Announces that these entities have been merged, or have another kind, in this transaction. Of a merge both
/// are named: the one that stays, and the one that is another name of it from now on.
///
/// # Errors
/// The first error of a subscriber.
pub async fn on_entity_changed(
    tx: &DatabaseTransaction,
    app: &App,
    entities: impl IntoIterator<Item = EntityId>,
) -> Result<(), AppError> {
    let ids: Vec<i64> = entities.into_iter().map(|entity| entity.0).collect();
    app.subscribers.notify(tx, app, ENTITY, &ids).await
}

/// Returns those of the announced entities that are another name of one, each with the one that stays: a row
/// that names the first becomes the second's.
///
/// # Errors
/// The database's.
pub async fn merged_pairs(
    tx: &DatabaseTransaction,
    ids: &[i64],
) -> Result<Vec<(EntityId, EntityId)>, DbErr> {
    entity::Entity::find()
        .select_only()
        .columns([entity::Column::Id, entity::Column::MergedInto])
        .filter(entity::Column::Id.is_in(ids.iter().copied()))
        .filter(entity::Column::MergedInto.is_not_null())
        .into_tuple()
        .all(tx)
        .await
}
