//! Saying how many certified people are wanted.

use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;

use capacities_model::queries::capacity;
use platform::db::take_turns;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use sign_in_model::work::Work;

use super::queries::of_place;
use super::rules::{MOST_PEOPLE, TargetRefusal, target_on};
use crate::entity::coverage_target::{self, TargetId};
use crate::policy::SetTarget;

#[derive(Clone, Debug)]
pub struct NewTarget {
    pub capacity: String,
    /// Zero: none any more.
    pub people: i32,
    pub since: NaiveDate,
    pub reason: String,
}

/// Adds a target, or a correction of one; what was said before stays.
///
/// # Errors
/// Refused for a number or a day that cannot be, or when it says the same.
pub async fn set_target(
    app: &App,
    permit: SetTarget,
    new: NewTarget,
) -> Result<TargetId, Failure<TargetRefusal>> {
    if !(0..=MOST_PEOPLE).contains(&new.people) {
        return refuse(TargetRefusal::PeopleOutOfRange);
    }
    if new.since > app.clock.today() {
        return refuse(TargetRefusal::SinceLater);
    }
    let place = permit.municipality();
    let work = Work::begin(app, permit.by()).await?;
    take_turns(&work.tx, &[&format!("target {} {place}", new.capacity)]).await?;
    let known = capacity(&work.tx, &new.capacity).await?.ok_or(AppError::NotFound)?;
    if known.retired {
        return refuse(TargetRefusal::CapacityRetired);
    }
    let mut rows = of_place(&work.tx, place).await?;
    rows.retain(|row| row.capacity_code == known.code);
    let before = target_on(&rows, new.since, work.now);
    if before == Some(i64::from(new.people)).filter(|people| *people > 0) {
        return refuse(TargetRefusal::Same);
    }
    let row = coverage_target::ActiveModel {
        capacity_code: Set(known.code.clone()),
        municipality_code: Set(place.clone()),
        people: Set(new.people),
        since_on: Set(new.since),
        reason: Set(new.reason),
        made_at: Set(work.now),
        made_by: Set(work.account()?),
        ..Default::default()
    };
    let id = row.insert(&work.tx).await?.id;
    let detail =
        json!({ "municipality": place, "capacity": known.code, "people": [before, new.people] });
    work.record("ledger.set_target", ("coverage_target", id.0), detail).await?;
    work.commit().await?;
    Ok(id)
}
