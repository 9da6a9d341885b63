//! Revoking: the row, its address and its number stay; state, date and public reason are added (R55).

use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect, Set,
};

use history_model::commands::{Event, record};
use notices_model::commands::queue;
use people_model::entity::person;
use people_model::subscribers;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::prelude::*;

use super::issue::recipient;
use crate::entity::certificate::{self, State};
use crate::letters::RevocationLetter;
use crate::policy::Revoke;
use crate::refusals::CertificationRefusal;
use crate::reviews::commands::close_by_revocation;
use crate::rules;
use crate::snapshot::Snapshot;

/// Revokes with a reason that the verification page publishes.
pub async fn revoke(
    app: &App,
    permit: Revoke,
    reason: &str,
) -> Result<(), Failure<CertificationRefusal>> {
    let reason = rules::reason(reason).map_err(Failure::Refused)?.to_owned();
    let tx = app.db.begin().await?;
    let row = certificate::Entity::find_by_id(*permit.certificate())
        .lock_exclusive()
        .one(&tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if row.state != State::Active {
        return refuse(CertificationRefusal::NotActive);
    }
    revoke_in(&tx, app, permit.by(), row, &reason).await?;
    tx.commit().await?;
    Ok(())
}

/// Revokes an active certificate inside the transaction that holds its row, and tells its holder. A
/// review of it that waits is decided by this.
pub(crate) async fn revoke_in(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    row: certificate::Model,
    reason: &str,
) -> Result<(), AppError> {
    let now = app.clock.now();
    close_by_revocation(tx, app, by, &row).await?;
    let mut revoked = row.clone().into_active_model();
    revoked.state = Set(State::Revoked);
    revoked.revoked_at = Set(Some(now));
    revoked.revocation_reason = Set(Some(reason.to_owned()));
    revoked.revoked_by = Set(by.account);
    revoked.update(tx).await?;
    subscribers::on_person_changed(tx, app, [row.person_id]).await?;
    record(
        tx,
        Event {
            cohort_id: Some(row.cohort_id.0),
            ..by.event(now, "certification.revoke", ("certificate", row.id.0))
        },
    )
    .await?;
    let Some(person) = person::Entity::find_by_id(row.person_id).one(tx).await? else {
        return Ok(());
    };
    let Some(to) = recipient(tx, &person).await? else { return Ok(()) };
    let snapshot = Snapshot::read(&row.snapshot)?;
    let letter = RevocationLetter {
        certificate: row.id,
        kind: row.kind,
        course: snapshot.document.course_name,
        number: snapshot.document.number,
        date: dates::long(dates::bogota_date(now)),
        reason: reason.to_owned(),
        unit: snapshot.unit,
        id: row.cohort_id,
    };
    queue(tx, app, to, format!("certification.revoked/{}", row.id), &letter).await
}
