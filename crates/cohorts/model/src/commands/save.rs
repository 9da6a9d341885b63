//! Changing a cohort's data.

use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel};
use serde_json::{Map, Value, json};

use courses_model::entity::course_version;
use history_model::commands::{Event, record};
use platform::errors::{Failure, refuse};
use platform::prelude::*;
use platform::search::fold;

use super::hours::{PlanningScope, book, free, modality};
use super::{CohortResult, changes, keep, locked, sessions_of, set_municipalities};
use crate::clashes::{PlannedMeeting, room};
use crate::entity::cohort::{self, Stage};
use crate::entity::session;
use crate::entity::session_change::Kind;
use crate::policy::EditCohort;
use crate::queries::last_saved;
use crate::refusals::CohortRefusal;
use crate::rules::{self, CompletionRule};
use crate::schedule::Meeting;
use crate::timetable;

/// The whole of a cohort's data after the change.
#[derive(Clone, Debug)]
pub struct CohortChange {
    pub name: String,
    /// Seats, only while the cohort is a draft; afterwards enrolment changes them
    /// ([`super::set_seats`]).
    pub seats: Option<i32>,
    /// The first and the last day, until a session is planned: from then on they are the sessions'
    /// ([`timetable`]).
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub enrolment_closes_on: Option<NaiveDate>,
    pub place_text: String,
    pub municipalities: Vec<String>,
    pub quorum: Option<rules::Quorum>,
    /// The rule of completion, only until the cohort starts. `None` leaves it as it is.
    pub rule: Option<CompletionRule>,
    /// The last saved state that the person had on the page ([`crate::queries::last_saved`]).
    /// `None` means that no page was shown.
    pub seen: Option<i64>,
}

/// The fields that a change writes to history: old and new value of each field that differs.
#[derive(Default)]
struct FieldChanges(Map<String, Value>);

impl FieldChanges {
    fn put<T: PartialEq + Serialize>(&mut self, name: &str, old: T, new: T) {
        if old != new {
            self.0.insert(name.to_owned(), json!([old, new]));
        }
    }
}

