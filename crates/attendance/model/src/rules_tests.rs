use chrono::TimeZone;
use proptest::prelude::*;

use super::*;

fn at(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).single().expect("valid")
}

fn meeting(stage: session::Stage, day: u32) -> Meeting {
    Meeting { id: SessionId(1), stage, ends_at: at(day, 17), over: true, length: 240 }
}

const ENROLLED: u32 = 5;

fn stands(stage: session::Stage, day: u32, mark: Option<State>) -> Standing {
    standing(&meeting(stage, day), Some(at(ENROLLED, 9)), mark)
}

#[test]
fn nothing_is_present_by_default() {
    assert_eq!(stands(session::Stage::Held, 10, None), Standing::NotRecorded);
    assert_eq!(stands(session::Stage::Closed, 10, None), Standing::NotRecorded);
    assert_eq!(stands(session::Stage::Planned, 10, None), Standing::Pending);
}

#[test]
fn a_session_before_the_place_does_not_apply_unless_a_mark_says_otherwise() {
    assert_eq!(stands(session::Stage::Held, 4, None), Standing::NotApplicable);
    assert_eq!(stands(session::Stage::Held, 4, Some(State::Late)), Standing::Marked(State::Late));
    // Enrolled during the session itself: it applies.
    assert_eq!(stands(session::Stage::Held, 5, None), Standing::NotRecorded);
    assert_eq!(standing(&meeting(session::Stage::Held, 10), None, None), Standing::NotApplicable);
}

#[test]
fn a_cancelled_session_counts_for_nobody_even_with_marks() {
    assert_eq!(
        stands(session::Stage::Cancelled, 10, Some(State::Present)),
        Standing::NotApplicable
    );
}

/// Under the rule that nobody changed, of sessions of four hours.
fn usual(standings: impl IntoIterator<Item = Standing>) -> Totals {
    let sessions = standings.into_iter().map(|standing| Presence {
        standing,
        length: 240,
        minutes: if matches!(standing, Standing::Marked(state) if was_there(state)) {
            240
        } else {
            0
        },
    });
    Totals::of(&Counting::default(), sessions)
}

#[test]
fn late_counts_as_attended_excused_does_not_and_dispensed_leaves_the_denominator() {
    let totals = usual([
        Standing::Marked(State::Present),
        Standing::Marked(State::Late),
        Standing::Marked(State::Excused),
        Standing::Marked(State::Absent),
        Standing::Marked(State::Dispensed),
        Standing::NotRecorded,
        Standing::Pending,
        Standing::NotApplicable,
    ]);
    assert_eq!(
        totals,
        Totals {
            held: 5,
            attended: 2,
            excused: 1,
            dispensed: 1,
            not_recorded: 1,
            remaining: 1,
            minutes: None,
            credited: 480,
            ahead: 240,
        }
    );
    assert_eq!(totals.percent(), Some(40));
    assert_eq!(totals.of_all(), Some(33));
    assert_eq!(totals.reachable(), Some(50));
}

#[test]
fn a_percentage_is_cut_so_that_nobody_reads_the_minimum_and_misses_it() {
    // 43 of 54 is 79.6 %.
    let totals = Totals { held: 54, attended: 43, ..Totals::default() };
    assert_eq!(totals.percent(), Some(79));
    assert!(!totals.meets(80));
    let exact = Totals { held: 5, attended: 4, ..Totals::default() };
    assert!(exact.meets(80));
}

#[test]
fn nothing_held_is_no_percentage_and_meets_no_minimum() {
    let nothing = Totals::default();
    assert_eq!((nothing.percent(), nothing.reachable()), (None, None));
    assert!(!nothing.meets(0));
    assert_eq!(nothing.outlook(80), Outlook::OnTrack);
}

#[test]
fn the_outlook_tells_risk_from_lost() {
    let of = |held, attended, remaining| Totals { held, attended, remaining, ..Totals::default() };
    assert_eq!(of(3, 3, 2).outlook(80), Outlook::OnTrack);
    assert_eq!(of(3, 2, 2).outlook(80), Outlook::AtRisk);
    assert_eq!(of(3, 1, 2).outlook(80), Outlook::OutOfReach);
    assert_eq!(of(5, 4, 0).outlook(80), Outlook::OnTrack);
}

