//! Taking back what was changed after a moment. Pure.
//!
//! History keeps the old and the new of every change of a cohort; taken back from the last to the first,
//! the row says again what it said then. What cannot be read is passed over: history outlives its words.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;

use cohorts_model::counting::Counting;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::{SessionId, Stage};

use crate::queries::{CohortFact, SessionFact};

/// What a cohort's stage is changed by, with the stage before it.
pub const STAGES: [&str; 5] =
    ["cohorts.publish", "cohorts.confirm", "cohorts.start", "cohorts.close", "cohorts.cancel"];
/// The old and the new of everything that was no longer the same.
pub const SAVED: &str = "cohorts.save";
pub const SEATS: &str = "enrolment.change_seats";

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

/// Takes one change of a cohort back. Returns the municipalities that the cohort was for, if they changed.
pub fn undo(cohort: &mut CohortFact, action: &str, detail: &Value) -> Option<Vec<String>> {
    let before = |name: &str| detail.get(name).and_then(|both| both.get(0));
    fn put<T: DeserializeOwned>(into: &mut T, was: Option<&Value>) {
        if let Some(was) = was.and_then(read) {
            *into = was;
        }
    }
    match action {
        SAVED => {
            put(&mut cohort.name, before("name"));
            put(&mut cohort.seats, before("seats"));
            put(&mut cohort.starts_on, before("starts_on"));
            put(&mut cohort.ends_on, before("ends_on"));
            put(&mut cohort.minimum_attendance, before("minimum_attendance"));
            if let Some(was) = before("counting").and_then(read::<Counting>) {
                cohort.late_after_minutes = was.late_after_minutes;
                cohort.partial_hours = was.partial_hours;
                cohort.excused_counts = was.excused_counts;
                cohort.dispensed_counts = was.dispensed_counts;
                cohort.correction_days = was.correction_days;
            }
            return before("municipalities").and_then(read);
        }
        SEATS => put(&mut cohort.seats, detail.get("from")),
        stage if STAGES.contains(&stage) => put(&mut cohort.stage, detail.get("from")),
        _ => {}
    }
    None
}

/// Whether a cohort's days touch those of a period.
pub fn touches(cohort: &CohortFact, from: NaiveDate, to: NaiveDate) -> bool {
    cohort.starts_on <= to && cohort.ends_on >= from
}

/// A session with the moments that decide its stage at an earlier time.
#[derive(Clone, Debug, sea_orm::FromQueryResult)]
pub struct SessionMoments {
    pub id: SessionId,
    pub cohort_id: CohortId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub stage: Stage,
    pub closed_at: Option<DateTime<Utc>>,
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Whether a mark of it had been written by then.
    pub is_marked: bool,
    /// Its beginning at that time, if it was moved later.
    pub was_starts_at: Option<DateTime<Utc>>,
    pub was_ends_at: Option<DateTime<Utc>>,
}

impl SessionMoments {
    fn stage(&self, at: DateTime<Utc>) -> Stage {
        let is_over = |moment: Option<DateTime<Utc>>| moment.is_some_and(|moment| moment <= at);
        if self.stage == Stage::Cancelled && is_over(self.cancelled_at) {
            return Stage::Cancelled;
        }
        // Of some that were closed long ago nobody knows when: with their end at the earliest.
        let unknown = self.stage == Stage::Closed && self.closed_at.is_none();
        if is_over(self.closed_at) || (unknown && self.is_marked && self.ends_at <= at) {
            Stage::Closed
        } else if self.is_marked {
            Stage::Held
        } else {
            Stage::Planned
        }
    }
}

/// The sessions as they stood then, by cohort and in the order that they had.
pub fn sessions(meetings: Vec<SessionMoments>, at: DateTime<Utc>) -> Vec<SessionFact> {
    let mut facts: Vec<SessionFact> = meetings
        .into_iter()
        .map(|meeting| SessionFact {
            id: meeting.id,
            cohort_id: meeting.cohort_id,
            position: 0,
            stage: meeting.stage(at),
            starts_at: meeting.was_starts_at.unwrap_or(meeting.starts_at),
            ends_at: meeting.was_ends_at.unwrap_or(meeting.ends_at),
        })
        .collect();
    facts.sort_by_key(|session| (session.cohort_id, session.starts_at, session.id));
    let mut last: HashMap<CohortId, i32> = HashMap::new();
    for session in &mut facts {
        let position = last.entry(session.cohort_id).or_default();
        *position += 1;
        session.position = *position;
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;
    use cohorts_model::entity::cohort;
    use serde_json::json;

    #[test]
    fn changes_of_a_cohort_are_taken_back_and_strange_words_are_passed_over() {
        let is = samples::facts().cohorts.remove(0);
        let mut was = is.clone();
        let saved = json!({
            "name": ["Meta", "Meta 2026-2"], "starts_on": ["2026-10-01", "2026-11-03"],
            "municipalities": [["50001"], ["50325"]], "place": ["a", "b"],
        });
        assert_eq!(undo(&mut was, SAVED, &saved), Some(vec!["50001".to_owned()]));
        assert_eq!((was.name.as_str(), was.seats), ("Meta", is.seats));
        assert_eq!(was.starts_on, "2026-10-01".parse().expect("a day"));
        undo(&mut was, SEATS, &json!({ "from": 20, "to": 35 }));
        undo(&mut was, "cohorts.start", &json!({ "from": "confirmed", "to": "running" }));
        assert_eq!((was.seats, was.stage), (20, cohort::Stage::Confirmed));
        let same = was.clone();
        for detail in [json!({ "from": "dormida" }), json!(null), json!([1])] {
            assert_eq!(undo(&mut was, "cohorts.close", &detail), None);
            assert_eq!(undo(&mut was, "attendance.take", &detail), None);
        }
        assert_eq!((was.stage, was.seats), (same.stage, same.seats));
    }

    #[test]
    fn a_session_stands_where_its_moments_put_it() {
        let at =
            |hour: i64| DateTime::from_timestamp(1_795_000_000 + hour * 3_600, 0).expect("one");
        let meeting = SessionMoments {
            id: SessionId(1),
            cohort_id: CohortId(1),
            starts_at: at(10),
            ends_at: at(12),
            stage: Stage::Cancelled,
            closed_at: Some(at(13)),
            cancelled_at: Some(at(20)),
            is_marked: true,
            was_starts_at: None,
            was_ends_at: None,
        };
        let stage =
            |meeting: &SessionMoments, hour| sessions(vec![meeting.clone()], at(hour))[0].stage;
        assert_eq!(stage(&meeting, 20), Stage::Cancelled);
        assert_eq!(stage(&meeting, 19), Stage::Closed);
        assert_eq!(stage(&meeting, 12), Stage::Held);
        let unmarked = SessionMoments { is_marked: false, closed_at: None, ..meeting.clone() };
        assert_eq!(stage(&unmarked, 12), Stage::Planned);
        let long_ago = SessionMoments { stage: Stage::Closed, closed_at: None, ..meeting.clone() };
        assert_eq!((stage(&long_ago, 11), stage(&long_ago, 12)), (Stage::Held, Stage::Closed));
        // Moved later, it stood elsewhere among the others.
        let moved = SessionMoments {
            id: SessionId(2),
            starts_at: at(5),
            was_starts_at: Some(at(30)),
            ..unmarked
        };
        let order: Vec<_> = sessions(vec![moved, meeting], at(1))
            .iter()
            .map(|one| (one.id.0, one.position))
            .collect();
        assert_eq!(order, [(1, 1), (2, 2)]);
    }
}
