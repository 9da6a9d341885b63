//! Deciding about certificates after they were issued: kept, replaced or revoked (R55, R56), each in a
//! transaction of its own, so that a stop in the middle of many loses nothing.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, Set,
};

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use super::entity::certificate_review;
use super::facts::ReviewFacts;
use super::rules::{self, Deed};
use crate::commands::{IssueJob, SecondDecision, locked, revoke_in};
use crate::entity::certificate::{self, CertificateId, State};
use crate::policy::Issue;
use crate::refusals::{CertificationRefusal, CertificationResult};
use crate::rules::reason;
use crate::snapshot::Snapshot;

/// A certificate as the page showed it, with the digest of the facts that were true then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownCertificate {
    pub certificate: CertificateId,
    pub digest: String,
}

/// What became of each chosen certificate.
#[derive(Debug, Default)]
pub struct DecisionOutcome {
    pub done: Vec<CertificateId>,
    pub refused: Vec<(CertificateId, CertificationRefusal)>,
}

/// Keeps, replaces or revokes each of these certificates of the permit's cohort.
///
/// # Errors
/// A bad reason refuses all of them; every other refusal concerns one certificate and is part of the
/// outcome.
pub async fn decide(
    app: &App,
    permit: Issue,
    deed: Deed,
    why: &str,
    chosen: &[ShownCertificate],
) -> CertificationResult<DecisionOutcome> {
    let why = reason(why).map_err(Failure::Refused)?.to_owned();
    let job = IssueJob::of(app, *permit.cohort(), permit.signer(), permit.by()).await?;
    let mut outcome = DecisionOutcome::default();
    for shown in chosen {
        match decide_one(app, &job, permit.by(), deed, &why, shown).await {
            Ok(None) => outcome.done.push(shown.certificate),
            Ok(Some(waiting)) => {
                let decision = SecondDecision::about(deed, &shown.digest);
                job.ask_second(waiting, decision).await?;
                outcome.refused.push((shown.certificate, CertificationRefusal::SecondPerson));
            }
            Err(Failure::Refused(refusal)) => outcome.refused.push((shown.certificate, refusal)),
            Err(broken) => return Err(broken),
        }
    }
    Ok(outcome)
}

/// Decides about one certificate. Returns the enrolment where a second person must ask first: the holder
/// works for the unit, and the decision lets them keep a certificate (R80).
async fn decide_one(
    app: &App,
    job: &IssueJob<'_>,
    by: &Author,
    deed: Deed,
    why: &str,
    shown: &ShownCertificate,
) -> CertificationResult<Option<EnrolmentId>> {
    let work = Work::begin(app, by).await?;
    let tx = &work.tx;
    // Locks are taken in the order of the issue: the enrolment, then the certificate.
    let found = certificate::Entity::find_by_id(shown.certificate)
        .filter(certificate::Column::CohortId.eq(job.context.cohort.id))
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let (enrolment, person) =
        locked(tx, found.enrolment_id, &job.context).await?.ok_or(AppError::NotFound)?;
    job.not_oneself(person.id)?;
    let row = certificate::Entity::find_by_id(shown.certificate).lock_exclusive().one(tx).await?;
    let row = row.ok_or(AppError::NotFound)?;
    if row.state != State::Active {
        return refuse(CertificationRefusal::NotActive);
    }
    let (now, judgement) = ReviewFacts::now(tx, &job.context, &enrolment, &person).await?;
    let (facts, digest) = now.written()?;
    if digest != shown.digest {
        return refuse(CertificationRefusal::ShownIsOld);
    }
    let certified = ReviewFacts::certified(&Snapshot::read(&row.snapshot)?);
    rules::fits(deed, rules::effect(&certified, &now)).map_err(Failure::Refused)?;
    if deed == Deed::Replace && !judgement.holds() {
        return refuse(CertificationRefusal::NotEarned(judgement));
    }
    if deed != Deed::Revoke && job.needs_second(tx, &enrolment).await? {
        let decision = SecondDecision::about(deed, &digest);
        match job.confirm_second(tx, &enrolment, decision).await {
            Err(Failure::Refused(CertificationRefusal::SecondPerson)) => {
                return Ok(Some(enrolment.id));
            }
            confirmed => confirmed?,
        }
    }
    let written = DecisionRecord { facts, digest, why };
    close(tx, app, by, &row, deed, Some(&written)).await?;
    let (cohort, subject) = (row.cohort_id.0, ("certificate", row.id.0));
    match deed {
        Deed::Keep => work.record_in(cohort, "certification.keep", subject, json!({})).await?,
        Deed::Revoke => revoke_in(tx, app, by, row, why).await?,
        Deed::Replace => {
            let mut replaced = row.clone().into_active_model();
            replaced.state = Set(State::Replaced);
            replaced.update(tx).await?;
            let new = job.certify(tx, &enrolment, &person, Some(&row)).await?;
            let detail = json!({ "by": new });
            work.record_in(cohort, "certification.replace", subject, detail).await?;
        }
    }
    work.commit().await?;
    Ok(None)
}

/// What a decision writes into the review: the facts that it saw, and the reason.
struct DecisionRecord<'a> {
    facts: String,
    digest: String,
    why: &'a str,
}

/// Closes the review that waits; where none does, the decision is recorded all the same.
async fn close(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    row: &certificate::Model,
    deed: Deed,
    written: Option<&DecisionRecord<'_>>,
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
    if let Some(DecisionRecord { facts, digest, why }) = written {
        review.facts = Set(facts.clone());
        review.facts_digest = Set(digest.clone());
        review.reason = Set(Some((*why).to_owned()));
    }
    review.save(tx).await?;
    Ok(())
}

/// A certificate was revoked on its own page: that decides the review which waits.
pub async fn close_by_revocation(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    row: &certificate::Model,
) -> Result<(), AppError> {
    close(tx, app, by, row, Deed::Revoke, None).await
}
