//! Rules that must hold between cohorts, enrolments and their events, for `doctor`.

use std::collections::HashSet;

use sea_orm::sea_query::{Expr, JoinType, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage as CohortStage};
use people_model::entity::post::{self, PostId};
use platform::doctor::Finding;
use territory_model::entity::entity;

use super::entity::enrolment::{self, EnrolmentId, Stage};
use super::entity::{enrolment_event, seat_offer, seat_quota};
use super::seating::{Reserve, Seating, next_of_waiting_list, people_without_seat};
use super::{queries, rules};

/// Findings of one kind that are listed; more of the same say nothing new.
const LISTED: u64 = 20;
/// Cohorts whose reservations are looked into, the oldest that live.
const COHORTS: u64 = 2_000;

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut all = seats(db).await?;
    all.extend(reserved(db).await?);
    all.extend(offers(db).await?);
    all.extend(queue_numbers(db).await?);
    all.extend(last_events(db).await?);
    all.extend(other_names(db).await?);
    all.extend(super::import::checks::findings(db).await?);
    Ok(all)
}

#[derive(FromQueryResult)]
struct OccupiedSeats {
    id: CohortId,
    stage: CohortStage,
    seats: i32,
    confirmed: i64,
    offered: i64,
    waiting: i64,
}

/// Confirmed ≤ seats, and nobody waits while a seat is free; where seats are reserved
/// [`reserved`] asks the second.
async fn seats(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let of = |stage: Stage| Expr::case(enrolment::Column::Stage.eq(stage), 1).finally(0);
    let rows: Vec<OccupiedSeats> = cohort::Entity::find()
        .select_only()
        .columns([cohort::Column::Id, cohort::Column::Stage, cohort::Column::Seats])
        .column_as(Expr::expr(of(Stage::Confirmed)).sum(), "confirmed")
        .column_as(Expr::expr(of(Stage::Offered)).sum(), "offered")
        .column_as(Expr::expr(of(Stage::Waiting)).sum(), "waiting")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def().rev())
        .group_by(cohort::Column::Id)
        .group_by(cohort::Column::Stage)
        .group_by(cohort::Column::Seats)
        .into_model()
        .all(db)
        .await?;
    let reserving: HashSet<CohortId> = holding().into_tuple().all(db).await?.into_iter().collect();
    let held = queries::held_of(db, rows.iter().map(|row| row.id)).await?;
    let mut found = Vec::new();
    for row in rows {
        let taken = row.confirmed + row.offered;
        let held = held.get(&row.id).copied().unwrap_or(0);
        let free = i64::from(row.seats) - taken - i64::try_from(held).unwrap_or(i64::MAX);
        if taken > i64::from(row.seats) {
            found
                .push(format!("cohort {} has {} confirmed for {} seats", row.id, taken, row.seats));
        }
        if free > 0 && row.waiting > 0 && rules::promotes(row.stage) && !reserving.contains(&row.id)
        {
            found.push(format!(
                "cohort {} has {} waiting and {free} seats free",
                row.id, row.waiting
            ));
        }
    }
    Ok(found.into_iter().map(|text| Finding::new("enrolment", text)).collect())
}

/// Returns the cohorts that keep seats for a group.
fn holding() -> sea_orm::Select<seat_quota::Entity> {
    seat_quota::Entity::find()
        .select_only()
        .column(seat_quota::Column::CohortId)
        .filter(seat_quota::Column::ReleasedAt.is_null())
        .distinct()
}

/// Checks the cohorts with reservations: no more seats are reserved than there are, everybody sits
/// in a seat that they may use, and nobody waits while there is one for them.
async fn reserved(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let cohorts = cohort::Entity::find()
        .filter(cohort::Column::Id.in_subquery(holding().into_query()))
        .filter(cohort::Column::Stage.is_not_in([CohortStage::Closed, CohortStage::Cancelled]))
        .order_by_asc(cohort::Column::Id)
        .limit(COHORTS)
        .all(db)
        .await?;
    let mut found = Vec::new();
    for cohort in cohorts {
        let quotas = queries::quotas(db, cohort.id).await?;
        let kept: i32 = quotas.iter().map(|quota| quota.seats).sum();
        if kept > cohort.seats {
            found.push(format!("cohort {} keeps {kept} of its {} seats", cohort.id, cohort.seats));
        }
        let empty = Seating::new(cohort.seats, quotas.iter().map(Reserve::from));
        let seated = queries::seated_people(db, cohort.id).await?;
        let taken = i32::try_from(seated.len()).unwrap_or(i32::MAX);
        let mut seating = queries::seating(db, &cohort, &quotas, taken).await?;
        let standing = people_without_seat(empty, seated).len();
        if standing > 0 {
            found.push(format!(
                "cohort {} has {standing} people in seats that are kept for others",
                cohort.id
            ));
        }
        if rules::promotes(cohort.stage) {
            let waiting = queries::waiters(db, cohort.id, u64::MAX).await?;
            let next = next_of_waiting_list(waiting, &mut seating).len();
            if next > 0 {
                found.push(format!(
                    "cohort {} has {next} waiting for seats that are free for them",
                    cohort.id
                ));
            }
        }
    }
    Ok(found.into_iter().map(|text| Finding::new("enrolment", text)).collect())
}

