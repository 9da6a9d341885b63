//! Batches read for their page, for the page of a cohort's certificates and for the worker.

use std::collections::HashSet;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::person;
use people_model::queries::Name;
use platform::pager::{Pager, ROWS};
use sign_in_model::entity::account;
use sign_in_model::prelude::*;

use super::entity::certificate_batch::{self, BatchId};
use super::entity::certificate_batch_person::{self as batch_person, State};
use crate::policy::issuing_scope;

/// Batches that are carried out side by side: a small one does not wait behind a large one.
const SIDE_BY_SIDE: u64 = 8;

/// Returns the batches that were not closed yet, the oldest first.
pub async fn unfinished(db: &impl ConnectionTrait) -> Result<Vec<BatchId>, DbErr> {
    certificate_batch::Entity::find()
        .select_only()
        .column(certificate_batch::Column::Id)
        .filter(certificate_batch::Column::FinishedAt.is_null())
        .order_by_asc(certificate_batch::Column::Id)
        .limit(SIDE_BY_SIDE)
        .into_tuple()
        .all(db)
        .await
}

/// Returns the next people of a batch who wait, in their order.
pub(super) async fn waiting(
    db: &impl ConnectionTrait,
    batch: BatchId,
    most: u64,
) -> Result<Vec<batch_person::Model>, DbErr> {
    batch_person::Entity::find()
        .filter(batch_person::Column::BatchId.eq(batch))
        .filter(batch_person::Column::State.eq(State::Waiting))
        .order_by_asc(batch_person::Column::Position)
        .limit(most)
        .all(db)
        .await
}

/// Returns the enrolments whose turn is still to come in a batch of the cohort.
pub async fn queued(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashSet<EnrolmentId>, DbErr> {
    let ids: Vec<EnrolmentId> = batch_person::Entity::find()
        .select_only()
        .column(batch_person::Column::EnrolmentId)
        .join(JoinType::InnerJoin, batch_person::Relation::Batch.def())
        .filter(certificate_batch::Column::CohortId.eq(cohort))
        .filter(certificate_batch::Column::FinishedAt.is_null())
        .filter(batch_person::Column::State.eq(State::Waiting))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().collect())
}

/// The last batch of a cohort.
pub async fn last_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Option<certificate_batch::Model>, DbErr> {
    certificate_batch::Entity::find()
        .filter(certificate_batch::Column::CohortId.eq(cohort))
        .order_by_desc(certificate_batch::Column::Id)
        .one(db)
        .await
}

/// The number of people of a batch by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchTally {
    pub waiting: usize,
    pub issued: usize,
    pub held: usize,
    pub refused: usize,
}

impl BatchTally {
    pub fn done(&self) -> usize {
        self.issued + self.held + self.refused
    }

    pub fn all(&self) -> usize {
        self.done() + self.waiting
    }
}

pub async fn tally(db: &impl ConnectionTrait, batch: BatchId) -> Result<BatchTally, DbErr> {
    let counts: Vec<(State, i64)> = batch_person::Entity::find()
        .select_only()
        .column(batch_person::Column::State)
        .column_as(batch_person::Column::Position.count(), "people")
        .filter(batch_person::Column::BatchId.eq(batch))
        .group_by(batch_person::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let mut tally = BatchTally::default();
    for (state, count) in counts {
        let of = match state {
            State::Waiting => &mut tally.waiting,
            State::Issued => &mut tally.issued,
            State::Held => &mut tally.held,
            State::Refused => &mut tally.refused,
        };
        *of = usize::try_from(count).unwrap_or(usize::MAX);
    }
    Ok(tally)
}

/// A person for whom nothing was issued, with the reason.
#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct RefusedRow {
    #[sea_orm(nested)]
    pub name: Name,
    pub reason: Option<String>,
}

/// One page of those for whom nothing was issued, in the order of the batch.
pub async fn refused(
    db: &impl ConnectionTrait,
    batch: BatchId,
    pager: &Pager,
) -> Result<Vec<RefusedRow>, DbErr> {
    batch_person::Entity::find()
        .select_only()
        .column(batch_person::Column::Reason)
        .columns(person::NAME)
        .join(JoinType::InnerJoin, batch_person::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .filter(batch_person::Column::BatchId.eq(batch))
        .filter(batch_person::Column::State.eq(State::Refused))
        .order_by_asc(batch_person::Column::Position)
        .offset(pager.offset())
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}

/// A batch with its cohort and course, for its page.
#[derive(Clone, Debug)]
pub struct BatchDetails {
    pub batch: certificate_batch::Model,
    pub cohort: cohort::Model,
    pub version: course_version::Model,
    /// The name of the account that started it; `None` means that it is not known.
    pub who: Option<String>,
}

/// A batch of a cohort whose certificates the actor issues; any other looks absent.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: BatchId,
) -> Result<BatchDetails, AppError> {
    let found = certificate_batch::Entity::find_by_id(id)
        .find_also_related(cohort::Entity)
        .filter(issuing_scope(actor))
        .one(db)
        .await?;
    let Some((batch, Some(cohort))) = found else { return Err(AppError::NotFound) };
    let version = course_version::Entity::find_by_id(cohort.course_version_id).one(db).await?;
    let version = version.ok_or(AppError::NotFound)?;
    let who = match batch.asked_by {
        Some(account) => account::Entity::find_by_id(account).one(db).await?,
        None => None,
    };
    Ok(BatchDetails { batch, cohort, version, who: who.map(|account| account.display_name) })
}
