use chrono::TimeDelta;

use cohorts_model::scale::GradeScale;

use super::*;
use crate::entity::activity::ActivityId;

fn at(hours: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default() + TimeDelta::hours(hours)
}

fn product(late: LatePolicy) -> Product {
    Product {
        activity_id: ActivityId(1),
        instructions: String::new(),
        due_at: Some(at(0)),
        late,
        discount: 3,
        accepts: SubmissionMedium::Either,
        graders: 2,
        tolerance: 10,
        updated_at: at(0),
    }
}

#[test]
fn the_usual_rubric_makes_a_grade() {
    let rubric = Rubric::usual(GradeScale::Five);
    rubric.check(GradeScale::Five).unwrap();
    assert_eq!(rubric.tenths(&[0, 0, 0]), Some(50));
    assert_eq!(rubric.tenths(&[3, 3, 3]), Some(10));
    // 0,4 × 5,0 + 0,4 × 4,0 + 0,2 × 3,0
    assert_eq!(rubric.tenths(&[0, 1, 2]), Some(42));
    assert_eq!(rubric.tenths(&[0, 1]), None);
    assert_eq!(rubric.tenths(&[0, 1, 4]), None);
}

#[test]
fn half_a_tenth_counts_for_the_person() {
    let mut rubric = Rubric::usual(GradeScale::Five);
    rubric.levels[1].tenths = 45;
    let two = |weight| RubricCriterion { weight, ..rubric.criteria[0].clone() };
    let rubric = Rubric { criteria: vec![two(50), two(50)], levels: rubric.levels.clone() };
    // (50 + 45) ÷ 2 = 47,5 tenths.
    assert_eq!(rubric.tenths(&[0, 1]), Some(48));
}

#[test]
fn a_rubric_whose_numbers_make_no_grade_is_refused() {
    let with = |change: fn(&mut Rubric)| {
        let mut rubric = Rubric::usual(GradeScale::Five);
        change(&mut rubric);
        rubric.check(GradeScale::Five)
    };
    assert_eq!(
        with(|rubric| rubric.criteria[2].weight = 17),
        Err(ProductRefusal::CriteriaTotal { total: 97 })
    );
    assert_eq!(
        with(|rubric| rubric.levels[1].tenths = 50),
        Err(ProductRefusal::LevelsOrder { scale: GradeScale::Five })
    );
    assert_eq!(
        with(|rubric| rubric.levels[0].tenths = 51),
        Err(ProductRefusal::LevelsOrder { scale: GradeScale::Five })
    );
    assert_eq!(with(|rubric| rubric.levels.truncate(1)), Err(ProductRefusal::LevelsCount));
    assert_eq!(with(|rubric| rubric.criteria.clear()), Err(ProductRefusal::CriteriaCount));
    assert_eq!(
        with(|rubric| rubric.criteria[1].weight = 0),
        Err(ProductRefusal::Weightless { criterion: 1 })
    );
    assert_eq!(
        with(|rubric| {
            rubric.criteria[0].expected.pop();
        }),
        Err(ProductRefusal::Expected { criterion: 0, levels: 4 })
    );
}

#[test]
fn a_day_begun_is_a_day() {
    assert_eq!(days_late(at(0), at(-1)), 0);
    assert_eq!(days_late(at(0), at(0)), 0);
    assert_eq!(days_late(at(0), at(1)), 1);
    assert_eq!(days_late(at(0), at(23)), 1);
    assert_eq!(days_late(at(0), at(24)), 2);
}

#[test]
fn twenty_versions_are_kept_and_no_more() {
    assert_eq!(may_number(MOST_VERSIONS), Ok(()));
    let over = may_number(MOST_VERSIONS + 1);
    assert_eq!(over, Err(ProductRefusal::TooManyVersions { most: 20 }));
}

#[test]
fn what_comes_late_is_refused_accepted_or_loses() {
    let (cohort, place) = (cohort::Stage::Running, enrolment::Stage::Confirmed);
    let hand = |late, last, now| may_submit(&product(late), cohort, place, last, now);
    assert_eq!(hand(LatePolicy::Refused, None, at(0)), Ok(0));
    assert_eq!(hand(LatePolicy::Refused, None, at(1)), Err(ProductRefusal::TooLate { due: at(0) }));
    assert_eq!(hand(LatePolicy::Accepted, None, at(30)), Ok(2));
    // Given back on time, it comes again on time, whatever the date.
    let returned = Some(SubmissionState::Returned { days_late: 0 });
    assert_eq!(hand(LatePolicy::Refused, returned, at(300)), Ok(0));
    let graded = Some(SubmissionState::Graded);
    assert_eq!(hand(LatePolicy::Accepted, graded, at(-1)), Err(ProductRefusal::Graded));
    let waits = Some(SubmissionState::Waits { days_late: 0 });
    assert_eq!(hand(LatePolicy::Accepted, waits, at(-1)), Ok(0));
}

#[test]
fn nobody_hands_in_without_a_place_or_after_the_end() {
    let hand =
        |cohort, place| may_submit(&product(LatePolicy::Accepted), cohort, place, None, at(-1));
    let (running, confirmed) = (cohort::Stage::Running, enrolment::Stage::Confirmed);
    assert_eq!(hand(running, enrolment::Stage::Withdrawn), Err(ProductRefusal::NoPlace));
    assert_eq!(hand(cohort::Stage::Closed, confirmed), Err(ProductRefusal::CohortClosed));
    assert_eq!(hand(cohort::Stage::Cancelled, confirmed), Err(ProductRefusal::CohortCancelled));
    assert_eq!(hand(cohort::Stage::Draft, confirmed), Err(ProductRefusal::CohortNotRunning));
}

#[test]
fn the_grade_is_the_mean_of_graders_who_agree() {
    let asked = product(LatePolicy::Discounted);
    assert_eq!(settle(&asked, &[40], None, 0), ProductGradeState::Waiting { graders: 1 });
    assert_eq!(settle(&asked, &[40, 45], None, 0), ProductGradeState::Settled { tenths: 43 });
    assert_eq!(
        settle(&asked, &[30, 45], None, 0),
        ProductGradeState::Disputed { lowest: 30, highest: 45 }
    );
    assert_eq!(settle(&asked, &[30, 45], Some(38), 0), ProductGradeState::Settled { tenths: 38 });
    // Two days begun take six tenths, and nobody ends below nothing.
    assert_eq!(settle(&asked, &[40, 40], None, 2), ProductGradeState::Settled { tenths: 34 });
    assert_eq!(settle(&asked, &[2, 2], None, 9), ProductGradeState::Settled { tenths: 0 });
    assert_eq!(
        settle(&product(LatePolicy::Accepted), &[40, 40], None, 9),
        ProductGradeState::Settled { tenths: 40 }
    );
}

#[test]
fn a_link_is_an_address_that_a_browser_opens() {
    for good in ["https://drive.example.gov.co/d/1?x=2", "http://alcaldia.gov.co"] {
        assert!(is_link(good), "{good}");
    }
    for bad in [
        "",
        "drive.gov.co",
        "javascript:alert(1)",
        "https://",
        "https://x",
        "http://a b.co",
        "ftp://a.co",
        "https://.co",
    ] {
        assert!(!is_link(bad), "{bad}");
    }
}
