//! Writing the sums of closed cohorts.

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::keepers::COHORT;
use platform::errors::AppError;
use platform::keepers::Keeper;

use super::entity::{cohort_tally, cohort_tally_place};
use super::queries;

/// What `assembly` puts where `cohorts` asks for those who keep something of cohorts.
pub fn keeper() -> Keeper {
    Keeper {
        of: COHORT,
        keep: |tx, _, ids| {
            Box::pin(async move {
                let cohorts: Vec<CohortId> = ids.iter().copied().map(CohortId).collect();
                keep(tx, &cohorts).await
            })
        },
    }
}

/// Rows of one statement: what a database takes as values, with room.
const BATCH: usize = 1_000;

/// Adds up those of these cohorts that are closed and keeps the sums instead of those of before; of the
/// others nothing stays. A bounded number of statements for a few hundred.
///
/// # Errors
/// The database's.
pub async fn keep(tx: &DatabaseTransaction, cohorts: &[CohortId]) -> Result<(), AppError> {
    let fresh = queries::fresh(tx, cohorts).await?;
    cohort_tally_place::Entity::delete_many()
        .filter(cohort_tally_place::Column::CohortId.is_in(cohorts.iter().copied()))
        .exec(tx)
        .await?;
    cohort_tally::Entity::delete_many()
        .filter(cohort_tally::Column::CohortId.is_in(cohorts.iter().copied()))
        .exec(tx)
        .await?;
    let (mut wholes, mut places) = (Vec::new(), Vec::new());
    for sums in fresh.into_values() {
        wholes.push(sums.whole.into_active_model());
        places.extend(sums.places.into_iter().map(IntoActiveModel::into_active_model));
    }
    for batch in wholes.chunks(BATCH) {
        cohort_tally::Entity::insert_many(batch.to_vec()).exec_without_returning(tx).await?;
    }
    for batch in places.chunks(BATCH) {
        cohort_tally_place::Entity::insert_many(batch.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}
