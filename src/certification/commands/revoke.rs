//! Revoking: the row, its address and its number stay; state, date and public reason are added (R55).

use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect, Set,
};

use super::issue::recipient;
use crate::certification::entity::certificate::{self, State};
use crate::certification::letters::CertificateRevoked;
use crate::certification::policy::Revoke;
use crate::certification::refusals::CertificationRefusal;
use crate::certification::reviews::commands::close_by_revocation;
use crate::certification::rules;
use crate::certification::snapshot::Snapshot;
use crate::history::commands::{Event, record};
use crate::notices::commands::queue;
use crate::people::entity::person;
use crate::people::keepers;
use crate::platform::app::App;
use crate::platform::dates;
use crate::platform::errors::{AppError, Failure};
use crate::sign_in::actor::By;

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
        return Err(Failure::Refused(CertificationRefusal::NotActive));
    }
    revoke_in(&tx, app, permit.by(), row, &reason).await?;
    tx.commit().await?;
    Ok(())
}

/// Revokes an active certificate inside the transaction that holds its row, and tells its holder. A
/// review of it that waits is decided by this.
pub(in crate::certification) async fn revoke_in(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
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
    keepers::changed(tx, app, [row.person_id]).await?;
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
    let letter = CertificateRevoked {
        certificate: row.id,
        kind: row.kind,
        course: snapshot.document.course_name,
        number: snapshot.document.number,
        date: dates::long(dates::bogota_date(now)),
        reason: reason.to_owned(),
        unit: snapshot.unit,
    };
    queue(tx, app, to, format!("certification.revoked/{}", row.id), &letter).await
}
