//! What the coordination decides about what arrived: it counts, or what is there stays. Both are
//! kept (R37), and the decision stands beside what arrived.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::queries::own_place;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use sign_in_model::work::Work;

use crate::entity::attendance_mark::{DeviceId, MarkId, Method};
use crate::entity::walk_in::{self, WalkInId};
use crate::field::entity::field_arrival::{self, ArrivalId, Resolution};
use crate::field::entity::field_device;
use crate::field::policy::Settle;
use crate::marks::{LockedSession, Mark, append, hold};
use crate::pending::PendingDecision;
use crate::rules::{self, AttendanceRefusal};

type AttendanceResult<T> = Result<T, Failure<AttendanceRefusal>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrivalDecision {
    /// The arrival counts.
    Take,
    /// The mark that is there stays.
    Leave,
}

/// How many decisions had which effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SettlementCounts {
    pub taken: usize,
    pub left: usize,
    /// Another account decided meanwhile, or the telephone sent a later mark.
    pub already: usize,
    /// The decider's own attendance, left for somebody else (R80).
    pub own: usize,
}

/// Settles what waits. The cohort's row is locked first, so that two who decide at once come one
/// after the other, and the second finds it done.
///
/// # Errors
/// Refused when something cannot count any more: a cancelled session, a closed cohort.
pub async fn settle(
    app: &App,
    permit: Settle,
    decisions: &HashMap<ArrivalId, ArrivalDecision>,
    reason: &str,
) -> AttendanceResult<SettlementCounts> {
    let work = Work::begin(app, permit.by()).await?;
    lock(&work.tx, *permit.cohort()).await?;
    let waiting = field_arrival::Entity::find()
        .join(sea_orm::JoinType::InnerJoin, field_arrival::Relation::Session.def())
        .filter(session::Column::CohortId.eq(*permit.cohort()))
        .filter(field_arrival::Column::Id.is_in(decisions.keys().copied()))
        .filter(PendingDecision::Arrivals.open())
        .order_by_asc(field_arrival::Column::ArrivedAt)
        .order_by_asc(field_arrival::Column::Sequence)
        .order_by_asc(field_arrival::Column::Id)
        .all(&work.tx)
        .await?;
    let own = own_place(&work.tx, work.by, *permit.cohort()).await?.map(|place| place.id);
    let (own, waiting): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|arrival| own == Some(arrival.enrolment_id));
    let mut decided = SettlementCounts {
        own: own.len(),
        already: decisions.len() - waiting.len() - own.len(),
        ..SettlementCounts::default()
    };
    let mut by_session: BTreeMap<SessionId, Vec<field_arrival::Model>> = BTreeMap::new();
    for arrival in waiting {
        by_session.entry(arrival.session_id).or_default().push(arrival);
    }
    for (session, arrivals) in by_session {
        let (take, leave): (Vec<_>, Vec<_>) = arrivals
            .into_iter()
            .partition(|arrival| decisions.get(&arrival.id) == Some(&ArrivalDecision::Take));
        decided.taken += take.len();
        decided.left += leave.len();
        let about = (take.len(), leave.len());
        if !take.is_empty() {
            let mut locked = hold(&work.tx, *permit.cohort(), session).await?;
            possible(&locked, work.now).map_err(Failure::Refused)?;
            count(&work, &mut locked, take, reason).await?;
        }
        let left = leave.iter().map(|arrival| arrival.id).collect();
        decide(&work, left, Resolution::Left, reason).await?;
        let detail = json!({ "taken": about.0, "left": about.1 });
        let subject = ("session", session.0);
        work.record_in(permit.cohort().0, "attendance.settle", subject, detail).await?;
    }
    work.commit().await?;
    Ok(decided)
}

async fn lock(tx: &DatabaseTransaction, cohort: CohortId) -> Result<(), AppError> {
    let locked = cohort::Entity::find_by_id(cohort).lock_exclusive().one(tx).await?;
    locked.map(drop).ok_or(AppError::NotFound)
}

fn possible(locked: &LockedSession, now: DateTime<Utc>) -> Result<(), AttendanceRefusal> {
    let session = locked.session();
    rules::may_mark(locked.cohort().attendance_stage(now), session.stage, session.starts_at, now)
}

