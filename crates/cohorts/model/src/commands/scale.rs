//! On what a cohort grades: decided by assessment, which knows whether somebody was graded.

use sea_orm::{DatabaseTransaction, IntoActiveModel, Set};

use platform::errors::refuse;

use super::{CohortResult, keep, locked};
use crate::entity::cohort::CohortId;
use crate::rules;
use crate::scale::GradeScale;

/// Writes the scale inside the transaction of the caller, which has found nothing that was graded on
/// another one, checked who may, and tells history.
pub async fn set_scale(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    scale: GradeScale,
) -> CohortResult<()> {
    let cohort = locked(tx, cohort).await?;
    rules::editable(cohort.stage).or_else(refuse)?;
    let mut row = cohort.into_active_model();
    row.scale = Set(scale);
    keep(tx, row).await?;
    Ok(())
}
