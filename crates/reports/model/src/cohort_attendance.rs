//! How cohorts attend, as the first page of each and every list of cohorts tell it: the people of each
//! session, the whole against the minimum, and who is below it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use attendance_model::entity::attendance_mark::State;
use attendance_model::queries::SessionMarks;
use attendance_model::rules::{Counting, Presence, Reachability, SessionStanding, Totals};
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use enrolment_model::entity::enrolment::{self, EnrolmentId, Stage};
use enrolment_model::policy::scope;
use enrolment_model::queries::RosterCounts;
use sign_in_model::actor::Actor;

use crate::rules::AttendanceTally;

/// How many people were where in one session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionCrowd {
    pub present: usize,
    pub late: usize,
    /// Excused and dispensed ones.
    pub excused: usize,
    pub absent: usize,
    /// The session was held, and nobody said where they were.
    pub unrecorded: usize,
    /// The same as reports count it.
    pub tally: AttendanceTally,
}

impl SessionCrowd {
    fn add(&mut self, rule: &Counting, presence: Presence) {
        match presence.standing {
            SessionStanding::Marked(State::Present) => self.present += 1,
            SessionStanding::Marked(State::Late) => self.late += 1,
            SessionStanding::Marked(State::Excused | State::Dispensed) => self.excused += 1,
            SessionStanding::Marked(State::Absent) => self.absent += 1,
            SessionStanding::NotRecorded => self.unrecorded += 1,
            SessionStanding::Pending
            | SessionStanding::Unlisted
            | SessionStanding::NotApplicable => {}
        }
        self.tally.add(&Totals::of(rule, [presence]));
    }

    pub fn people(&self) -> usize {
        self.present + self.late + self.excused + self.absent + self.unrecorded
    }
}

/// How a cohort attends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortAttendance {
    /// In the order of the sessions, cancelled ones too.
    pub sessions: Vec<SessionCrowd>,
    pub whole: AttendanceTally,
    /// People below the minimum who can still reach it, and those who cannot.
    pub at_risk: usize,
    pub out_of_reach: usize,
}

impl CohortAttendance {
    /// Adds up where each person stands in each session.
    pub fn of(
        rule: &Counting,
        minimum: i32,
        sessions: usize,
        people: impl IntoIterator<Item = Vec<Presence>>,
    ) -> Self {
        let mut told = Self {
            sessions: vec![SessionCrowd::default(); sessions],
            whole: AttendanceTally::default(),
            at_risk: 0,
            out_of_reach: 0,
        };
        for presences in people {
            for (crowd, presence) in told.sessions.iter_mut().zip(&presences) {
                crowd.add(rule, *presence);
            }
            let totals = Totals::of(rule, presences);
            told.whole.add(&totals);
            match totals.reachability(minimum) {
                Reachability::OnTrack => {}
                Reachability::AtRisk => told.at_risk += 1,
                Reachability::OutOfReach => told.out_of_reach += 1,
            }
        }
        told
    }

    /// People below the minimum.
    pub fn below(&self) -> usize {
        self.at_risk + self.out_of_reach
    }
}

/// Returns how many people of each of these cohorts the actor sees, and how those with a seat attend. Two
/// statements, whatever the number of cohorts; none without one.
///
/// # Errors
/// The database's.
pub async fn attendance_of(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohorts: &[(&cohort::Model, &[session::Model])],
    now: DateTime<Utc>,
) -> Result<HashMap<CohortId, (RosterCounts, CohortAttendance)>, DbErr> {
    if cohorts.is_empty() {
        return Ok(HashMap::new());
    }
    let people: Vec<(CohortId, EnrolmentId, Option<DateTime<Utc>>, Stage)> =
        enrolment::Entity::find()
            .select_only()
            .column(enrolment::Column::CohortId)
            .column(enrolment::Column::Id)
            .column_as(enrolment::since(), "since")
            .column(enrolment::Column::Stage)
            .filter(enrolment::Column::CohortId.is_in(cohorts.iter().map(|(cohort, _)| cohort.id)))
            .filter(enrolment::Column::Stage.ne(Stage::Withdrawn))
            .filter(scope(actor))
            .into_tuple()
            .all(db)
            .await?;
    let mut counts: HashMap<CohortId, RosterCounts> = HashMap::new();
    // Who has a seat, with the moment since which they have it.
    type Seat = (EnrolmentId, Option<DateTime<Utc>>);
    let mut seated: HashMap<CohortId, Vec<Seat>> = HashMap::new();
    for (cohort, person, since, stage) in people {
        let counts = counts.entry(cohort).or_default();
        match stage {
            Stage::Confirmed => {
                counts.confirmed += 1;
                seated.entry(cohort).or_default().push((person, since));
            }
            Stage::Offered => counts.offered += 1,
            Stage::Waiting => counts.waiting += 1,
            Stage::Withdrawn => counts.withdrawn += 1,
        }
    }
    let sessions = cohorts.iter().flat_map(|(_, sessions)| sessions.iter());
    let sessions: Vec<SessionId> = sessions.map(|session| session.id).collect();
    let marks = SessionMarks::of(db, sessions).await?;
    let told = cohorts.iter().map(|(cohort, sessions)| {
        let people = seated.remove(&cohort.id).unwrap_or_default();
        let rows = marks.presences(sessions, people.into_iter(), now);
        let rows = rows.into_iter().map(|(_, sessions)| sessions);
        let (rule, minimum) = (Counting::from(*cohort), cohort.minimum_attendance);
        let told = CohortAttendance::of(&rule, minimum, sessions.len(), rows);
        (cohort.id, (counts.remove(&cohort.id).unwrap_or_default(), told))
    });
    Ok(told.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_counts_its_people_as_reports_do_and_the_cohort_those_below_the_minimum() {
        let rule = Counting { excused_counts: false, partial_hours: false, ..Counting::default() };
        let at = |standing| Presence { standing, length: 240, minutes: 240 };
        let marked = |state| at(SessionStanding::Marked(state));
        let people = [
            vec![marked(State::Present), marked(State::Late)],
            vec![marked(State::Absent), marked(State::Excused)],
            vec![at(SessionStanding::NotApplicable), at(SessionStanding::NotRecorded)],
        ];
        let told = CohortAttendance::of(&rule, 80, 2, people);
        let [first, second] = told.sessions[..] else { panic!("two sessions") };
        assert_eq!((first.present, first.absent, first.people()), (1, 1, 2));
        assert_eq!(first.tally.percent(), Some(50));
        assert_eq!((second.late, second.excused, second.unrecorded), (1, 1, 1));
        assert_eq!((second.tally.attended, second.tally.held), (1, 2));
        assert_eq!(told.whole.percent(), Some(50));
        assert_eq!((told.at_risk, told.out_of_reach, told.below()), (0, 2, 2));
    }
}