/// Writes the marks that now count, and beside each arrival which one it became.
async fn count(
    work: &Work<'_>,
    locked: &mut LockedSession,
    take: Vec<field_arrival::Model>,
    reason: &str,
) -> Result<(), AppError> {
    let length = rules::length(locked.session());
    let same = |locked: &LockedSession, arrival: &field_arrival::Model| {
        let now = locked.current().get(&arrival.enrolment_id)?;
        let equal = now.state == arrival.state && now.minutes == arrival.minutes;
        equal.then_some(now.mark)
    };
    let (agree, differ): (Vec<_>, Vec<_>) =
        take.into_iter().partition(|arrival| same(locked, arrival).is_some());
    let screens = screens(&work.tx, &differ).await?;
    let method = |arrival: &field_arrival::Model| match screens.contains(&arrival.device_id) {
        true => Method::Code,
        false => Method::Offline,
    };
    let marks = differ.iter().map(|arrival| Mark {
        minutes: arrival.minutes.map(|minutes| minutes.min(length)),
        reason: Some(reason.to_owned()),
        device: Some(arrival.device_id),
        device_at: Some(arrival.device_at),
        key: Some(arrival.key.clone()),
        ..Mark::new(arrival.enrolment_id, arrival.state, method(arrival))
    });
    let agreed: Vec<(ArrivalId, Option<MarkId>)> =
        agree.iter().map(|arrival| (arrival.id, same(locked, arrival))).collect();
    let marks = marks.collect();
    append(&work.tx, work.app, work.by, locked, marks).await?;
    let ids: Vec<ArrivalId> = differ.iter().map(|arrival| arrival.id).collect();
    let became = "(SELECT m.id FROM attendance_mark m WHERE m.key = field_arrival.key)";
    field_arrival::Entity::update_many()
        .col_expr(field_arrival::Column::MarkId, Expr::cust(became))
        .filter(field_arrival::Column::Id.is_in(ids.iter().copied()))
        .exec(&work.tx)
        .await?;
    // It said what was there already: few do, because those that agree do not wait.
    for (id, mark) in &agreed {
        field_arrival::Entity::update_many()
            .col_expr(field_arrival::Column::MarkId, Expr::value(*mark))
            .filter(field_arrival::Column::Id.eq(*id))
            .exec(&work.tx)
            .await?;
    }
    let all = ids.into_iter().chain(agreed.into_iter().map(|(id, _)| id)).collect();
    decide(work, all, Resolution::Taken, reason).await?;
    Ok(())
}

/// Returns the devices of these arrivals that are screens of a code. One statement.
async fn screens(
    tx: &DatabaseTransaction,
    arrivals: &[field_arrival::Model],
) -> Result<HashSet<DeviceId>, DbErr> {
    let devices: HashSet<DeviceId> = arrivals.iter().map(|arrival| arrival.device_id).collect();
    let screens: Vec<DeviceId> = field_device::Entity::find()
        .select_only()
        .column(field_device::Column::Id)
        .filter(field_device::Column::Id.is_in(devices))
        .filter(field_device::Column::Kind.eq(field_device::Kind::Screen))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(screens.into_iter().collect())
}

async fn decide(
    work: &Work<'_>,
    ids: Vec<ArrivalId>,
    how: Resolution,
    reason: &str,
) -> Result<(), DbErr> {
    use field_arrival::Column;
    if ids.is_empty() {
        return Ok(());
    }
    field_arrival::Entity::update_many()
        .col_expr(Column::SettledAt, Expr::value(work.now))
        .col_expr(Column::SettledBy, Expr::value(work.by.account))
        .col_expr(Column::SettledAs, Expr::value(how))
        .col_expr(Column::SettledReason, Expr::value(reason))
        .filter(Column::Id.is_in(ids))
        .exec(&work.tx)
        .await?;
    Ok(())
}