/// A place is offered exactly while one offer of it is open.
async fn offers(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let open = || {
        seat_offer::Entity::find()
            .select_only()
            .column(seat_offer::Column::EnrolmentId)
            .filter(seat_offer::Column::SettledAt.is_null())
    };
    let without: Vec<EnrolmentId> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::Stage.eq(Stage::Offered))
        .filter(enrolment::Column::Id.not_in_subquery(open().into_query()))
        .limit(LISTED)
        .into_tuple()
        .all(db)
        .await?;
    let astray: Vec<EnrolmentId> = open()
        .join(JoinType::InnerJoin, seat_offer::Relation::Enrolment.def())
        .filter(enrolment::Column::Stage.ne(Stage::Offered))
        .limit(LISTED)
        .into_tuple()
        .all(db)
        .await?;
    let without =
        without.into_iter().map(|id| format!("enrolment {id} is offered without an offer"));
    let astray =
        astray.into_iter().map(|id| format!("enrolment {id} has an offer and is not offered"));
    Ok(without.chain(astray).map(|text| Finding::new("enrolment", text)).collect())
}

/// Every number of the queue is given once per cohort.
async fn queue_numbers(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let twice: Vec<(CohortId, i64, i64)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .column(enrolment::Column::QueueNumber)
        .column_as(enrolment::Column::Id.count(), "people")
        .group_by(enrolment::Column::CohortId)
        .group_by(enrolment::Column::QueueNumber)
        .having(enrolment::Column::Id.count().gt(1))
        .limit(LISTED)
        .into_tuple()
        .all(db)
        .await?;
    Ok(twice
        .into_iter()
        .map(|(cohort, number, people)| {
            let text =
                format!("cohort {cohort} gave number {number} of its queue to {people} people");
            Finding::new("enrolment", text)
        })
        .collect())
}

/// The stage of every place is what its last event says.
async fn last_events(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let last = Query::select()
        .expr(enrolment_event::Column::Id.max())
        .from(enrolment_event::Entity)
        .and_where(
            Expr::col((enrolment_event::Entity, enrolment_event::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .to_owned();
    let agreeing = enrolment_event::Entity::find()
        .select_only()
        .column(enrolment_event::Column::EnrolmentId)
        .filter(
            enrolment_event::Column::EnrolmentId
                .into_expr()
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .filter(
            enrolment_event::Column::ToStage
                .into_expr()
                .equals((enrolment::Entity, enrolment::Column::Stage)),
        )
        .filter(enrolment_event::Column::Id.in_subquery(last))
        .into_query();
    let apart: Vec<EnrolmentId> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(Expr::exists(agreeing).not())
        .limit(LISTED)
        .into_tuple()
        .all(db)
        .await?;
    Ok(apart
        .into_iter()
        .map(|id| {
            Finding::new(
                "enrolment",
                format!("enrolment {id} is not at the stage of its last event"),
            )
        })
        .collect())
}

/// What was merged into another entity is named by no post and no nomination.
async fn other_names(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let names = || {
        Query::select()
            .column(entity::Column::Id)
            .from(entity::Entity)
            .and_where(Expr::col((entity::Entity, entity::Column::MergedInto)).is_not_null())
            .to_owned()
    };
    let posts: Vec<PostId> = post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .filter(post::Column::EntityId.in_subquery(names()))
        .limit(LISTED)
        .into_tuple()
        .all(db)
        .await?;
    let nominated: Vec<EnrolmentId> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::NominatedBy.in_subquery(names()))
        .limit(LISTED)
        .into_tuple()
        .all(db)
        .await?;
    let posts = posts.into_iter().map(|id| format!("post {id} is in an entity that was merged"));
    let nominated = nominated
        .into_iter()
        .map(|id| format!("enrolment {id} is nominated by an entity that was merged"));
    Ok(posts.chain(nominated).map(|text| Finding::new("enrolment", text)).collect())
}
