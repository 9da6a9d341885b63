use proptest::prelude::*;

use cohorts_model::scale::GradeScale;

use super::*;

fn part(name: &str, weight: i32, tenths: Option<i32>) -> WeightedGrade<'_> {
    WeightedGrade { name, weight, tenths }
}

#[test]
fn the_final_grade_weighs_and_rounds_half_up() {
    let of = |post, product| {
        final_grade(&[
            part("Prueba inicial", 0, None),
            part("Prueba final", 60, Some(post)),
            part("Producto", 40, Some(product)),
        ])
    };
    assert_eq!(of(40, 30), FinalGrade::Grade(36));
    // 0.6·3.5 + 0.4·3.6 = 3.54 → 3,5; 0.6·3.7 + 0.4·3.2 = 3.50 exactly; 3.55 → 3,6.
    assert_eq!(of(35, 36), FinalGrade::Grade(35));
    let half = final_grade(&[part("a", 50, Some(35)), part("b", 50, Some(36))]);
    assert_eq!(half, FinalGrade::Grade(36));
    assert_eq!(of(50, 50), FinalGrade::Grade(50));
    assert_eq!(of(0, 0), FinalGrade::Grade(0));
}

#[test]
fn a_missing_activity_leaves_no_grade_and_is_named() {
    let grade = final_grade(&[part("Prueba final", 60, Some(40)), part("Producto", 40, None)]);
    assert_eq!(grade, FinalGrade::Missing(vec!["Producto".into()]));
    assert_eq!(grade.text(), "falta Producto");
    assert_eq!(grade.tenths(), None);
}

#[test]
fn weights_that_do_not_total_a_hundred_make_no_grade() {
    assert_eq!(final_grade(&[]), FinalGrade::NotDefined);
    assert_eq!(final_grade(&[part("Prueba final", 90, Some(50))]), FinalGrade::NotDefined);
}

#[test]
fn gain_needs_both_tests_and_something_left_to_learn() {
    assert_eq!(gain(GradeScale::Five, Some(20), Some(35)), Some(0.5));
    assert_eq!(gain(GradeScale::Five, Some(20), Some(10)), Some(-1.0 / 3.0));
    assert_eq!(gain(GradeScale::Five, Some(50), Some(50)), None);
    assert_eq!(gain(GradeScale::Five, None, Some(40)), None);
    assert_eq!(gain(GradeScale::Five, Some(40), None), None);
}

#[test]
fn a_cohorts_gain_is_the_mean_of_the_paired_with_their_number() {
    let gain = cohort_gain(
        GradeScale::Five,
        [
            (Some(20), Some(35)),
            (Some(0), Some(50)),
            (None, Some(50)),
            (Some(10), None),
            (Some(50), Some(50)),
        ],
    );
    assert_eq!(gain.n, 2);
    assert_eq!(gain.mean, Some(0.75));
    assert_eq!((gain.pre, gain.post), (Some(10.0), Some(42.5)));
    assert_eq!(cohort_gain(GradeScale::Five, []), CohortGain::default());
}

#[test]
fn gain_is_a_share_of_what_was_left_on_any_scale() {
    assert_eq!(gain(GradeScale::Hundred, Some(400), Some(700)), Some(0.5));
    assert_eq!(gain(GradeScale::Hundred, Some(50), Some(50)), Some(0.0));
    assert_eq!(gain(GradeScale::Hundred, Some(1_000), Some(1_000)), None);
    let tests = [(Some(400), Some(700)), (Some(0), Some(1_000))];
    assert_eq!(cohort_gain(GradeScale::Hundred, tests).mean, Some(0.75));
}

#[test]
fn a_plan_totals_a_hundred_or_only_measures() {
    assert_eq!(check_plan(USUAL), Ok(()));
    assert_eq!(check_plan([(Kind::PreTest, "Prueba", 0)]), Ok(()));
    assert_eq!(check_plan([]), Ok(()));
    assert_eq!(
        check_plan([(Kind::Product, "Producto", 90)]),
        Err(AssessmentRefusal::WeightsNotHundred { total: 90 })
    );
    assert_eq!(
        check_plan([(Kind::PreTest, "A", 50), (Kind::PreTest, "B", 50)]),
        Err(AssessmentRefusal::TestTwice { kind: Kind::PreTest })
    );
    assert_eq!(
        check_plan([(Kind::Other, "Ensayo", 50), (Kind::Other, "ENSAYO", 50)]),
        Err(AssessmentRefusal::NameTwice { name: "ENSAYO".into() })
    );
}

