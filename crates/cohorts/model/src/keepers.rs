//! Later capabilities keep figures of cohorts that must be true with the change that makes them.

use sea_orm::DatabaseTransaction;

use platform::app::App;
use platform::errors::AppError;

use super::entity::cohort::CohortId;

/// What a [`platform::keepers::Keeper`] of cohorts says it keeps.
pub const COHORT: &str = "cohort";

/// The cohort was closed in this transaction, as its last step.
///
/// # Errors
/// What breaks whoever keeps something.
pub async fn closed(tx: &DatabaseTransaction, app: &App, cohort: CohortId) -> Result<(), AppError> {
    app.keepers.tell(tx, app, COHORT, &[cohort.0]).await
}
