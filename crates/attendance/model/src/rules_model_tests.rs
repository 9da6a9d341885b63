//! Every percentage against a second, plain way of counting it.

use proptest::prelude::*;

use super::tests::any_standing;
use super::*;

/// Counts the rule a second time in the plainest way: a session is a bag of minutes, each attended or
/// not, and what is reachable is the best of all futures.
mod model {
    use super::*;

    #[derive(Clone, Copy, Debug)]
    pub struct Day {
        pub what: SessionStanding,
        pub length: u32,
        pub there: u32,
    }

    /// Returns one entry for each minute that counts: whether the person was there.
    fn minutes(rule: &Counting, days: &[Day]) -> Vec<bool> {
        let mut all = Vec::new();
        for day in days {
            let (counts, there) = match day.what {
                SessionStanding::Marked(State::Present) | SessionStanding::Marked(State::Late) => {
                    (true, if rule.partial_hours { day.there } else { day.length })
                }
                SessionStanding::Marked(State::Absent) | SessionStanding::NotRecorded => (true, 0),
                SessionStanding::Marked(State::Excused) => (rule.excused_counts, 0),
                SessionStanding::Marked(State::Dispensed) => (rule.dispensed_counts, 0),
                SessionStanding::Pending
                | SessionStanding::Unlisted
                | SessionStanding::NotApplicable => (false, 0),
            };
            if !counts {
                continue;
            }
            // Where minutes do not count, a session is one thing, attended or not.
            let things = if rule.partial_hours { day.length } else { 1 };
            let attended = if rule.partial_hours { there } else { u32::from(there > 0) };
            all.extend((0..things).map(|minute| minute < attended));
        }
        all
    }

    pub fn percent(rule: &Counting, days: &[Day]) -> Option<u32> {
        let all = minutes(rule, days);
        let there = all.iter().filter(|there| **there).count();
        (0..=100)
            .rev()
            .find(|percent| there * 100 >= *percent as usize * all.len())
            .filter(|_| !all.is_empty())
    }

    /// Returns the worst and the best percentage over every way in which the sessions of these standings
    /// can go.
    pub fn futures(
        rule: &Counting,
        days: &[Day],
        open: &[SessionStanding],
    ) -> (Option<u32>, Option<u32>) {
        let open: Vec<usize> =
            (0..days.len()).filter(|index| open.contains(&days[*index].what)).collect();
        let outcomes = (0..1_u32 << open.len()).map(|bits| {
            let mut days = days.to_vec();
            for (bit, index) in open.iter().enumerate() {
                let comes = bits >> bit & 1 == 1;
                days[*index].what =
                    SessionStanding::Marked(if comes { State::Present } else { State::Absent });
                days[*index].there = days[*index].length;
            }
            percent(rule, &days)
        });
        let all: Vec<_> = outcomes.collect();
        (all.iter().min().copied().flatten(), all.iter().max().copied().flatten())
    }
}

fn any_rule() -> impl Strategy<Value = Counting> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(partial, excused, dispensed)| {
        Counting {
            partial_hours: partial,
            excused_counts: excused,
            dispensed_counts: dispensed,
            ..Counting::default()
        }
    })
}

/// Few sessions to come, so that all their futures can be walked.
fn any_days() -> impl Strategy<Value = Vec<model::Day>> {
    let day = (any_standing(), 1_u32..300, 1_u32..300)
        .prop_map(|(what, length, there)| model::Day { what, length, there: there.min(length) });
    proptest::collection::vec(day, 0..9)
}

fn presences(days: &[model::Day]) -> Vec<Presence> {
    days.iter()
        .map(|day| {
            let there = matches!(day.what, SessionStanding::Marked(state) if was_there(state));
            let minutes = if there { day.there } else { 0 };
            Presence { standing: day.what, length: day.length, minutes }
        })
        .collect()
}

proptest! {
    #[test]
    fn every_percentage_is_what_the_plain_model_counts(rule in any_rule(), days in any_days()) {
        let totals = Totals::of(&rule, presences(&days));
        let to_come = [SessionStanding::Pending];
        let unknown = [SessionStanding::Pending, SessionStanding::Unlisted];
        let (worst, best) = model::futures(&rule, &days, &unknown);
        let (_, reachable) = model::futures(&rule, &days, &to_come);
        prop_assert_eq!(totals.percent(), model::percent(&rule, &days));
        prop_assert_eq!(totals.of_all(), worst);
        prop_assert_eq!(totals.reachable(), reachable);
        prop_assert_eq!(totals.best(), best);
        for percent in [totals.percent(), totals.of_all(), totals.reachable()].into_iter().flatten() {
            prop_assert!(percent <= 100);
        }
        prop_assert!(totals.of_all() <= totals.best());
        if totals.percent().is_some() {
            prop_assert!(totals.of_all() <= totals.percent());
            prop_assert!(totals.percent() <= totals.reachable());
        }
    }

    #[test]
    fn more_minutes_and_a_better_state_never_lower_anything(
        rule in any_rule(),
        days in any_days(),
        index in any::<proptest::sample::Index>(),
        more in 0_u32..300,
    ) {
        prop_assume!(!days.is_empty());
        let before = Totals::of(&rule, presences(&days));
        let mut better = days.clone();
        let day = &mut better[index.index(days.len())];
        // Whoever was held to be absent was there after all, or was there for longer.
        let improves = matches!(
            day.what,
            SessionStanding::NotRecorded | SessionStanding::Marked(State::Absent | State::Present | State::Late)
        );
        prop_assume!(improves);
        let was = matches!(day.what, SessionStanding::Marked(state) if was_there(state));
        day.there = if was { (day.there + more).min(day.length) } else { day.there };
        day.what = SessionStanding::Marked(State::Present);
        let after = Totals::of(&rule, presences(&better));
        prop_assert!(after.percent() >= before.percent());
        prop_assert!(after.of_all() >= before.of_all());
        prop_assert!(after.reachable() >= before.reachable());
    }
}
