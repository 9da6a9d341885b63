//! How a cohort attends, as its first page tells it: the people of each session, the whole against the
//! minimum, and what the sessions say together. Pure.

use attendance_model::entity::attendance_mark::State;
use attendance_model::rules::{Counting, Presence, Reachability, SessionStanding, Totals};
use reports_model::rules::AttendanceTally;

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

/// Returns the key of the sentence that tells what sessions say together, given the whole percentages of
/// those that were held, in their order; `None` where none was.
pub fn finding(shares: &[u32], minimum: u32) -> Option<&'static str> {
    let (first, last) = (*shares.first()?, *shares.last()?);
    let never = |worse: fn(u32, u32) -> bool| !shares.windows(2).any(|two| worse(two[0], two[1]));
    Some(if shares.len() == 1 {
        "cohorts.attendance_first"
    } else if last < first && never(|before, after| after > before) {
        "cohorts.attendance_falls"
    } else if last > first && never(|before, after| after < before) {
        "cohorts.attendance_rises"
    } else if shares.iter().all(|share| *share >= minimum) {
        "cohorts.attendance_holds"
    } else if shares.iter().all(|share| *share < minimum) {
        "cohorts.attendance_below"
    } else {
        "cohorts.attendance_varies"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_tell_together_whether_fewer_people_come() {
        let told = |shares: &[u32]| finding(shares, 80);
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[96]), Some("cohorts.attendance_first"));
        assert_eq!(told(&[96, 89, 82]), Some("cohorts.attendance_falls"));
        assert_eq!(told(&[96, 96, 70]), Some("cohorts.attendance_falls"));
        assert_eq!(told(&[60, 70, 70]), Some("cohorts.attendance_rises"));
        assert_eq!(told(&[90, 85, 90]), Some("cohorts.attendance_holds"));
        assert_eq!(told(&[70, 70]), Some("cohorts.attendance_below"));
        assert_eq!(told(&[90, 70, 85]), Some("cohorts.attendance_varies"));
    }

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
