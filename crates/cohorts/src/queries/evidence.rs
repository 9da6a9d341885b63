//! The files of the minimum activities of a cohort.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use platform::entity::stored_file;

use crate::entity::cohort::CohortId;
use crate::entity::minimum_evidence::{self, Column, Model};

/// The files that nobody withdrew, the oldest first. One statement.
pub async fn evidence(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(Model, stored_file::Model)>, DbErr> {
    let rows = minimum_evidence::Entity::find()
        .find_also_related(stored_file::Entity)
        .filter(Column::CohortId.eq(cohort))
        .filter(Column::WithdrawnAt.is_null())
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(row, file)| Some((row, file?))).collect())
}
