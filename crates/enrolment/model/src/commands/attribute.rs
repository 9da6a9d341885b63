//! The municipality a place counts for, when the person works elsewhere by now (R30). The place
//! stays; what it counts for changes only by this hand, with a reason, and is part of its story.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Set,
};

use cohorts_model::queries::municipalities;
use people_model::entity::post::{self, PostId};
use people_model::oneself::records;
use platform::app::App;
use platform::dates;
use platform::errors::{AppError, Failure, refuse};
use territory_model::entity::entity;

use super::seat_ledger::SeatLedger;
use super::shared::{StageChange, trace};
use super::supersede::supersede;
use super::waiting_list::promote;
use crate::entity::earlier_attribution;
use crate::entity::enrolment::{self, EnrolmentId, Stage};
use crate::policy::Attribute;
use crate::queries;
use crate::rules::{EnrolmentRefusal, EnrolmentWindow};
use crate::seating::{Reserve, Seating};

/// A move is told within a month; sessions of older days stay where reports told them (R31).
const TOLD_LATE: Days = Days::new(31);

/// Counts a place for another of the person's posts, held while the cohort goes on and in one of
/// its municipalities: a report of any other would show a cohort that was not meant for it. The
/// sessions before the post began stay with the municipality of then (R29).
pub async fn attribute(
    app: &App,
    permit: Attribute,
    to: PostId,
    reason: &str,
) -> Result<(), Failure<EnrolmentRefusal>> {
    let tx = app.db.begin().await?;
    let find = || enrolment::Entity::find_by_id(*permit.enrolment());
    let cohort = find().one(&tx).await?.ok_or(AppError::NotFound)?.cohort_id;
    let mut ledger = SeatLedger::lock(&tx, app, cohort).await?;
    EnrolmentWindow::of(&ledger.cohort).may_change().map_err(Failure::Refused)?;
    // Read again: the row may have moved while this request waited for the lock.
    let row = find().one(&tx).await?.ok_or(AppError::NotFound)?;
    if row.stage == Stage::Withdrawn {
        return refuse(EnrolmentRefusal::AlreadyWithdrawn);
    }
    if records(&tx, permit.by()).await?.contains(&row.person_id) {
        return refuse(EnrolmentRefusal::OwnPlace);
    }
    let post = post::Entity::find_by_id(to).lock_shared().one(&tx).await?;
    let starts_on = ledger.cohort.starts_on;
    // Who left before the cohort began learns nothing for that post.
    let Some(post) = post.filter(|post| {
        post.person_id == row.person_id && post.ends_on.is_none_or(|end| end >= starts_on)
    }) else {
        return refuse(EnrolmentRefusal::PostOfAnother);
    };
    if row.post_id == Some(post.id)
        && row.municipality_code.as_ref() == Some(&post.municipality_code)
    {
        return refuse(EnrolmentRefusal::SameAttribution);
    }
    let served = municipalities(&tx, cohort).await?;
    let Some(place) = served.iter().find(|place| place.code == post.municipality_code) else {
        return refuse(EnrolmentRefusal::PlaceNotServed);
    };
    let kind = entity::Entity::find_by_id(post.entity_id).one(&tx).await?.map(|one| one.kind);
    let stage = row.stage;
    supersede(&tx, &row, app.clock.now()).await?;
    let since = since(post.starts_on, app.clock.today());
    let row = count_for(&tx, row, (&post, kind), (since, starts_on)).await?;
    // Everybody who has a seat must still find one that they may use (R19).
    let mut seating = Seating::new(ledger.cohort.seats, ledger.quotas.iter().map(Reserve::from));
    for (_, who) in queries::seated_people(&tx, cohort).await? {
        if !seating.sit(&who) {
            return refuse(EnrolmentRefusal::AttributionWithoutSeat);
        }
    }
    let reason = format!("{}: {}", place.full_name(), reason.trim());
    let change = StageChange {
        action: "enrolment.attribute",
        from: Some(stage),
        to: stage,
        by: permit.by(),
        reason: Some(&reason),
        cause: None,
    };
    trace(&tx, app, &row, change).await?;
    // The seat that was kept for the old municipality may be somebody's turn.
    ledger.recount(&tx).await?;
    promote(&tx, app, &mut ledger).await?;
    tx.commit().await?;
    Ok(())
}

/// Counts a place for a post from an instant on, of a cohort that starts on a day. What it was counted for
/// until then is kept; call it after [`supersede`].
pub(super) async fn count_for(
    tx: &DatabaseTransaction,
    row: enrolment::Model,
    (post, kind): (&post::Model, Option<String>),
    (since, starts_on): (DateTime<Utc>, NaiveDate),
) -> Result<enrolment::Model, DbErr> {
    if since > dates::from_bogota(starts_on, NaiveTime::MIN) {
        keep_earlier(tx, &row, since).await?;
    } else {
        forget_earlier(tx, row.id, since).await?;
    }
    let mut changed = row.into_active_model();
    changed.post_id = Set(Some(post.id));
    changed.municipality_code = Set(Some(post.municipality_code.clone()));
    changed.entity_kind = Set(kind);
    changed.update(tx).await
}

/// The first instant that counts for the new post.
pub(super) fn since(starts_on: NaiveDate, today: NaiveDate) -> DateTime<Utc> {
    let earliest = today.checked_sub_days(TOLD_LATE).unwrap_or(today);
    dates::from_bogota(starts_on.max(earliest), NaiveTime::MIN)
}

/// Notes what the place was counted for until then.
async fn keep_earlier(
    tx: &DatabaseTransaction,
    row: &enrolment::Model,
    since: DateTime<Utc>,
) -> Result<(), DbErr> {
    use earlier_attribution::{ActiveModel, Column, Entity};
    forget_earlier(tx, row.id, since).await?;
    let Some(left) = row.municipality_code.clone() else { return Ok(()) };
    let last = Entity::find()
        .filter(Column::EnrolmentId.eq(row.id))
        .order_by_desc(Column::UntilAt)
        .one(tx)
        .await?;
    let from_at = last.map_or(DateTime::UNIX_EPOCH, |last| last.until_at);
    if from_at >= since {
        return Ok(());
    }
    let earlier = ActiveModel {
        enrolment_id: Set(row.id),
        municipality_code: Set(left),
        post_id: Set(row.post_id),
        from_at: Set(from_at),
        until_at: Set(since),
        ..Default::default()
    };
    earlier.insert(tx).await?;
    Ok(())
}

/// Takes back what was noted from then on: the new post covers it.
async fn forget_earlier(
    tx: &DatabaseTransaction,
    enrolment: EnrolmentId,
    since: DateTime<Utc>,
) -> Result<(), DbErr> {
    use earlier_attribution::{Column, Entity};
    Entity::delete_many()
        .filter(Column::EnrolmentId.eq(enrolment))
        .filter(Column::FromAt.gte(since))
        .exec(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::UntilAt, Expr::value(since))
        .filter(Column::EnrolmentId.eq(enrolment))
        .filter(Column::UntilAt.gt(since))
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_counts_from_its_post_and_at_most_a_month_back() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("valid");
        let at = |date| dates::from_bogota(date, NaiveTime::MIN);
        assert_eq!(since(day(11, 10), day(11, 20)), at(day(11, 10)));
        assert_eq!(since(day(12, 1), day(11, 20)), at(day(12, 1)));
        assert_eq!(since(day(3, 1), day(11, 20)), at(day(10, 20)));
    }
}