#[test]
fn marks_wait_for_the_day_and_for_a_cohort_that_runs() {
    use cohort::Stage as C;
    use session::Stage as S;
    let starts = at(24, 13);
    let try_at = |cohort, session, now| may_mark(cohort, session, starts, now);
    assert_eq!(try_at(C::Running, S::Planned, at(24, 6)), Ok(()));
    assert_eq!(try_at(C::Confirmed, S::Held, at(30, 6)), Ok(()));
    // 3:00 UTC on the 24th is still the 23rd in Bogotá.
    assert!(matches!(
        try_at(C::Running, S::Planned, at(24, 3)),
        Err(AttendanceRefusal::NotYet { .. })
    ));
    assert_eq!(
        try_at(C::Tentative, S::Planned, at(24, 14)),
        Err(AttendanceRefusal::CohortNotRunning)
    );
    assert_eq!(try_at(C::Closed, S::Closed, at(24, 14)), Err(AttendanceRefusal::CohortClosed));
    assert_eq!(
        try_at(C::Running, S::Cancelled, at(24, 14)),
        Err(AttendanceRefusal::SessionCancelled)
    );
}

#[test]
fn only_a_session_with_marks_can_be_closed_and_only_once() {
    assert_eq!(may_close(session::Stage::Held), Ok(()));
    assert_eq!(may_close(session::Stage::Planned), Err(AttendanceRefusal::NothingRecorded));
    assert_eq!(may_close(session::Stage::Closed), Err(AttendanceRefusal::SessionClosed));
}

fn any_standing() -> impl Strategy<Value = Standing> {
    prop_oneof![
        Just(Standing::Marked(State::Present)),
        Just(Standing::Marked(State::Late)),
        Just(Standing::Marked(State::Absent)),
        Just(Standing::Marked(State::Excused)),
        Just(Standing::Marked(State::Dispensed)),
        Just(Standing::NotRecorded),
        Just(Standing::Pending),
        Just(Standing::NotApplicable),
    ]
}

proptest! {
    #[test]
    fn the_percentage_never_exceeds_what_is_reachable(
        standings in proptest::collection::vec(any_standing(), 0..40),
        minimum in 0..=100,
    ) {
        let totals = usual(standings.iter().copied());
        prop_assert!(totals.attended + totals.excused + totals.not_recorded <= totals.held);
        let counted = totals.held + totals.dispensed + totals.remaining;
        let not_applicable = standings.iter().filter(|s| **s == Standing::NotApplicable).count();
        prop_assert_eq!(counted as usize + not_applicable, standings.len());
        if let Some(percent) = totals.percent() {
            prop_assert!(percent <= 100);
            prop_assert!(Some(percent) <= totals.reachable());
        }
        // Who meets the minimum is never called at risk, and the lost are below it.
        if totals.meets(minimum) {
            prop_assert_eq!(totals.outlook(minimum), Outlook::OnTrack);
        }
        if totals.outlook(minimum) == Outlook::OutOfReach {
            prop_assert!(!totals.meets(minimum));
        }
    }

    #[test]
    fn attending_what_remains_reaches_exactly_what_was_promised(
        standings in proptest::collection::vec(any_standing(), 0..40),
    ) {
        let promised = usual(standings.iter().copied()).reachable();
        let attended = standings.iter().map(|standing| match standing {
            Standing::Pending => Standing::Marked(State::Present),
            other => *other,
        });
        prop_assert_eq!(usual(attended).percent(), promised);
    }
}

#[test]
fn a_list_that_is_being_taken_is_no_absence() {
    let since = Some(at(ENROLLED, 9));
    let under_way = Meeting { over: false, ..meeting(session::Stage::Held, 10) };
    assert_eq!(standing(&under_way, since, None), Standing::Pending);
    assert_eq!(standing(&under_way, since, Some(State::Absent)), Standing::Marked(State::Absent));
    let closed = Meeting { stage: session::Stage::Closed, ..under_way };
    assert_eq!(standing(&closed, since, None), Standing::NotRecorded);
}

#[test]
fn minutes_count_only_where_the_cohort_counts_them_and_never_beyond_the_session() {
    let held = meeting(session::Stage::Held, 10);
    let since = Some(at(ENROLLED, 9));
    let mark = |state, minutes| presence(&held, since, Some(Marked { state, minutes }));
    let sessions = [
        mark(State::Late, Some(60)),
        mark(State::Present, None),
        mark(State::Present, Some(900)),
        mark(State::Absent, Some(200)),
    ];
    let whole = Totals::of(&Counting::default(), sessions);
    assert_eq!((whole.percent(), whole.minutes), (Some(75), None));
    let by_minutes = Counting { partial_hours: true, ..Counting::default() };
    let partial = Totals::of(&by_minutes, sessions);
    // 60 + 240 + 240 of 960.
    assert_eq!((partial.percent(), partial.attended, partial.held), (Some(56), 3, 4));
}

