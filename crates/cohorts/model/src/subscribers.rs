//! Changes of cohorts, announced to later capabilities. These keep figures that must be true together
//! with the change.

use sea_orm::DatabaseTransaction;

use platform::app::App;
use platform::errors::AppError;

use super::entity::cohort::CohortId;

/// The table that a [`platform::subscribers::Subscriber`] of cohorts names.
pub const COHORT: &str = "cohort";

/// Announces that the cohort was closed in this transaction, or that what it adds up to changed after that:
/// a mark was written, or an enrolment counts from another day. It is the last step of the change.
///
/// # Errors
/// The first error of a subscriber.
pub async fn on_closed_cohort(
    tx: &DatabaseTransaction,
    app: &App,
    cohort: CohortId,
) -> Result<(), AppError> {
    app.subscribers.notify(tx, app, COHORT, &[cohort.0]).await
}
