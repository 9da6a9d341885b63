//! Starts a batch and runs it one person after the other. Each person has a short transaction, so that
//! a batch of a thousand can stop anywhere and go on later, and nobody waits behind it (R57).

use std::collections::HashSet;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect, Set,
};

use cohorts_model::queries as cohorts;
use documents::certificate::Signer;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use platform::errors::{AppError, Failure, quiet, refuse};
use platform::texts::{Refusal, say};
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use super::entity::certificate_batch::{self, BatchId};
use super::entity::certificate_batch_person::{self as batch_person, State};
use super::queries;
use crate::commands::{IssueJob, SecondDecision};
use crate::entity::certificate::CertificateId;
use crate::policy::Issue;
use crate::queries::standing::rule_context;
use crate::refusals::{CertificationRefusal, CertificationResult};
use crate::rules;

/// Rows written with one statement.
const AT_ONCE: usize = 500;

/// People of a step of [`issue_at_once`], where nobody else waits for the next step.
const STEP: u64 = 200;

/// Asks for a certificate of each of these enrolments of the permit's cohort. Refused as a whole
/// before the cohort is closed; afterwards each person is judged alone, when their turn comes.
pub async fn start(
    app: &App,
    permit: Issue,
    chosen: &[EnrolmentId],
) -> CertificationResult<BatchId> {
    let db = app.db.read();
    let cohort = *permit.cohort();
    let row = cohorts::get(db, cohort).await?;
    let context = rule_context(db, &row, app.clock.now()).await?;
    rules::is_over(&context.status).map_err(Failure::Refused)?;
    let mut seen = HashSet::new();
    let chosen: Vec<EnrolmentId> = chosen.iter().copied().filter(|id| seen.insert(*id)).collect();
    if chosen.is_empty() {
        return refuse(CertificationRefusal::NobodyReady);
    }
    let work = Work::begin(app, permit.by()).await?;
    for some in chosen.chunks(AT_ONCE) {
        let own: Vec<EnrolmentId> = enrolment::Entity::find()
            .select_only()
            .column(enrolment::Column::Id)
            .filter(enrolment::Column::CohortId.eq(cohort))
            .filter(enrolment::Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(&work.tx)
            .await?;
        if own.len() != some.len() {
            return Err(AppError::NotFound.into());
        }
    }
    let signer = permit.signer();
    let batch = certificate_batch::ActiveModel {
        cohort_id: Set(cohort),
        asked_by: Set(work.by.account),
        request: Set(work.by.request.clone()),
        signer_name: Set(signer.name.clone()),
        signer_position: Set(signer.position.clone()),
        people: Set(i32::try_from(chosen.len()).unwrap_or(i32::MAX)),
        asked_at: Set(work.now),
        ..Default::default()
    };
    let batch = batch.insert(&work.tx).await?;
    let rows: Vec<batch_person::ActiveModel> = chosen
        .iter()
        .zip(1..)
        .map(|(enrolment, position)| batch_person::ActiveModel {
            batch_id: Set(batch.id),
            position: Set(position),
            enrolment_id: Set(*enrolment),
            state: Set(State::Waiting),
            reason: Set(None),
            certificate_id: Set(None),
        })
        .collect();
    for some in rows.chunks(AT_ONCE) {
        batch_person::Entity::insert_many(some.to_vec()).exec_without_returning(&work.tx).await?;
    }
    let (subject, detail) = (("certificate_batch", batch.id.0), json!({ "people": batch.people }));
    work.record_in(cohort.0, "certification.batch", subject, detail).await?;
    work.commit().await?;
    Ok(batch.id)
}

/// What became of one person of a batch: a certificate, or why none was issued.
pub type TurnOutcome = (EnrolmentId, Result<CertificateId, CertificationRefusal>);

/// Issues for the next people of a batch, `most` of them, and closes it when nobody waits: a worker's
/// step. Two workers may carry out the same batch: each person has a turn once.
pub async fn run_batch(app: &App, id: BatchId, most: u64) -> Result<Vec<TurnOutcome>, AppError> {
    let db = app.db.read();
    let batch = certificate_batch::Entity::find_by_id(id).one(db).await?;
    let batch = batch.ok_or(AppError::NotFound)?;
    let waiting = queries::waiting(db, id, most).await?;
    if waiting.is_empty() {
        finish(app, batch).await?;
        return Ok(Vec::new());
    }
    let signer = Signer::new(batch.signer_name, batch.signer_position);
    let by = Author { account: batch.asked_by, request: batch.request };
    let job = match IssueJob::of(app, batch.cohort_id, &signer, &by).await {
        Ok(job) => Ok(job),
        Err(Failure::Refused(refusal)) => Err(refusal),
        Err(Failure::Broken(error)) => return Err(error),
    };
    let mut outcomes = Vec::with_capacity(waiting.len());
    for turn in waiting {
        let turn = BatchTurn { batch: id, position: turn.position, enrolment: turn.enrolment_id };
        let outcome = match &job {
            Ok(job) => turn.issue(app, job).await,
            Err(refusal) => Err(Failure::Refused(refusal.clone())),
        };
        match outcome {
            Ok(certificate) => outcomes.push((turn.enrolment, Ok(certificate))),
            Err(Failure::Refused(CertificationRefusal::AlreadyIssued)) => {
                turn.end(app, State::Held, None).await?;
                outcomes.push((turn.enrolment, Err(CertificationRefusal::AlreadyIssued)));
            }
            Err(Failure::Refused(refusal)) => {
                if refusal == CertificationRefusal::SecondPerson
                    && let Ok(job) = &job
                {
                    job.ask_second(turn.enrolment, SecondDecision::ISSUE).await?;
                }
                turn.end(app, State::Refused, Some(refusal.sentence())).await?;
                outcomes.push((turn.enrolment, Err(refusal)));
            }
            // The database may be back in a moment, and the person is still waiting.
            Err(Failure::Broken(AppError::Database(error))) => return Err(error.into()),
            // Anything else would break again: the others do not wait behind it.
            Err(Failure::Broken(error)) => {
                tracing::error!(
                    batch = id.0,
                    position = turn.position,
                    reason = quiet(&error),
                    "a certificate was not issued"
                );
                let sentence = say("certification.broken", &[]);
                turn.end(app, State::Refused, Some(sentence)).await?;
            }
        }
    }
    Ok(outcomes)
}

/// What became of all the people for whom certificates were requested.
#[derive(Debug, Default)]
pub struct IssueOutcome {
    pub issued: Vec<CertificateId>,
    /// Held an active certificate already: a job that goes on after a stop passes them by.
    pub already: Vec<EnrolmentId>,
    pub refused: Vec<(EnrolmentId, CertificationRefusal)>,
}

/// Starts a batch of these enrolments and carries it out to its end. The demo and the tests use
/// this; pages call [`start`], and the worker calls [`run_batch`].
///
/// # Errors
/// The same as those of [`start`] and [`run_batch`]. A refusal of one person is part of the outcome.
pub async fn issue_at_once(
    app: &App,
    permit: Issue,
    chosen: &[EnrolmentId],
) -> CertificationResult<IssueOutcome> {
    let batch = start(app, permit, chosen).await?;
    let mut outcome = IssueOutcome::default();
    loop {
        let outcomes = run_batch(app, batch, STEP).await?;
        if outcomes.is_empty() {
            return Ok(outcome);
        }
        for (enrolment, one) in outcomes {
            match one {
                Ok(certificate) => outcome.issued.push(certificate),
                Err(CertificationRefusal::AlreadyIssued) => outcome.already.push(enrolment),
                Err(refusal) => outcome.refused.push((enrolment, refusal)),
            }
        }
    }
}

/// Closes a batch in which nobody waits any more.
async fn finish(app: &App, batch: certificate_batch::Model) -> Result<(), AppError> {
    if batch.finished_at.is_some() {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    let mut row = batch.into_active_model();
    row.finished_at = Set(Some(app.clock.now()));
    row.update(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// A person's turn in a batch.
#[derive(Clone, Copy, Debug)]
pub struct BatchTurn {
    batch: BatchId,
    position: i32,
    pub enrolment: EnrolmentId,
}

impl BatchTurn {
    /// Issues to the person of this turn, in one transaction that ends the turn too. Two workers
    /// meet at the turn's lock.
    async fn issue(&self, app: &App, job: &IssueJob<'_>) -> CertificationResult<CertificateId> {
        let tx = app.db.begin().await?;
        if !self.is_mine(&tx).await? {
            return refuse(CertificationRefusal::AlreadyIssued);
        }
        let certificate = job.issue_one(&tx, self.enrolment).await?;
        self.issued(&tx, certificate).await?;
        tx.commit().await?;
        Ok(certificate)
    }

    /// Locks the turn until the transaction ends and says whether it is still to come: of two
    /// workers that read it, one has it.
    async fn is_mine(&self, tx: &DatabaseTransaction) -> Result<bool, DbErr> {
        let row = batch_person::Entity::find_by_id((self.batch, self.position))
            .lock_exclusive()
            .one(tx)
            .await?;
        Ok(row.is_some_and(|row| row.state == State::Waiting))
    }

    /// Notes in the transaction of the issue that the turn ended with a certificate.
    async fn issued(
        &self,
        tx: &DatabaseTransaction,
        certificate: CertificateId,
    ) -> Result<(), DbErr> {
        let row = batch_person::ActiveModel {
            batch_id: Set(self.batch),
            position: Set(self.position),
            state: Set(State::Issued),
            certificate_id: Set(Some(certificate)),
            ..Default::default()
        };
        row.update(tx).await?;
        Ok(())
    }

    /// Ends the turn without a certificate. A turn that another worker ended in between stays as it is.
    async fn end(&self, app: &App, state: State, reason: Option<String>) -> Result<(), DbErr> {
        let tx = app.db.begin().await?;
        batch_person::Entity::update_many()
            .col_expr(batch_person::Column::State, Expr::value(state))
            .col_expr(batch_person::Column::Reason, Expr::value(reason))
            .filter(batch_person::Column::BatchId.eq(self.batch))
            .filter(batch_person::Column::Position.eq(self.position))
            .filter(batch_person::Column::State.eq(State::Waiting))
            .exec(&tx)
            .await?;
        tx.commit().await
    }
}