#[test]
fn excuses_and_dispensations_count_as_the_cohort_says() {
    let mark = |state| {
        presence(
            &meeting(session::Stage::Held, 10),
            Some(at(ENROLLED, 9)),
            Some(Marked { state, minutes: None }),
        )
    };
    let sessions = [State::Present, State::Excused, State::Dispensed].map(mark);
    let under = |excused_counts, dispensed_counts| {
        let rule = Counting { excused_counts, dispensed_counts, ..Counting::default() };
        let totals = Totals::of(&rule, sessions);
        assert_eq!((totals.attended, totals.excused, totals.dispensed), (1, 1, 1));
        totals.percent()
    };
    assert_eq!(under(true, false), Some(50));
    assert_eq!(under(false, false), Some(100));
    assert_eq!(under(true, true), Some(33));
    assert_eq!(under(false, true), Some(50));
}

#[test]
fn late_begins_after_the_minutes_that_the_cohort_allows() {
    let starts_at = at(24, 13);
    let session = session::Model {
        id: SessionId(1),
        cohort_id: cohorts_model::entity::cohort::CohortId(1),
        position: 1,
        starts_at,
        ends_at: at(24, 17),
        place: None,
        link: None,
        facilitator_account_id: None,
        stage: session::Stage::Planned,
        created_at: starts_at,
        cancellation_reason: None,
        sequence: 0,
        closed_at: None,
        cancelled_at: None,
    };
    let after = |minutes| starts_at + TimeDelta::minutes(minutes);
    let rule = Counting::default();
    assert_eq!(arriving(&session, &rule, after(-30)), State::Present);
    assert_eq!(arriving(&session, &rule, after(15)), State::Present);
    assert_eq!(arriving(&session, &rule, after(15) + TimeDelta::seconds(1)), State::Late);
    let strict = Counting { late_after_minutes: 0, ..rule };
    assert_eq!(arriving(&session, &strict, after(0)), State::Present);
    assert_eq!(arriving(&session, &strict, after(1)), State::Late);
}

/// The rule told again in the plainest way: a session is a bag of minutes, each attended or not,
/// and what is reachable is the best of all futures.
mod model {
    use super::*;

    #[derive(Clone, Copy, Debug)]
    pub struct Day {
        pub what: Standing,
        pub length: u32,
        pub there: u32,
    }

    /// Of each minute that counts, whether the person was there.
    fn minutes(rule: &Counting, days: &[Day]) -> Vec<bool> {
        let mut all = Vec::new();
        for day in days {
            let (counts, there) = match day.what {
                Standing::Marked(State::Present) | Standing::Marked(State::Late) => {
                    (true, if rule.partial_hours { day.there } else { day.length })
                }
                Standing::Marked(State::Absent) | Standing::NotRecorded => (true, 0),
                Standing::Marked(State::Excused) => (rule.excused_counts, 0),
                Standing::Marked(State::Dispensed) => (rule.dispensed_counts, 0),
                Standing::Pending | Standing::NotApplicable => (false, 0),
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

    /// The best and the worst of every way the sessions to come can go.
    pub fn futures(rule: &Counting, days: &[Day]) -> (Option<u32>, Option<u32>) {
        let open: Vec<usize> =
            (0..days.len()).filter(|index| days[*index].what == Standing::Pending).collect();
        let outcomes = (0..1_u32 << open.len()).map(|bits| {
            let mut days = days.to_vec();
            for (bit, index) in open.iter().enumerate() {
                let comes = bits >> bit & 1 == 1;
                days[*index].what =
                    Standing::Marked(if comes { State::Present } else { State::Absent });
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
            let there = matches!(day.what, Standing::Marked(state) if was_there(state));
            let minutes = if there { day.there } else { 0 };
            Presence { standing: day.what, length: day.length, minutes }
        })
        .collect()
}

proptest! {
    #[test]
    fn every_percentage_is_what_the_plain_model_counts(rule in any_rule(), days in any_days()) {
        let totals = Totals::of(&rule, presences(&days));
        let (worst, best) = model::futures(&rule, &days);
        prop_assert_eq!(totals.percent(), model::percent(&rule, &days));
        prop_assert_eq!(totals.of_all(), worst);
        prop_assert_eq!(totals.reachable(), best);
        for percent in [totals.percent(), totals.of_all(), totals.reachable()].into_iter().flatten() {
            prop_assert!(percent <= 100);
        }
        prop_assert!(totals.of_all() <= totals.reachable());
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
            Standing::NotRecorded | Standing::Marked(State::Absent | State::Present | State::Late)
        );
        prop_assume!(improves);
        let was = matches!(day.what, Standing::Marked(state) if was_there(state));
        day.there = if was { (day.there + more).min(day.length) } else { day.there };
        day.what = Standing::Marked(State::Present);
        let after = Totals::of(&rule, presences(&better));
        prop_assert!(after.percent() >= before.percent());
        prop_assert!(after.of_all() >= before.of_all());
        prop_assert!(after.reachable() >= before.reachable());
    }
}