/// Matches a walk-in with an enrolment, whose attendance it counts for from then on (R39). A person who
/// is not enrolled is enrolled first, on the page for enrolling. Somebody who has another mark already is
/// matched only by whoever says that it `replaces` that one.
///
/// # Errors
/// Refused when the enrolment is not confirmed, the session cannot have marks, the person has another mark,
/// or the walk-in was decided already.
pub async fn match_walk_in(
    app: &App,
    permit: Settle,
    walk_in: WalkInId,
    enrolment: EnrolmentId,
    replaces: bool,
) -> AttendanceResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let came = pending(&work.tx, &permit, walk_in).await?;
    let confirmed = enrolment::Entity::find_by_id(enrolment)
        .filter(enrolment::Column::CohortId.eq(*permit.cohort()))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .one(&work.tx)
        .await?;
    if confirmed.is_none() {
        return refuse(AttendanceRefusal::NotOnTheRoll);
    }
    if own_place(&work.tx, work.by, *permit.cohort()).await?.is_some_and(|own| own.id == enrolment)
    {
        return refuse(AttendanceRefusal::Oneself);
    }
    let mut locked = hold(&work.tx, *permit.cohort(), came.session_id).await?;
    possible(&locked, work.now).map_err(Failure::Refused)?;
    let (method, how) = match came.sheet_id {
        Some(_) => (Method::Sheet, "Firmó debajo de la lista"),
        None => (Method::Offline, "Se anotó fuera de la lista"),
    };
    let reason = format!("{how} como «{}».", came.name);
    let now = locked.current().get(&enrolment).copied();
    if let Some(now) = now.filter(|now| now.state != came.state && !replaces) {
        return refuse(AttendanceRefusal::MarkedOtherwise { state: now.state });
    }
    let mark = match now.filter(|now| now.state == came.state) {
        Some(now) => Some(now.mark),
        None => {
            let mark = Mark {
                reason: Some(reason),
                device: came.device_id,
                device_at: came.device_at,
                key: Some(came.key.clone()),
                ..Mark::new(enrolment, came.state, method)
            };
            append(&work.tx, app, work.by, &mut locked, vec![mark]).await?.first().copied()
        }
    };
    walk_in::ActiveModel {
        id: Set(came.id),
        outcome: Set(walk_in::WalkInOutcome::Matched),
        enrolment_id: Set(Some(enrolment)),
        mark_id: Set(mark),
        settled_at: Set(Some(work.now)),
        settled_by: Set(work.by.account),
        ..Default::default()
    }
    .update(&work.tx)
    .await?;
    let (subject, detail) = (("session", came.session_id.0), json!({ "walk_in": "matched" }));
    work.record_in(permit.cohort().0, "attendance.settle", subject, detail).await?;
    Ok(work.commit().await?)
}

/// Dismisses a walk-in as a person whose attendance does not count here; the name stays with the
/// reason.
pub async fn dismiss_walk_in(
    app: &App,
    permit: Settle,
    walk_in: WalkInId,
    reason: &str,
) -> AttendanceResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let came = pending(&work.tx, &permit, walk_in).await?;
    walk_in::ActiveModel {
        id: Set(came.id),
        outcome: Set(walk_in::WalkInOutcome::Dismissed),
        settled_at: Set(Some(work.now)),
        settled_by: Set(work.by.account),
        settled_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    }
    .update(&work.tx)
    .await?;
    let (subject, detail) = (("session", came.session_id.0), json!({ "walk_in": "dismissed" }));
    work.record_in(permit.cohort().0, "attendance.settle", subject, detail).await?;
    Ok(work.commit().await?)
}

/// Returns a walk-in of the cohort that still waits; one that was decided is refused.
async fn pending(
    tx: &DatabaseTransaction,
    permit: &Settle,
    id: WalkInId,
) -> AttendanceResult<walk_in::Model> {
    lock(tx, *permit.cohort()).await?;
    let found = walk_in::Entity::find_by_id(id)
        .join(sea_orm::JoinType::InnerJoin, walk_in::Relation::Session.def())
        .filter(session::Column::CohortId.eq(*permit.cohort()))
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    match found.outcome {
        walk_in::WalkInOutcome::Pending => Ok(found),
        _ => refuse(AttendanceRefusal::DecidedAlready),
    }
}