/// Saves everything about a cohort but its stage and, once published, its seats. The version
/// is never among it: a cohort keeps its own (R2). Inside the transaction of enrolment, which
/// has looked who is counted for a municipality that leaves.
pub async fn save(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &EditCohort,
    change: CohortChange,
) -> CohortResult<()> {
    let now = app.clock.now();
    let cohort = locked(tx, *permit.cohort()).await?;
    rules::editable(cohort.stage).or_else(refuse)?;
    if let Some(seen) = change.seen
        && seen != last_saved(tx, cohort.id).await?
    {
        return refuse(CohortRefusal::SavedMeanwhile);
    }
    let sessions = sessions_of(tx, cohort.id).await?;
    let (starts_on, ends_on) = timetable::of(&sessions)
        .map_or((change.starts_on, change.ends_on), |table| (table.starts_on, table.ends_on));
    rules::dates_in_order(starts_on, ends_on, change.enrolment_closes_on).or_else(refuse)?;
    let seats = match change.seats {
        Some(seats) if seats != cohort.seats => {
            if cohort.stage != Stage::Draft {
                return refuse(CohortRefusal::SeatsAfterPublishing);
            }
            rules::seats(seats).or_else(refuse)?
        }
        _ => cohort.seats,
    };
    rules::quorum(change.quorum, seats, starts_on).or_else(refuse)?;
    if cohort.stage != Stage::Draft && change.municipalities.is_empty() {
        return refuse(CohortRefusal::NoMunicipality);
    }
    let old = CompletionRule::from(&cohort);
    let rule = match change.rule {
        None => old,
        Some(new) => {
            let version =
                course_version::Entity::find_by_id(cohort.course_version_id).one(tx).await?;
            let graded = version.is_some_and(|version| version.pass_mark.is_some());
            rules::change_rule(cohort.stage, old, new, graded).or_else(refuse)?
        }
    };
    let (id, unit) = (cohort.id, cohort.unit_code.clone());
    let [before, after] = set_municipalities(tx, id, &unit, &change.municipalities).await?;
    if before != after || cohort.place_text != change.place_text {
        rooms_stay_free(tx, &cohort, &sessions, &after, &change.place_text).await?;
    }
    let mut changed = FieldChanges::default();
    changed.put("name", &cohort.name, &change.name);
    changed.put("seats", cohort.seats, seats);
    changed.put("starts_on", cohort.starts_on, starts_on);
    changed.put("ends_on", cohort.ends_on, ends_on);
    changed.put("enrolment_closes_on", cohort.enrolment_closes_on, change.enrolment_closes_on);
    changed.put("place", &cohort.place_text, &change.place_text);
    changed.put("municipalities", before, after);
    changed.put("minimum_attendance", old.minimum_attendance, rule.minimum_attendance);
    changed.put("pass_mark", old.pass_mark, rule.pass_mark);
    changed.put("minimum_hours", old.minimum_hours, rule.minimum_hours);
    changed.put("counting", old.counting, rule.counting);
    if cohort.place_text != change.place_text {
        // Sessions without a place of their own move with the cohort's.
        let moved: Vec<session::Model> = sessions
            .into_iter()
            .filter(|session| session.stage == session::Stage::Planned)
            .filter(|session| session.place.is_none() && session.link.is_none())
            .filter(|session| session.ends_at > now)
            .collect();
        changes::note(tx, app, &cohort, Kind::Moved, &moved, None).await?;
    }
    let (people, decide_on) =
        (change.quorum.map(|new| new.people), change.quorum.map(|new| new.on));
    changed.put("quorum", (cohort.minimum_people, cohort.quorum_on), (people, decide_on));
    let mut row = cohort.into_active_model();
    row.search_name.set_if_not_equals(fold(&change.name));
    row.name.set_if_not_equals(change.name);
    row.seats.set_if_not_equals(seats);
    row.starts_on.set_if_not_equals(starts_on);
    row.ends_on.set_if_not_equals(ends_on);
    row.enrolment_closes_on.set_if_not_equals(change.enrolment_closes_on);
    row.place_text.set_if_not_equals(change.place_text);
    row.minimum_attendance.set_if_not_equals(rule.minimum_attendance);
    row.pass_mark.set_if_not_equals(rule.pass_mark);
    row.minimum_hours.set_if_not_equals(rule.minimum_hours);
    let counting = rule.counting;
    row.late_after_minutes.set_if_not_equals(counting.late_after_minutes);
    row.partial_hours.set_if_not_equals(counting.partial_hours);
    row.excused_counts.set_if_not_equals(counting.excused_counts);
    row.dispensed_counts.set_if_not_equals(counting.dispensed_counts);
    row.correction_days.set_if_not_equals(counting.correction_days);
    row.minimum_people.set_if_not_equals(people);
    row.quorum_on.set_if_not_equals(decide_on);
    keep(tx, row).await?;
    let event = permit.by().event(now, "cohorts.save", ("cohort", id.0));
    let detail = Value::Object(changed.0);
    Ok(record(tx, Event { cohort_id: Some(id.0), detail, ..event }).await?)
}

/// Another place or other municipalities move the sessions that are still to come to other rooms,
/// which must be free (R12).
async fn rooms_stay_free(
    tx: &DatabaseTransaction,
    cohort: &cohort::Model,
    sessions: &[session::Model],
    municipalities: &[String],
    place: &str,
) -> CohortResult<()> {
    let version = modality(tx, cohort.course_version_id).await?;
    let to_come = sessions.iter().filter(|session| session.stage == session::Stage::Planned);
    let to_come: Vec<&session::Model> = to_come.collect();
    let mut planned: Vec<PlannedMeeting> = to_come
        .iter()
        .map(|session| PlannedMeeting {
            meeting: Meeting { starts_at: session.starts_at, ends_at: session.ends_at },
            facilitator: None,
            place: room(session.place.as_deref().unwrap_or(place), version).map(str::to_owned),
            room: None,
            venue: None,
            link: None,
        })
        .collect();
    let scope = PlanningScope::with(tx, Some(cohort.id), &cohort.unit_code, municipalities).await?;
    match free(tx, &scope, &mut planned).await {
        Err(Failure::Refused(CohortRefusal::InSession { refusal, .. })) => return refuse(*refusal),
        other => other?,
    }
    let venues = to_come.iter().zip(&planned).map(|(session, planned)| (session.id, planned.venue));
    Ok(book(tx, &venues.collect::<Vec<_>>()).await?)
}
