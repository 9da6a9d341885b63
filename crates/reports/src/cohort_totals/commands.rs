//! Writing the sums of closed cohorts.

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::subscribers::COHORT;
use platform::errors::AppError;
use platform::subscribers::Subscriber;

use super::entity::{cohort_tally, cohort_tally_month, cohort_tally_place};
use super::queries;

/// The subscriber that adds up a cohort when it is closed.
pub fn subscriber() -> Subscriber {
    Subscriber {
        table: COHORT,
        on_change: |tx, _, ids| {
            Box::pin(async move {
                let cohorts: Vec<CohortId> = ids.iter().copied().map(CohortId).collect();
                keep(tx, &cohorts).await
            })
        },
    }
}

/// Rows of one statement: what a database takes as values, with room.
const BATCH: usize = 1_000;

/// Replaces the stored totals of these cohorts with those computed now. A cohort that is not closed is left
/// without totals. A bounded number of statements for a few hundred cohorts.
///
/// # Errors
/// The database's.
pub async fn keep(tx: &DatabaseTransaction, cohorts: &[CohortId]) -> Result<(), AppError> {
    let fresh = queries::fresh(tx, cohorts).await?;
    cohort_tally_month::Entity::delete_many()
        .filter(cohort_tally_month::Column::CohortId.is_in(cohorts.iter().copied()))
        .exec(tx)
        .await?;
    cohort_tally_place::Entity::delete_many()
        .filter(cohort_tally_place::Column::CohortId.is_in(cohorts.iter().copied()))
        .exec(tx)
        .await?;
    cohort_tally::Entity::delete_many()
        .filter(cohort_tally::Column::CohortId.is_in(cohorts.iter().copied()))
        .exec(tx)
        .await?;
    let (mut wholes, mut municipalities, mut months) = (Vec::new(), Vec::new(), Vec::new());
    for totals in fresh.into_values() {
        wholes.push(totals.whole.into_active_model());
        municipalities
            .extend(totals.municipalities.into_iter().map(IntoActiveModel::into_active_model));
        months.extend(totals.months.into_iter().map(IntoActiveModel::into_active_model));
    }
    for batch in wholes.chunks(BATCH) {
        cohort_tally::Entity::insert_many(batch.to_vec()).exec_without_returning(tx).await?;
    }
    for batch in municipalities.chunks(BATCH) {
        cohort_tally_place::Entity::insert_many(batch.to_vec()).exec_without_returning(tx).await?;
    }
    for batch in months.chunks(BATCH) {
        cohort_tally_month::Entity::insert_many(batch.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}
