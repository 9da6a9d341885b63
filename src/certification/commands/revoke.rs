//! Revoking: the row, its address and its number stay; state, date and public reason are added (R55).

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect, Set};
use serde_json::json;

use crate::certification::entity::certificate::{self, State};
use crate::certification::policy::Revoke;
use crate::certification::refusals::CertificationRefusal;
use crate::certification::rules;
use crate::history::commands::{Event, record};
use crate::platform::app::App;
use crate::platform::errors::{AppError, Failure};

/// Revokes with a reason that the verification page publishes.
pub async fn revoke(
    app: &App,
    permit: Revoke,
    reason: &str,
) -> Result<(), Failure<CertificationRefusal>> {
    let reason = rules::reason(reason).map_err(Failure::Refused)?.to_owned();
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let row = certificate::Entity::find_by_id(*permit.certificate())
        .lock_exclusive()
        .one(&tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if row.state != State::Active {
        return Err(Failure::Refused(CertificationRefusal::NotActive));
    }
    let (id, cohort) = (row.id, row.cohort_id);
    let mut row = row.into_active_model();
    row.state = Set(State::Revoked);
    row.revoked_at = Set(Some(now));
    row.revocation_reason = Set(Some(reason));
    row.revoked_by = Set(permit.by().account);
    row.update(&tx).await?;
    record(
        &tx,
        Event {
            at: now,
            actor: permit.by().account.map(|account| account.0),
            request: permit.by().request.as_deref(),
            action: "certification.revoke",
            subject_kind: "certificate",
            subject_id: id.0,
            cohort_id: Some(cohort.0),
            detail: json!({}),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
