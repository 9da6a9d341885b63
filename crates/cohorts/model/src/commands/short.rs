//! Closing a cohort whose sessions add up to less than its course asks for takes two people (R83): the first
//! says why, and somebody else closes it, on the same hours.

use chrono::TimeDelta;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel};

use courses_model::entity::course_version;
use history_model::commands::{Event, record};
use people_model::oneself::records;
use platform::errors::refuse;
use sign_in_model::prelude::*;

use super::{CohortResult, facts_of, locked, sessions_of};
use crate::entity::cohort;
use crate::entity::session;
use crate::entity::short_closing::{ActiveModel, Model};
use crate::policy::CloseCohort;
use crate::queries::short_closing_of;
use crate::refusals::CohortRefusal;
use crate::rules;
use crate::timetable::{self, CourseHours};

/// The characters of a reason.
pub const REASON: std::ops::RangeInclusive<usize> = 10..=300;
/// Below this nothing was taught that a certificate could name.
const LEAST: TimeDelta = TimeDelta::hours(1);

/// How long the sessions of a cohort last, where that is less than its course asks for.
async fn missing_hours(
    tx: &DatabaseTransaction,
    cohort: &cohort::Model,
    sessions: &[session::Model],
) -> Result<Option<TimeDelta>, DbErr> {
    let version = course_version::Entity::find_by_id(cohort.course_version_id).one(tx).await?;
    let taught = timetable::taught(sessions);
    let is_short =
        version.is_some_and(|version| CourseHours::of(&version, cohort).is_short(taught));
    Ok(is_short.then_some(taught))
}

/// Notes that somebody wants to close a cohort with fewer hours than its course asks for, and why. Asked
/// again, the new reason and the new author take the place of the old. The reason is written beside the
/// cohort, not in history: it is free text.
pub async fn ask_short_closing(app: &App, permit: CloseCohort, reason: &str) -> CohortResult<()> {
    let reason = reason.trim();
    if !REASON.contains(&reason.chars().count()) {
        return refuse(CohortRefusal::ShortReasonLength);
    }
    let tx = app.db.begin().await?;
    let now = app.clock.now();
    let cohort = locked(&tx, *permit.cohort()).await?;
    let sessions = sessions_of(&tx, cohort.id).await?;
    rules::close(cohort.stage, &facts_of(&sessions), cohort.ends_on, now).or_else(refuse)?;
    let Some(taught) = missing_hours(&tx, &cohort, &sessions).await? else {
        return refuse(CohortRefusal::EnoughHours);
    };
    if taught < LEAST {
        return refuse(CohortRefusal::NothingTaught);
    }
    let asked_by = permit.by().account.ok_or(CohortRefusal::ShortNobodyKnown).or_else(refuse)?;
    // Nobody could tell whoever confirms it from whoever asks.
    if records(&tx, permit.by()).await?.is_empty() {
        return refuse(CohortRefusal::ShortNobodyKnown);
    }
    let minutes = i32::try_from(taught.num_minutes()).unwrap_or(i32::MAX);
    let mut row = ActiveModel {
        cohort_id: Set(cohort.id),
        reason: Set(reason.to_owned()),
        minutes: Set(minutes),
        asked_by: Set(asked_by),
        asked_at: Set(now),
        ..Default::default()
    };
    let id = match short_closing_of(&tx, cohort.id).await? {
        Some(before) => {
            row.id = Unchanged(before.id);
            row.update(&tx).await?.id
        }
        None => row.insert(&tx).await?.id,
    };
    let event = permit.by().event(now, "cohorts.ask_short_closing", ("short_closing", id.0));
    let detail = json!({ "minutes": minutes });
    record(&tx, Event { cohort_id: Some(cohort.id.0), detail, ..event }).await?;
    Ok(tx.commit().await?)
}

/// Refuses to close a cohort with too few hours unless somebody else asked for it, on these hours; notes who
/// confirmed it. Inside the transaction of the closing.
pub(super) async fn second(
    tx: &DatabaseTransaction,
    by: &Author,
    now: DateTime<Utc>,
    cohort: &cohort::Model,
    sessions: &[session::Model],
) -> CohortResult<()> {
    let Some(taught) = missing_hours(tx, cohort, sessions).await? else { return Ok(()) };
    if taught < LEAST {
        return refuse(CohortRefusal::NothingTaught);
    }
    let asked = short_closing_of(tx, cohort.id).await?;
    let same = |asked: &Model| i64::from(asked.minutes) == taught.num_minutes();
    let Some(asked) = asked.filter(same) else {
        return refuse(CohortRefusal::ShortNeedsReason);
    };
    let asker = Author { account: Some(asked.asked_by), request: None };
    let (theirs, own) = (records(tx, &asker).await?, records(tx, by).await?);
    // An account without a person is nobody known: what it asked is asked anew.
    if theirs.is_empty() {
        return refuse(CohortRefusal::ShortNeedsReason);
    }
    // Two accounts of one person are one person.
    let is_other = by.account.is_some_and(|account| account != asked.asked_by)
        && !own.is_empty()
        && theirs.is_disjoint(&own);
    if !is_other {
        return refuse(CohortRefusal::ShortNeedsSecond);
    }
    let id = asked.id;
    let mut row = asked.into_active_model();
    row.confirmed_by = Set(by.account);
    row.confirmed_at = Set(Some(now));
    row.update(tx).await?;
    let event = by.event(now, "cohorts.confirm_short_closing", ("short_closing", id.0));
    let detail = json!({ "minutes": taught.num_minutes() });
    Ok(record(tx, Event { cohort_id: Some(cohort.id.0), detail, ..event }).await?)
}
