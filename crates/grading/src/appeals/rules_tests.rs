use cohort::Stage;

use enrolment::Stage as Place;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn five_working_days_skip_weekends_and_holidays() {
    // Friday 20 November 2026; nothing is a holiday until 8 December.
    assert_eq!(last_day(at("2026-11-20T15:00:00Z")), day("2026-11-27"));
    // On a Saturday the first working day is the Monday.
    assert_eq!(last_day(at("2026-11-21T15:00:00Z")), day("2026-11-27"));
    // Tuesday 8 December is a holiday.
    assert_eq!(last_day(at("2026-12-04T15:00:00Z")), day("2026-12-14"));
    // Late in the evening it is still the same day in Bogotá.
    assert_eq!(last_day(at("2026-11-21T03:00:00Z")), day("2026-11-27"));
}

#[test]
fn a_grade_is_appealed_once_and_in_time() {
    let written = Some(at("2026-11-20T15:00:00Z"));
    let ask = |stage, place, given, others: &[State], now: &str| {
        may_ask(stage, place, given, others.iter().copied(), at(now))
    };
    let now = "2026-11-28T04:59:00Z";
    let last = day("2026-11-27");
    assert_eq!(ask(Stage::Running, Place::Confirmed, written, &[], now), Ok(last));
    assert_eq!(ask(Stage::Closed, Place::Confirmed, written, &[], now), Ok(last));
    assert_eq!(
        ask(Stage::Running, Place::Confirmed, written, &[], "2026-11-28T05:01:00Z"),
        Err(AppealRefusal::TooLate { last })
    );
    let refused = |others: &[State]| ask(Stage::Running, Place::Confirmed, written, others, now);
    assert_eq!(refused(&[State::Withdrawn]), Ok(last));
    assert_eq!(refused(&[State::Withdrawn, State::Open]), Err(AppealRefusal::Waiting));
    assert_eq!(refused(&[State::Kept]), Err(AppealRefusal::Answered));
    assert_eq!(refused(&[State::Changed]), Err(AppealRefusal::Answered));
    assert_eq!(ask(Stage::Running, Place::Confirmed, None, &[], now), Err(AppealRefusal::NoGrade));
    assert_eq!(
        ask(Stage::Running, Place::Withdrawn, written, &[], now),
        Err(AppealRefusal::NoPlace)
    );
    assert_eq!(
        ask(Stage::Cancelled, Place::Confirmed, written, &[], now),
        Err(AppealRefusal::CohortNotRunning)
    );
}

#[test]
fn another_grade_is_another_one_on_the_scale() {
    assert_eq!(may_change(GradeScale::Five, Some(30), 35), Ok(()));
    assert_eq!(may_change(GradeScale::Five, Some(30), 20), Ok(()), "also a lower one");
    assert_eq!(may_change(GradeScale::Five, Some(30), 30), Err(AppealRefusal::SameGrade));
    let scale = GradeScale::Five;
    assert_eq!(may_change(scale, Some(30), 51), Err(AppealRefusal::OutOfScale { scale }));
    assert_eq!(may_change(GradeScale::Hundred, None, 510), Ok(()));
}
