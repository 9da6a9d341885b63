//! Standings, totals and what may be marked, by example and by property.

use chrono::TimeZone;
use proptest::prelude::*;

use super::*;

fn at(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).single().expect("valid")
}

fn slot(stage: session::Stage, day: u32) -> SessionSlot {
    SessionSlot { id: SessionId(1), stage, ends_at: at(day, 17), over: true, length: 240 }
}

const ENROLLED: u32 = 5;

fn stands(stage: session::Stage, day: u32, mark: Option<State>) -> SessionStanding {
    standing(&slot(stage, day), Some(at(ENROLLED, 9)), mark)
}

#[test]
fn nothing_is_present_by_default() {
    assert_eq!(stands(session::Stage::Held, 10, None), SessionStanding::NotRecorded);
    assert_eq!(stands(session::Stage::Closed, 10, None), SessionStanding::NotRecorded);
    // Its day is long over and nobody has passed its list: nobody can come to it any more.
    assert_eq!(stands(session::Stage::Planned, 10, None), SessionStanding::Unlisted);
    let ahead = SessionSlot { over: false, ..slot(session::Stage::Planned, 10) };
    let standing = standing(&ahead, Some(at(ENROLLED, 9)), None);
    assert_eq!(standing, SessionStanding::Pending);
}

#[test]
fn a_session_before_the_place_does_not_apply_unless_a_mark_says_otherwise() {
    assert_eq!(stands(session::Stage::Held, 4, None), SessionStanding::NotApplicable);
    assert_eq!(
        stands(session::Stage::Held, 4, Some(State::Late)),
        SessionStanding::Marked(State::Late)
    );
    // Enrolled during the session itself: it applies.
    assert_eq!(stands(session::Stage::Held, 5, None), SessionStanding::NotRecorded);
    assert_eq!(
        standing(&slot(session::Stage::Held, 10), None, None),
        SessionStanding::NotApplicable
    );
}

#[test]
fn a_cancelled_session_counts_for_nobody_even_with_marks() {
    assert_eq!(
        stands(session::Stage::Cancelled, 10, Some(State::Present)),
        SessionStanding::NotApplicable
    );
}

