//! Adding up a closed cohort. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use attendance_model::joined;
use attendance_model::rules::{MarkValue, SessionSlot, Totals, minutes, presence};
use cohorts_model::counting::Counting;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::{SessionId, Stage};
use platform::dates;

use super::entity::{cohort_tally, cohort_tally_month, cohort_tally_place};
use crate::programme::{month_of, never_attended, was_held};
use crate::queries::SessionFact;
use crate::rules::AttendanceTally;

/// The marks of one confirmed enrolment of the cohort.
#[derive(Clone, Debug)]
pub struct EnrolmentMarks {
    /// `None` means an enrolment without a municipality, which is in no sum.
    pub municipality: Option<String>,
    pub since: Option<DateTime<Utc>>,
    /// As [`joined`] writes them.
    pub marks: Option<String>,
}

/// A closed cohort with everything that its totals are computed from.
#[derive(Clone, Debug)]
pub struct ClosedCohort {
    pub cohort: CohortId,
    pub counting: Counting,
    pub sessions: Vec<SessionFact>,
    pub enrolments: Vec<EnrolmentMarks>,
    pub is_moved: bool,
}

/// The totals of a cohort, as the rows of the three tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortTotals {
    pub whole: cohort_tally::Model,
    pub municipalities: Vec<cohort_tally_place::Model>,
    pub months: Vec<cohort_tally_month::Model>,
}

/// Sessions, over all people: more than there are does not fit in a country.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Computes the totals of a closed cohort. Its sessions are all over, so that the present does not matter.
pub fn sums(source: &ClosedCohort) -> CohortTotals {
    let counts = source.sessions.iter().filter(|session| session.stage != Stage::Cancelled);
    let held = |session: &&SessionFact| was_held(session.stage, true);
    let starts = || source.sessions.iter().map(|session| session.starts_at);
    let whole = cohort_tally::Model {
        cohort_id: source.cohort,
        sessions_held: whole(counts.clone().filter(held).count() as u64),
        sessions_planned: whole(counts.clone().count() as u64),
        minutes_held: counts.filter(held).map(SessionFact::minutes).sum(),
        first_at: starts().min(),
        last_at: starts().max(),
        is_moved: source.is_moved,
    };
    let (municipalities, months) = municipalities(source);
    CohortTotals { whole, municipalities, months }
}

fn municipalities(
    source: &ClosedCohort,
) -> (Vec<cohort_tally_place::Model>, Vec<cohort_tally_month::Model>) {
    let meetings: Vec<SessionSlot> = source
        .sessions
        .iter()
        .map(|session| SessionSlot {
            id: session.id,
            stage: session.stage,
            ends_at: session.ends_at,
            over: true,
            length: minutes(session.starts_at, session.ends_at),
        })
        .collect();
    let mut rows: BTreeMap<&str, cohort_tally_place::Model> = BTreeMap::new();
    let mut months: BTreeMap<(&str, String), AttendanceTally> = BTreeMap::new();
    // Who was counted for two municipalities is told session by session, not here.
    for enrolment in source.enrolments.iter().filter(|_| !source.is_moved) {
        let Some(code) = enrolment.municipality.as_deref() else { continue };
        let marks: BTreeMap<SessionId, MarkValue> =
            joined::read(enrolment.marks.as_deref().unwrap_or_default())
                .map(|(session, mark)| (SessionId(session), mark))
                .collect();
        let mut totals = Totals::new(&source.counting);
        let row = rows.entry(code).or_insert_with(|| cohort_tally_place::Model {
            municipality_code: code.to_owned(),
            cohort_id: source.cohort,
            enrolled: 0,
            attended: 0,
            held: 0,
            came: 0,
            credited: 0,
            last_on: None,
            never_attended: 0,
        });
        for (meeting, session) in meetings.iter().zip(&source.sessions) {
            let here = presence(meeting, enrolment.since, marks.get(&meeting.id).copied());
            totals.add(&source.counting, here);
            let month = months.entry((code, month_of(session.starts_at))).or_default();
            month.add(&Totals::of(&source.counting, [here]));
            if here.attended() {
                row.last_on = row.last_on.max(Some(dates::bogota_date(session.starts_at)));
            }
        }
        row.enrolled += 1;
        row.attended += i64::from(totals.attended > 0);
        row.never_attended += i64::from(never_attended(&totals));
    }
    let mut kept = Vec::new();
    for ((code, month), tally) in months {
        let (held, came, credited) = tally.kept();
        if let Some(row) = rows.get_mut(code).filter(|_| held > 0 || came > 0) {
            row.held += held;
            row.came += came;
            row.credited += credited;
            kept.push(cohort_tally_month::Model {
                municipality_code: code.to_owned(),
                cohort_id: source.cohort,
                month,
                held,
                came,
                credited,
            });
        }
    }
    (rows.into_values().collect(), kept)
}
