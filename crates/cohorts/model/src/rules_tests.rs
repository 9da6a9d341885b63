//! The rules of cohorts, told as sentences.

use chrono::{NaiveTime, TimeDelta};

use super::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("valid")
}

fn at(date: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    dates::from_bogota(date, NaiveTime::from_hms_opt(hour, minute, 0).expect("valid"))
}

fn session(position: i32, stage: SessionStage, has_facilitator: bool) -> SessionSummary {
    SessionSummary {
        position,
        stage,
        starts_at: at(day(11, 24), 8, 0),
        ends_at: at(day(11, 24), 12, 0),
        has_facilitator,
    }
}

fn ready(sessions: &[SessionSummary]) -> Readiness<'_> {
    Readiness {
        municipalities: 1,
        sessions,
        ends_on: day(12, 1),
        minimum: Minimum { method: true, knowledge: true },
    }
}

#[test]
fn a_complete_draft_is_published() {
    let sessions = [session(1, SessionStage::Planned, true)];
    assert_eq!(publish(Stage::Draft, &ready(&sessions), day(11, 1)), Ok(Stage::Tentative));
}

#[test]
fn what_is_missing_to_publish_is_listed_at_once() {
    let sessions = [
        session(1, SessionStage::Planned, false),
        session(2, SessionStage::Cancelled, false),
        session(3, SessionStage::Planned, false),
    ];
    let incomplete = Readiness { municipalities: 0, ..ready(&sessions) };
    assert_eq!(
        publish(Stage::Draft, &incomplete, day(11, 1)),
        Err(CohortRefusal::NotReady {
            missing: vec![PublicationGap::Municipalities, PublicationGap::Facilitators(vec![1, 3])]
        })
    );
    assert_eq!(
        publish(Stage::Draft, &ready(&[]), day(11, 1)),
        Err(CohortRefusal::NotReady { missing: vec![PublicationGap::Sessions] })
    );
}

#[test]
fn a_cohort_whose_dates_have_passed_is_not_published() {
    let sessions = [session(1, SessionStage::Planned, true)];
    assert!(matches!(
        publish(Stage::Draft, &ready(&sessions), day(12, 2)),
        Err(CohortRefusal::DatesPassed { .. })
    ));
}

