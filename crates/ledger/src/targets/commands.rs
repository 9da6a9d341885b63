//! Saying how many certified people are wanted.

use chrono::NaiveDate;
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use capacities_model::queries::capacity;
use history_model::commands::{Event, record};
use platform::app::App;
use platform::db::take_turns;
use platform::errors::{AppError, Failure};

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
    let now = app.clock.now();
    let author = permit.by().account;
    let made_by = author.ok_or_else(|| AppError::Internal("a target needs an author".into()))?;
    if !(0..=MOST_PEOPLE).contains(&new.people) {
        return Err(Failure::Refused(TargetRefusal::PeopleOutOfRange));
    }
    if new.since > app.clock.today() {
        return Err(Failure::Refused(TargetRefusal::SinceLater));
    }
    let place = permit.municipality();
    let tx = app.db.begin().await?;
    take_turns(&tx, &[&format!("target {} {place}", new.capacity)]).await?;
    let known = capacity(&tx, &new.capacity).await?.ok_or(AppError::NotFound)?;
    if known.retired {
        return Err(Failure::Refused(TargetRefusal::CapacityRetired));
    }
    let mut rows = of_place(&tx, place).await?;
    rows.retain(|row| row.capacity_code == known.code);
    let before = target_on(&rows, new.since, now);
    if before == Some(i64::from(new.people)).filter(|people| *people > 0) {
        return Err(Failure::Refused(TargetRefusal::Same));
    }
    let row = coverage_target::ActiveModel {
        capacity_code: Set(known.code.clone()),
        municipality_code: Set(place.clone()),
        people: Set(new.people),
        since_on: Set(new.since),
        reason: Set(new.reason),
        made_at: Set(now),
        made_by: Set(made_by),
        ..Default::default()
    };
    let id = row.insert(&tx).await?.id;
    let event = Event {
        detail: json!({ "municipality": place, "capacity": known.code, "people": [before, new.people] }),
        ..permit.by().event(now, "ledger.set_target", ("coverage_target", id.0))
    };
    record(&tx, event).await?;
    tx.commit().await?;
    Ok(id)
}