#[test]
fn grades_are_locked_when_the_cohort_closes() {
    use cohort::Stage;
    assert_eq!(may_grade(Stage::Running), Ok(()));
    assert_eq!(may_grade(Stage::Confirmed), Ok(()));
    assert_eq!(may_grade(Stage::Tentative), Err(AssessmentRefusal::CohortNotRunning));
    assert_eq!(may_grade(Stage::Closed), Err(AssessmentRefusal::CohortClosed));
    assert_eq!(may_plan(Stage::Draft), Ok(()));
    assert_eq!(may_plan(Stage::Cancelled), Err(AssessmentRefusal::CohortCancelled));
}

#[test]
fn what_follows_from_work_changes_with_a_reason_and_what_was_decided_stands() {
    use Origin::{Appeal, Import, Product, Test, Typed};
    let asked = [Typed, Test, Product, Import, Appeal].map(asks_reason);
    assert_eq!(asked, [false, true, true, false, true]);
    assert!(stands(Typed, true, Test) && stands(Appeal, true, Test));
    assert!(!stands(Typed, false, Test), "typed before there was a test");
    assert!(!stands(Test, true, Test) && !stands(Typed, true, Product));
}

#[test]
fn closed_grades_are_opened_for_some_days_and_then_ask_why() {
    use cohort::Stage;
    assert_eq!(may_enter(Stage::Running, false), Ok(GradeEntryMode::Freely));
    assert_eq!(may_enter(Stage::Running, true), Ok(GradeEntryMode::Freely));
    assert_eq!(may_enter(Stage::Closed, true), Ok(GradeEntryMode::WithReason));
    assert_eq!(may_enter(Stage::Closed, false), Err(AssessmentRefusal::CohortClosed));
    assert_eq!(may_enter(Stage::Cancelled, true), Err(AssessmentRefusal::CohortCancelled));
    assert_eq!(may_enter(Stage::Tentative, true), Err(AssessmentRefusal::CohortNotRunning));
    assert_eq!(may_reopen(Stage::Closed, false, 5), Ok(()));
    assert_eq!(may_reopen(Stage::Closed, true, 5), Err(AssessmentRefusal::AlreadyReopened));
    assert!(may_reopen(Stage::Closed, false, 0).is_err());
    assert!(may_reopen(Stage::Closed, false, 16).is_err());
    assert_eq!(may_reopen(Stage::Running, false, 5), Err(AssessmentRefusal::StillOpen));
    assert_eq!(may_reopen(Stage::Cancelled, false, 5), Err(AssessmentRefusal::CohortCancelled));
}

proptest! {
    #[test]
    fn a_gain_is_never_above_one_and_its_sign_tells_better_from_worse(pre in 0..=50, post in 0..=50) {
        match gain(GradeScale::Five, Some(pre), Some(post)) {
            None => prop_assert_eq!(pre, GradeScale::Five.highest()),
            Some(gain) => {
                prop_assert!((-49.0..=1.0).contains(&gain));
                prop_assert_eq!(gain >= 0.0, post >= pre);
                prop_assert_eq!(gain == 1.0, post == GradeScale::Five.highest());
            }
        }
    }

    #[test]
    fn a_final_grade_lies_between_the_lowest_and_the_highest_of_its_parts(
        first in 0..=50, second in 0..=50, weight in 1..=99,
    ) {
        let grade = final_grade(&[part("a", weight, Some(first)), part("b", 100 - weight, Some(second))]);
        let tenths = grade.tenths().expect("complete");
        prop_assert!(tenths >= first.min(second) && tenths <= first.max(second));
    }

    #[test]
    fn a_cohorts_gain_lies_between_those_of_its_people(
        tests in proptest::collection::vec((proptest::option::of(0..=50), proptest::option::of(0..=50)), 0..60),
    ) {
        let all: Vec<f64> = tests.iter().filter_map(|(pre, post)| gain(GradeScale::Five, *pre, *post)).collect();
        let cohort = cohort_gain(GradeScale::Five, tests);
        prop_assert_eq!(cohort.n, all.len());
        match cohort.mean {
            None => prop_assert!(all.is_empty()),
            Some(mean) => {
                let lowest = all.iter().copied().fold(f64::INFINITY, f64::min);
                let highest = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                prop_assert!(mean >= lowest - 1e-9 && mean <= highest + 1e-9);
            }
        }
    }
}
