//! The steps of an import in history.

use sea_orm::{DatabaseTransaction, DbErr};
use serde_json::Value;

use history_model::commands::{Event, record};
use platform::app::App;
use sign_in_model::actor::Author;

use crate::import::entity::import;

/// Writes a step of an import to history.
pub async fn record_step(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    action: &'static str,
    import: &import::Model,
    detail: Value,
) -> Result<(), DbErr> {
    let event = Event {
        cohort_id: Some(import.cohort_id.0),
        detail,
        ..by.event(app.clock.now(), action, ("enrolment_import", import.id.0))
    };
    record(tx, event).await
}
