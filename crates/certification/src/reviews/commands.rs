//! Deciding about certificates after they were issued: kept, replaced or revoked (R55, R56), each in a
//! transaction of its own, so that a stop in the middle of many loses nothing.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, Set,
};
use serde_json::json;

use history_model::commands::{Event, record};
use platform::app::App;
use platform::errors::{AppError, Failure};
use sign_in_model::actor::By;

use super::entity::certificate_review;
use super::facts::Facts;
use super::rules::{self, Deed};
use crate::commands::{Job, locked, revoke_in};
use crate::entity::certificate::{self, CertificateId, State};
use crate::policy::Issue;
use crate::refusals::CertificationRefusal;
use crate::rules::reason;
use crate::snapshot::Snapshot;

type Done<T> = Result<T, Failure<CertificationRefusal>>;

/// A certificate that was shown, with the digest of what was true of it then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub certificate: CertificateId,
    pub digest: String,
}

/// What became of each.
#[derive(Debug, Default)]
pub struct Decided {
    pub done: Vec<CertificateId>,
    pub refused: Vec<(CertificateId, CertificationRefusal)>,
}

/// Does the same with each of these certificates of the permit's cohort.
///
/// # Errors
/// Refused as a whole for its reason; each is judged alone for everything else.
pub async fn decide(
    app: &App,
    permit: Issue,
    deed: Deed,
    why: &str,
    chosen: &[Shown],
) -> Done<Decided> {
    let why = reason(why).map_err(Failure::Refused)?.to_owned();
    let job = Job::of(app, *permit.cohort(), permit.signer(), permit.by()).await?;
    let mut decided = Decided::default();
    for shown in chosen {
        match decide_one(app, &job, permit.by(), deed, &why, shown).await {
            Ok(()) => decided.done.push(shown.certificate),
            Err(Failure::Refused(refusal)) => decided.refused.push((shown.certificate, refusal)),
            Err(broken) => return Err(broken),
        }
    }
    Ok(decided)
}

async fn decide_one(
    app: &App,
    job: &Job<'_>,
    by: &By,
    deed: Deed,
    why: &str,
    shown: &Shown,
) -> Done<()> {
    let tx = app.db.begin().await?;
    // The enrolment first, as whoever issues does.
    let found = certificate::Entity::find_by_id(shown.certificate)
        .filter(certificate::Column::CohortId.eq(job.ground.cohort.id))
        .one(&tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let (enrolment, person) =
        locked(&tx, found.enrolment_id, &job.ground).await?.ok_or(AppError::NotFound)?;
    let row = certificate::Entity::find_by_id(shown.certificate).lock_exclusive().one(&tx).await?;
    let row = row.ok_or(AppError::NotFound)?;
    if row.state != State::Active {
        return Err(Failure::Refused(CertificationRefusal::NotActive));
    }
    let (now, judgement) = Facts::now(&tx, &job.ground, &enrolment, &person).await?;
    let (facts, digest) = now.written()?;
    if digest != shown.digest {
        return Err(Failure::Refused(CertificationRefusal::ShownIsOld));
    }
    let certified = Facts::certified(&Snapshot::read(&row.snapshot)?);
    rules::fits(deed, rules::effect(&certified, &now)).map_err(Failure::Refused)?;
    if deed == Deed::Replace && !judgement.holds() {
        return Err(Failure::Refused(CertificationRefusal::NotEarned(judgement)));
    }
    let written = Written { facts, digest, why };
    close(&tx, app, by, &row, deed, Some(&written)).await?;
    match deed {
        Deed::Keep => {
            let detail = json!({});
            tell(&tx, app, by, &row, "certification.keep", detail).await?;
        }
        Deed::Revoke => revoke_in(&tx, app, by, row, why).await?,
        Deed::Replace => {
            let mut replaced = row.clone().into_active_model();
            replaced.state = Set(State::Replaced);
            replaced.update(&tx).await?;
            let new = job.certify(&tx, &enrolment, &person, Some(&row)).await?;
            let detail = json!({ "by": new });
            tell(&tx, app, by, &row, "certification.replace", detail).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// What a decision saw, and why it was made.
struct Written<'a> {
    facts: String,
    digest: String,
    why: &'a str,
}

/// Closes the review that waits; where none does, what was decided is written all the same.
async fn close(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
    row: &certificate::Model,
    deed: Deed,
    written: Option<&Written<'_>>,
) -> Result<(), AppError> {
    use certificate_review::{ActiveModel, Column, Entity, State};
    let now = app.clock.now();
    let open = Entity::find()
        .filter(Column::CertificateId.eq(row.id))
        .filter(Column::State.eq(State::Open))
        .one(tx)
        .await?;
    let mut review = match (open, written) {
        (Some(open), _) => open.into_active_model(),
        (None, None) => return Ok(()),
        (None, Some(_)) => {
            ActiveModel { certificate_id: Set(row.id), opened_at: Set(now), ..Default::default() }
        }
    };
    review.state = Set(deed.state());
    review.decided_at = Set(Some(now));
    review.decided_by = Set(by.account);
    if let Some(Written { facts, digest, why }) = written {
        review.facts = Set(facts.clone());
        review.facts_digest = Set(digest.clone());
        review.reason = Set(Some((*why).to_owned()));
    }
    review.save(tx).await?;
    Ok(())
}

/// A certificate was revoked on its own page: what waited about it is decided by that.
pub async fn close_by_revocation(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
    row: &certificate::Model,
) -> Result<(), AppError> {
    close(tx, app, by, row, Deed::Revoke, None).await
}

async fn tell(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
    row: &certificate::Model,
    action: &'static str,
    detail: serde_json::Value,
) -> Result<(), AppError> {
    let event = Event {
        cohort_id: Some(row.cohort_id.0),
        detail,
        ..by.event(app.clock.now(), action, ("certificate", row.id.0))
    };
    record(tx, event).await?;
    Ok(())
}
