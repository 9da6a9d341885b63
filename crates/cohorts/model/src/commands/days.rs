//! The days of a cohort follow its sessions (R83): every change of them writes both anew.

use sea_orm::{ActiveModelTrait, DatabaseTransaction, DbErr, IntoActiveModel, Set};

use history_model::commands::{Event, record};
use sign_in_model::prelude::*;

use crate::entity::cohort;
use crate::entity::session;
use crate::timetable;

/// Writes the days that the sessions give, inside the transaction of their change; one statement where
/// something changed, and one for history once the cohort is public. Enrolment closes on the last day at
/// the latest, and whether it runs is decided on the first. A cohort without sessions keeps the days that somebody wrote.
pub(super) async fn follow(
    tx: &DatabaseTransaction,
    by: &Author,
    now: DateTime<Utc>,
    cohort: cohort::Model,
    sessions: &[session::Model],
    is_public: bool,
) -> Result<cohort::Model, DbErr> {
    let Some(table) = timetable::of(sessions) else { return Ok(cohort) };
    let closes_on =
        cohort.enrolment_closes_on.map(|on| if is_public { on.min(table.ends_on) } else { on });
    // Whether it runs is decided before people meet.
    let decided_on = cohort.quorum_on.map(|on| on.min(table.starts_on));
    let days = [(cohort.starts_on, table.starts_on), (cohort.ends_on, table.ends_on)];
    let closing = (cohort.enrolment_closes_on, closes_on);
    if days.iter().all(|(old, new)| old == new) && closing.0 == closing.1 {
        return Ok(cohort);
    }
    let id = cohort.id;
    let mut row = cohort.into_active_model();
    row.starts_on = Set(table.starts_on);
    row.ends_on = Set(table.ends_on);
    row.enrolment_closes_on = Set(closes_on);
    row.quorum_on = Set(decided_on);
    let cohort = row.update(tx).await?;
    if is_public {
        let mut changed = serde_json::Map::new();
        for (name, (old, new)) in ["starts_on", "ends_on"].into_iter().zip(days) {
            if old != new {
                changed.insert(name.to_owned(), json!([old, new]));
            }
        }
        if closing.0 != closing.1 {
            changed.insert("enrolment_closes_on".to_owned(), json!([closing.0, closing.1]));
        }
        let event = by.event(now, "cohorts.save", ("cohort", id.0));
        let detail = changed.into();
        record(tx, Event { cohort_id: Some(id.0), detail, ..event }).await?;
    }
    Ok(cohort)
}
