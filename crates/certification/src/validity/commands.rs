//! Telling a holder that their certificate ends: once, in the transaction that notes it.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect, Set};
use serde_json::json;

use history_model::commands::{Event, record};
use notices_model::commands::queue;
use people_model::entity::person;
use platform::app::App;
use platform::dates;
use platform::errors::AppError;

use super::queries::renewal;
use super::rules::told_on;
use crate::commands::recipient;
use crate::entity::certificate::{self, CertificateId, State};
use crate::letters::CertificateExpiryLetter;
use crate::snapshot::Snapshot;

/// Tells a holder that the certificate expires, and returns whether a letter was queued. A holder with a
/// later valid certificate of the course, or without a mail address, gets none. Either way the row
/// notes it, so that the worker does not come back.
pub async fn tell(app: &App, id: CertificateId) -> Result<bool, AppError> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let row = certificate::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    let Some(row) = row.filter(|row| {
        row.state == State::Active
            && row.expiry_told_at.is_none()
            && row.valid_until.is_some_and(|last| told_on(dates::bogota_date(now)).contains(&last))
    }) else {
        return Ok(false);
    };
    let is_renewed = renewal(&tx, &row, now).await?.is_some();
    let holder = person::Entity::find_by_id(row.person_id).one(&tx).await?;
    let to = match holder {
        Some(person) if !is_renewed => recipient(&tx, &person).await?,
        _ => None,
    };
    let is_told = to.is_some();
    let mut told = row.clone().into_active_model();
    told.expiry_told_at = Set(Some(now));
    told.update(&tx).await?;
    record(
        &tx,
        Event {
            at: now,
            actor: None,
            request: None,
            action: "certification.expiry_told",
            subject_kind: "certificate",
            subject_id: id.0,
            cohort_id: Some(row.cohort_id.0),
            detail: json!({ "letter": is_told, "renewed": is_renewed }),
        },
    )
    .await?;
    if let Some(to) = to {
        let snapshot = Snapshot::read(&row.snapshot)?;
        let letter = CertificateExpiryLetter::of(&row, snapshot);
        queue(&tx, app, to, format!("certification.ending/{id}"), &letter).await?;
    }
    tx.commit().await?;
    Ok(is_told)
}