/// Returns the totals of sessions of four hours under the default rule.
fn usual(standings: impl IntoIterator<Item = SessionStanding>) -> Totals {
    let sessions = standings.into_iter().map(|standing| Presence {
        standing,
        length: 240,
        minutes: if matches!(standing, SessionStanding::Marked(state) if was_there(state)) {
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
        SessionStanding::Marked(State::Present),
        SessionStanding::Marked(State::Late),
        SessionStanding::Marked(State::Excused),
        SessionStanding::Marked(State::Absent),
        SessionStanding::Marked(State::Dispensed),
        SessionStanding::NotRecorded,
        SessionStanding::Pending,
        SessionStanding::NotApplicable,
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
            unlisted: 0,
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
    assert_eq!(nothing.reachability(80), Reachability::OnTrack);
}

#[test]
fn reachability_tells_risk_from_lost() {
    let of = |held, attended, remaining| Totals { held, attended, remaining, ..Totals::default() };
    assert_eq!(of(3, 3, 2).reachability(80), Reachability::OnTrack);
    assert_eq!(of(3, 2, 2).reachability(80), Reachability::AtRisk);
    assert_eq!(of(3, 1, 2).reachability(80), Reachability::OutOfReach);
    assert_eq!(of(5, 4, 0).reachability(80), Reachability::OnTrack);
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
    let (ends, minute) = (at(10, 17), TimeDelta::minutes(1));
    let close = |stage, says_early, now| may_close(stage, ends, says_early, now);
    assert_eq!(close(session::Stage::Held, false, ends), Ok(()));
    // Before its end only by somebody who says so.
    let early = Err(AttendanceRefusal::BeforeItsEnd { ends });
    assert_eq!(close(session::Stage::Held, false, ends - minute), early);
    assert_eq!(close(session::Stage::Held, true, ends - minute), Ok(()));
    let nothing = Err(AttendanceRefusal::NothingRecorded);
    assert_eq!(close(session::Stage::Planned, false, ends), nothing);
    let closed = Err(AttendanceRefusal::SessionClosed);
    assert_eq!(close(session::Stage::Closed, false, ends), closed);
    // Whoever finished it by mistake opens it again within half a day.
    let running = cohort::Stage::Running;
    let reopen = |stage, now| may_reopen_list(running, stage, Some(ends), now);
    let half_a_day = TimeDelta::hours(12);
    assert_eq!(reopen(session::Stage::Closed, ends + half_a_day), Ok(()));
    let late = Err(AttendanceRefusal::ReopenedLate);
    assert_eq!(reopen(session::Stage::Closed, ends + half_a_day + minute), late);
    assert_eq!(reopen(session::Stage::Held, ends), Err(AttendanceRefusal::NotFinished));
    // What closed with the cohort is corrected mark by mark, with a reason each.
    let over = may_reopen_list(cohort::Stage::Closed, session::Stage::Closed, Some(ends), ends);
    assert_eq!(over, Err(AttendanceRefusal::CohortClosed));
}

pub(super) fn any_standing() -> impl Strategy<Value = SessionStanding> {
    prop_oneof![
        Just(SessionStanding::Marked(State::Present)),
        Just(SessionStanding::Marked(State::Late)),
        Just(SessionStanding::Marked(State::Absent)),
        Just(SessionStanding::Marked(State::Excused)),
        Just(SessionStanding::Marked(State::Dispensed)),
        Just(SessionStanding::NotRecorded),
        Just(SessionStanding::Pending),
        Just(SessionStanding::Unlisted),
        Just(SessionStanding::NotApplicable),
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
        let counted = totals.held + totals.dispensed + totals.remaining + totals.unlisted;
        let not_applicable = standings.iter().filter(|s| **s == SessionStanding::NotApplicable).count();
        prop_assert_eq!(counted as usize + not_applicable, standings.len());
        if let Some(percent) = totals.percent() {
            prop_assert!(percent <= 100);
            prop_assert!(Some(percent) <= totals.reachable());
        }
        // Who meets the minimum is never called at risk, and the lost are below it.
        if totals.meets(minimum) {
            prop_assert_eq!(totals.reachability(minimum), Reachability::OnTrack);
        }
        if totals.reachability(minimum) == Reachability::OutOfReach {
            prop_assert!(!totals.meets(minimum));
        }
    }

    #[test]
    fn attending_what_remains_reaches_exactly_what_was_promised(
        standings in proptest::collection::vec(any_standing(), 0..40),
    ) {
        let promised = usual(standings.iter().copied()).reachable();
        let attended = standings.iter().map(|standing| match standing {
            SessionStanding::Pending => SessionStanding::Marked(State::Present),
            other => *other,
        });
        prop_assert_eq!(usual(attended).percent(), promised);
    }
}

#[test]
fn a_list_that_is_being_taken_is_no_absence() {
    let since = Some(at(ENROLLED, 9));
    let under_way = SessionSlot { over: false, ..slot(session::Stage::Held, 10) };
    assert_eq!(standing(&under_way, since, None), SessionStanding::Pending);
    assert_eq!(
        standing(&under_way, since, Some(State::Absent)),
        SessionStanding::Marked(State::Absent)
    );
    let closed = SessionSlot { stage: session::Stage::Closed, ..under_way };
    assert_eq!(standing(&closed, since, None), SessionStanding::NotRecorded);
}

#[test]
fn minutes_count_only_where_the_cohort_counts_them_and_never_beyond_the_session() {
    let held = slot(session::Stage::Held, 10);
    let since = Some(at(ENROLLED, 9));
    let mark = |state, minutes| presence(&held, since, Some(MarkValue { state, minutes }));
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
            &slot(session::Stage::Held, 10),
            Some(at(ENROLLED, 9)),
            Some(MarkValue { state, minutes: None }),
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
        is_named_by_host: false,
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
