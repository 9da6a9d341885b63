use super::*;
use chrono::TimeZone;
use proptest::prelude::*;

fn at(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).single().expect("valid")
}

fn meeting(stage: session::Stage, day: u32) -> Meeting {
    Meeting { id: SessionId(1), stage, ends_at: at(day, 17), over: true }
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

#[test]
fn late_counts_as_attended_excused_does_not_and_dispensed_leaves_the_denominator() {
    let totals = Totals::of([
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
        Totals { held: 5, attended: 2, excused: 1, dispensed: 1, not_recorded: 1, remaining: 1 }
    );
    assert_eq!(totals.percent(), Some(40));
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
        let totals = Totals::of(standings.iter().copied());
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
        let promised = Totals::of(standings.iter().copied()).reachable();
        let attended = standings.iter().map(|standing| match standing {
            Standing::Pending => Standing::Marked(State::Present),
            other => *other,
        });
        prop_assert_eq!(Totals::of(attended).percent(), promised);
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