#[test]
fn stages_follow_one_another_and_every_other_jump_is_refused() {
    let sessions = [session(1, SessionStage::Closed, true)];
    for from in Stage::ALL {
        let results = [
            publish(from, &ready(&sessions), day(11, 1)),
            confirm(from),
            start(from, day(11, 1), day(11, 1)),
            close(from, &sessions, day(11, 24), at(day(11, 24), 18, 0)),
            cancel(from, "No hay vía"),
        ];
        for result in results {
            match result {
                Ok(to) => assert!(leads_to(from, to), "{from:?} went to {to:?}"),
                Err(CohortRefusal::InvalidJump { from: told, to }) => {
                    assert_eq!(told, from);
                    assert!(!leads_to(from, to), "{from:?} to {to:?} was refused");
                }
                Err(other) => panic!("{from:?}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_cohort_starts_on_its_first_day_and_not_before() {
    assert_eq!(
        start(Stage::Confirmed, day(11, 24), day(11, 23)),
        Err(CohortRefusal::TooEarly { starts_on: day(11, 24) })
    );
    assert_eq!(start(Stage::Confirmed, day(11, 24), day(11, 24)), Ok(Stage::Running));
}

#[test]
fn a_cohort_with_sessions_to_come_is_not_closed() {
    let sessions = [
        session(1, SessionStage::Held, true),
        session(2, SessionStage::Planned, true),
        session(3, SessionStage::Cancelled, true),
    ];
    let evening = at(day(11, 24), 18, 0);
    assert_eq!(
        close(Stage::Running, &sessions, day(11, 24), evening),
        Err(CohortRefusal::SessionsPending { positions: vec![2] })
    );
    assert_eq!(close(Stage::Running, &sessions[..1], day(11, 24), evening), Ok(Stage::Closed));
}

#[test]
fn a_cohort_is_closed_when_its_last_session_and_its_last_day_have_come() {
    let given = [session(1, SessionStage::Closed, true)];
    assert_eq!(
        close(Stage::Running, &given, day(11, 24), at(day(11, 24), 9, 0)),
        Err(CohortRefusal::SessionsUnderWay { positions: vec![1] })
    );
    assert_eq!(
        close(Stage::Running, &given, day(12, 10), at(day(11, 24), 18, 0)),
        Err(CohortRefusal::NotOver { ends_on: day(12, 10) })
    );
}

#[test]
fn cancelling_needs_a_reason() {
    assert_eq!(cancel(Stage::Running, "  "), Err(CohortRefusal::ReasonNeeded));
}

#[test]
fn enrolment_ends_on_its_last_day_or_else_on_the_first_of_the_cohort() {
    assert_eq!(enrolment_deadline(Some(day(11, 20)), day(11, 24)), day(11, 20));
    assert_eq!(enrolment_deadline(None, day(11, 24)), day(11, 24));
}

#[test]
fn dates_are_in_order_and_one_day_is_enough() {
    assert_eq!(dates_in_order(day(11, 3), day(11, 3), None), Ok(()));
    assert_eq!(dates_in_order(day(11, 4), day(11, 3), None), Err(CohortRefusal::EndsBeforeStart));
    assert_eq!(
        dates_in_order(day(11, 3), day(11, 9), Some(day(11, 10))),
        Err(CohortRefusal::EnrolmentClosesLate)
    );
}

#[test]
fn the_rule_freezes_when_the_cohort_starts() {
    let counting = Counting::default();
    let old = CompletionRule {
        minimum_attendance: 80,
        pass_mark: Some(30),
        minimum_hours: None,
        counting,
    };
    let new = CompletionRule { minimum_attendance: 75, pass_mark: Some(35), ..old };
    assert_eq!(change_rule(Stage::Confirmed, old, new, true), Ok(new));
    assert_eq!(change_rule(Stage::Running, old, new, true), Err(CohortRefusal::RuleFrozen));
    assert_eq!(change_rule(Stage::Running, old, old, true), Ok(old));
    let by_minutes =
        CompletionRule { counting: Counting { partial_hours: true, ..counting }, ..old };
    assert_eq!(change_rule(Stage::Confirmed, old, by_minutes, true), Ok(by_minutes));
    assert_eq!(change_rule(Stage::Running, old, by_minutes, true), Err(CohortRefusal::RuleFrozen));
    let beyond =
        CompletionRule { counting: Counting { late_after_minutes: 241, ..counting }, ..old };
    assert_eq!(change_rule(Stage::Draft, old, beyond, true), Err(CohortRefusal::RuleOutOfRange));
    assert_eq!(change_rule(Stage::Draft, old, new, false), Err(CohortRefusal::PassMarkMismatch));
    // As in the version: a certificate that asks for no attendance at all is none.
    for minimum_attendance in [0, 101] {
        let beyond = CompletionRule { minimum_attendance, ..new };
        let refused = Err(CohortRefusal::RuleOutOfRange);
        assert_eq!(change_rule(Stage::Draft, old, beyond, true), refused);
    }
}

#[test]
fn a_session_may_cross_midnight_but_not_end_before_it_starts() {
    let (first, last) = (day(11, 3), day(11, 27));
    let span = |from, to| session_span(from, to, first, last);
    assert_eq!(span(at(day(11, 24), 22, 0), at(day(11, 25), 2, 0)), Ok(()));
    assert_eq!(span(at(last, 22, 0), at(day(11, 28), 1, 0)), Ok(()));
    assert_eq!(
        span(at(day(11, 24), 12, 0), at(day(11, 24), 8, 0)),
        Err(CohortRefusal::SessionEndsBeforeStart)
    );
    assert_eq!(
        span(at(day(11, 24), 8, 0), at(day(11, 24), 8, 0)),
        Err(CohortRefusal::SessionEndsBeforeStart)
    );
    assert_eq!(
        span(at(day(11, 24), 8, 0), at(day(11, 25), 8, 1)),
        Err(CohortRefusal::SessionTooLong)
    );
}

#[test]
fn a_session_may_lie_before_the_first_day_or_after_the_last_but_not_in_another_year() {
    let (first, last) = (day(11, 3), day(11, 27));
    let span = |from, to| session_span(from, to, first, last);
    assert_eq!(span(at(day(11, 28), 0, 0), at(day(11, 28), 2, 0)), Ok(()));
    assert_eq!(span(at(day(11, 2), 23, 0), at(day(11, 3), 2, 0)), Ok(()));
    for days in [-367, 24 + 367] {
        let date = first + TimeDelta::days(days);
        assert!(
            matches!(span(at(date, 8, 0), at(date, 12, 0)), Err(CohortRefusal::SessionFar { .. })),
            "{date}"
        );
    }
}

#[test]
fn adjacent_sessions_do_not_overlap() {
    let date = day(11, 24);
    let (eight, ten, noon, two) =
        (at(date, 8, 0), at(date, 10, 0), at(date, 12, 0), at(date, 14, 0));
    assert!(!overlap((eight, noon), (noon, two)));
    assert!(overlap((eight, noon), (ten, two)));
    assert!(overlap((eight, two), (ten, noon)));
}

#[test]
fn a_past_session_is_never_rewritten() {
    assert_eq!(session_editable(SessionStage::Planned), Ok(()));
    for stage in [SessionStage::Held, SessionStage::Closed, SessionStage::Cancelled] {
        assert_eq!(session_editable(stage), Err(CohortRefusal::SessionFixed { stage }));
    }
    assert_eq!(hold_session(SessionStage::Planned), Ok(SessionStage::Held));
    assert_eq!(close_session(SessionStage::Held), Ok(SessionStage::Closed));
    assert!(close_session(SessionStage::Planned).is_err());
    assert!(cancel_session(SessionStage::Closed).is_err());
}

#[test]
fn the_minimum_activities_are_planned_to_publish_and_shown_to_close() {
    let sessions = [session(1, SessionStage::Planned, true)];
    let bare = Minimum { method: false, knowledge: false };
    let without = Readiness { minimum: bare, ..ready(&sessions) };
    let both = vec![PublicationGap::Method, PublicationGap::Knowledge];
    assert_eq!(
        publish(Stage::Draft, &without, day(11, 1)),
        Err(CohortRefusal::NotReady { missing: both.clone() })
    );
    assert_eq!(shown(bare), Err(CohortRefusal::NothingToShow { missing: both }));
    assert_eq!(shown(Minimum { method: true, knowledge: true }), Ok(()));
}

#[test]
fn a_quorum_can_be_reached_and_is_looked_at_before_the_first_day() {
    let ask = |people, on| quorum(Some(Quorum { people, on }), 30, day(11, 24));
    assert_eq!(ask(20, day(11, 24)), Ok(()));
    assert_eq!(ask(31, day(11, 10)), Err(CohortRefusal::QuorumOutOfRange { seats: 30 }));
    assert_eq!(ask(0, day(11, 10)), Err(CohortRefusal::QuorumOutOfRange { seats: 30 }));
    assert_eq!(ask(20, day(11, 25)), Err(CohortRefusal::QuorumLate { starts_on: day(11, 24) }));
    assert_eq!(quorum(None, 30, day(11, 24)), Ok(()));
}
