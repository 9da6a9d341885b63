use chrono::TimeDelta;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::SessionId;

use super::*;

/// Tuesday 24 November 2026, 8:00 to 12:00 in Bogotá.
fn session() -> session::Model {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    let at = |hour| {
        dates::from_bogota(day, chrono::NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour"))
    };
    session::Model {
        id: SessionId(1),
        cohort_id: CohortId(1),
        position: 1,
        starts_at: at(8),
        ends_at: at(12),
        place: None,
        link: None,
        facilitator_account_id: None,
        stage: session::Stage::Held,
        cancellation_reason: None,
        sequence: 0,
        is_named_by_host: false,
        created_at: at(8),
        closed_at: None,
        cancelled_at: None,
    }
}

/// The same with its list finished at its end.
fn finished() -> session::Model {
    let session = session();
    let closed_at = Some(session.ends_at);
    session::Model { stage: session::Stage::Closed, closed_at, ..session }
}

fn placed() -> EnrolmentFacts {
    EnrolmentFacts {
        stage: enrolment::Stage::Confirmed,
        since: Some(session().starts_at - TimeDelta::days(30)),
    }
}

fn ask(session: &session::Model, now: DateTime<Utc>) -> Result<RequestWindow, RequestRefusal> {
    may_ask(cohort::Stage::Running, &Counting::default(), session, placed(), now)
}

#[test]
fn before_the_session_an_excuse_and_after_it_a_correction() {
    let session = session();
    let minute = TimeDelta::minutes(1);
    let kind = |now| ask(&session, now).map(|open| open.kind);
    assert_eq!(kind(session.starts_at - minute), Ok(Kind::Excuse));
    let under_way = RequestRefusal::UnderWay { ends: session.ends_at };
    assert_eq!(kind(session.starts_at), Err(under_way.clone()));
    assert_eq!(kind(session.ends_at - minute), Err(under_way));
    assert_eq!(kind(session.ends_at), Ok(Kind::Correction));
}

#[test]
fn a_correction_may_be_asked_for_until_the_end_of_the_last_day() {
    let session = finished();
    let open = ask(&session, session.ends_at).expect("is open");
    // The 29th whole: until its midnight in Bogotá.
    let until = session.ends_at + TimeDelta::days(5) + TimeDelta::hours(12);
    assert_eq!(open.until, Some(until));
    assert!(ask(&session, until - TimeDelta::seconds(1)).is_ok());
    let last = NaiveDate::from_ymd_opt(2026, 11, 29).expect("a day");
    assert_eq!(ask(&session, until), Err(RequestRefusal::TooLate { last }));
}

#[test]
fn the_days_of_a_finished_list_are_not_over_because_the_cohort_was_closed() {
    let asked = |session: &session::Model, now| {
        may_ask(cohort::Stage::Closed, &Counting::default(), session, placed(), now)
    };
    let finished = finished();
    assert!(asked(&finished, finished.ends_at).is_ok());
    let later = finished.ends_at + TimeDelta::days(7);
    assert!(matches!(asked(&finished, later), Err(RequestRefusal::TooLate { .. })));
}

#[test]
fn who_closes_late_takes_no_day_from_anybody() {
    let closed =
        session::Model { closed_at: Some(session().ends_at + TimeDelta::days(3)), ..finished() };
    let later = session().ends_at + TimeDelta::days(7);
    assert!(matches!(ask(&finished(), later), Err(RequestRefusal::TooLate { .. })));
    assert!(ask(&closed, later).is_ok());
    // While the list is not finished its days have not begun.
    let open = ask(&session(), later).map(|open| open.until);
    assert_eq!(open, Ok(None));
    // Closed before its end, the days count from the end.
    let early = session::Model { closed_at: Some(session().starts_at), ..closed };
    assert_eq!(last_day(&early, &Counting::default()), last_day(&finished(), &Counting::default()));
}

#[test]
fn what_stands_in_the_way_is_said() {
    let session = session();
    let now = session.ends_at + TimeDelta::hours(1);
    let rule = Counting::default();
    let asked = |cohort, rule: &Counting, session: &session::Model, place| {
        may_ask(cohort, rule, session, place, now).expect_err("is refused")
    };
    let running = cohort::Stage::Running;
    assert_eq!(
        asked(cohort::Stage::Closed, &rule, &session, placed()),
        RequestRefusal::CohortClosed
    );
    assert_eq!(
        asked(cohort::Stage::Cancelled, &rule, &session, placed()),
        RequestRefusal::CohortNotRunning
    );
    let left = EnrolmentFacts { stage: enrolment::Stage::Withdrawn, ..placed() };
    assert_eq!(asked(running, &rule, &session, left), RequestRefusal::NoPlace);
    let since = EnrolmentFacts { since: Some(now), ..placed() };
    assert_eq!(asked(running, &rule, &session, since), RequestRefusal::NotApplicable);
    let untaken = session::Model { stage: session::Stage::Planned, ..session.clone() };
    assert_eq!(asked(running, &rule, &untaken, placed()), RequestRefusal::NotTaken);
    let never = Counting { correction_days: 0, ..rule };
    assert_eq!(asked(running, &never, &session, placed()), RequestRefusal::NoCorrections);
    let cancelled = session::Model { stage: session::Stage::Cancelled, ..session };
    assert_eq!(asked(running, &rule, &cancelled, placed()), RequestRefusal::SessionCancelled);
}

#[test]
fn a_request_about_a_session_is_withdrawn_once_a_day() {
    let noon: DateTime<Utc> = "2026-05-04T17:00:00Z".parse().expect("a moment");
    assert_eq!(may_withdraw([], noon), Ok(()));
    let morning = noon - TimeDelta::hours(4);
    assert_eq!(may_withdraw([morning], noon), Err(RequestRefusal::WithdrawnToday));
    let yesterday = noon - TimeDelta::hours(13);
    assert_eq!(may_withdraw([yesterday], noon), Ok(()), "by the calendar of Bogotá");
}

#[test]
fn one_request_waits_at_a_time_and_what_was_decided_may_be_asked_again() {
    use RequestState::{Granted, Open, Refused, Withdrawn};
    for kind in [Kind::Correction, Kind::Excuse] {
        assert_eq!(none_waits(kind, [(kind, Refused), (kind, Withdrawn)]), Ok(()));
        assert_eq!(none_waits(kind, [(Kind::Excuse, Open)]), Err(RequestRefusal::Waiting));
    }
    let granted = [(Kind::Excuse, Granted)];
    assert_eq!(none_waits(Kind::Excuse, granted), Err(RequestRefusal::ExcusedAlready));
    assert_eq!(none_waits(Kind::Correction, granted), Ok(()));
}

#[test]
fn whoever_is_there_needs_no_excuse() {
    let there = Err(RequestRefusal::ThereAlready);
    assert_eq!(not_there(Kind::Excuse, Some(State::Late)), there);
    assert_eq!(not_there(Kind::Excuse, Some(State::Absent)), Ok(()));
    assert_eq!(not_there(Kind::Correction, Some(State::Late)), Ok(()));
}

#[test]
fn what_is_recorded_already_is_not_asked_for() {
    let correction = |wanted, recorded| may_want(Kind::Correction, wanted, recorded);
    assert_eq!(correction(State::Present, None), Ok(()));
    assert_eq!(correction(State::Present, Some(State::Absent)), Ok(()));
    let same = Err(RequestRefusal::SameState);
    assert_eq!(correction(State::Present, Some(State::Present)), same);
    assert_eq!(correction(State::Absent, None), Err(RequestRefusal::WrongState));
    assert_eq!(may_want(Kind::Excuse, State::Present, None), Err(RequestRefusal::WrongState));
}

#[test]
fn an_excuse_waits_for_its_day_and_takes_nobodys_presence() {
    let excuse = |recorded, come| effect(Kind::Excuse, State::Excused, recorded, come);
    assert_eq!(excuse(None, false), Ok(Effect::Waits));
    assert_eq!(excuse(None, true), Ok(Effect::Mark));
    assert_eq!(excuse(Some(State::Absent), true), Ok(Effect::Mark));
    assert_eq!(excuse(Some(State::Excused), true), Ok(Effect::Stands));
    assert_eq!(excuse(Some(State::Late), true), Err(RequestRefusal::CameAnyway));
    let correction = effect(Kind::Correction, State::Excused, Some(State::Present), true);
    assert_eq!(correction, Ok(Effect::Mark));
}
