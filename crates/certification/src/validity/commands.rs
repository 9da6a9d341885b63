//! Telling a holder that their certificate ends: once, in the transaction that notes it.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect, Set};

use people_model::entity::person;
use platform::prelude::*;
use sign_in_model::work::Work;

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
    let work = Work::of_product(app).await?;
    let today = dates::bogota_date(work.now);
    let row = certificate::Entity::find_by_id(id).lock_exclusive().one(&work.tx).await?;
    let Some(row) = row.filter(|row| {
        row.state == State::Active
            && row.expiry_told_at.is_none()
            && row.valid_until.is_some_and(|last| told_on(today).contains(&last))
    }) else {
        return Ok(false);
    };
    let is_renewed = renewal(&work.tx, &row, work.now).await?.is_some();
    let holder = person::Entity::find_by_id(row.person_id).one(&work.tx).await?;
    let to = match holder {
        Some(person) if !is_renewed => recipient(&work.tx, &person).await?,
        _ => None,
    };
    let is_told = to.is_some();
    let mut told = row.clone().into_active_model();
    told.expiry_told_at = Set(Some(work.now));
    told.update(&work.tx).await?;
    let detail = json!({ "letter": is_told, "renewed": is_renewed });
    let subject = ("certificate", id.0);
    work.record_in(row.cohort_id.0, "certification.expiry_told", subject, detail).await?;
    if let Some(to) = to {
        let snapshot = Snapshot::read(&row.snapshot)?;
        let letter = CertificateExpiryLetter::of(&row, snapshot);
        work.write_to(to, format!("certification.ending/{id}"), &letter).await?;
    }
    work.commit().await?;
    Ok(is_told)
}
