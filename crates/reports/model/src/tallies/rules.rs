//! Adding up a closed cohort. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use attendance_model::joined;
use attendance_model::rules::{Marked, Meeting, Totals, minutes, presence};
use cohorts_model::counting::Counting;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::{SessionId, Stage};
use platform::dates;

use super::entity::{cohort_tally, cohort_tally_place};
use crate::queries::SessionFact;
use crate::rules::Tally;

/// A confirmed place of it.
#[derive(Clone, Debug)]
pub struct Place {
    /// Nothing is told of who came for none.
    pub municipality: Option<String>,
    pub since: Option<DateTime<Utc>>,
    /// As [`joined`] writes them.
    pub marks: Option<String>,
}

/// A closed cohort with everything that its sums need.
#[derive(Clone, Debug)]
pub struct Source {
    pub cohort: CohortId,
    pub counting: Counting,
    pub sessions: Vec<SessionFact>,
    pub places: Vec<Place>,
    pub is_moved: bool,
}

/// Its sums, as rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    pub whole: cohort_tally::Model,
    pub places: Vec<cohort_tally_place::Model>,
}

/// Sessions, over all people: more than there are does not fit in a country.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Adds it up. Its sessions are over: no moment has a say.
pub fn sums(source: &Source) -> Sums {
    let counts = source.sessions.iter().filter(|session| session.stage != Stage::Cancelled);
    let held = |session: &&SessionFact| matches!(session.stage, Stage::Held | Stage::Closed);
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
    Sums { whole, places: places(source) }
}

fn places(source: &Source) -> Vec<cohort_tally_place::Model> {
    let meetings: Vec<Meeting> = source
        .sessions
        .iter()
        .map(|session| Meeting {
            id: session.id,
            stage: session.stage,
            ends_at: session.ends_at,
            over: true,
            length: minutes(session.starts_at, session.ends_at),
        })
        .collect();
    let mut rows: BTreeMap<&str, (cohort_tally_place::Model, Tally)> = BTreeMap::new();
    // Who was counted for two municipalities is told session by session, not here.
    for place in source.places.iter().filter(|_| !source.is_moved) {
        let Some(code) = place.municipality.as_deref() else { continue };
        let marks: BTreeMap<SessionId, Marked> =
            joined::read(place.marks.as_deref().unwrap_or_default())
                .map(|(session, mark)| (SessionId(session), mark))
                .collect();
        let mut totals = Totals::new(&source.counting);
        let (row, tally) = rows.entry(code).or_insert_with(|| {
            let row = cohort_tally_place::Model {
                municipality_code: code.to_owned(),
                cohort_id: source.cohort,
                enrolled: 0,
                attended: 0,
                held: 0,
                came: 0,
                credited: 0,
                last_on: None,
            };
            (row, Tally::default())
        });
        for (meeting, session) in meetings.iter().zip(&source.sessions) {
            let here = presence(meeting, place.since, marks.get(&meeting.id).copied());
            totals.add(&source.counting, here);
            if here.attended() {
                row.last_on = row.last_on.max(Some(dates::bogota_date(session.starts_at)));
            }
        }
        row.enrolled += 1;
        row.attended += i64::from(totals.attended > 0);
        tally.add(&totals);
    }
    let kept = |(mut row, tally): (cohort_tally_place::Model, Tally)| {
        (row.held, row.came, row.credited) = tally.kept();
        row
    };
    rows.into_values().map(kept).collect()
}
