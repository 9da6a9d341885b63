//! What would tell on somebody is not shown.

use measures::{
    Confidence, Figure, Minimum, OptionChoice, PointSheet, Rating, Reply, Undefined, difficulty,
    distractors, gains, mean, mean_of_squares, satisfaction, spread,
};

fn replies(many: usize) -> Vec<Reply> {
    let rating = Rating::new(4);
    vec![Reply { relevance: rating, timeliness: rating, quality: None }; many]
}

#[test]
fn four_answers_to_a_survey_are_hidden_and_five_are_shown() {
    let four = satisfaction(&replies(4), Confidence::NinetyFive);
    assert!(four.relevance.is_hidden() && four.timeliness.is_hidden());
    assert_eq!(four.relevance.shown(), None);
    assert_eq!(
        four.relevance.why_not().unwrap(),
        "Se muestra desde 5 respuestas, para que nadie sea reconocible."
    );
    let five = satisfaction(&replies(5), Confidence::NinetyFive);
    let (opinion, n) = five.relevance.shown().unwrap();
    assert_eq!((n, opinion.mean.get(), opinion.satisfied.count), (5, 4.0, 5));
    assert_eq!(opinion.counts, [0, 0, 0, 5, 0]);
    assert!(five.quality.is_hidden(), "a scale that nobody rated is small by itself");
    assert!(opinion.satisfied.interval.low.get() > 0.5);
    assert!((opinion.satisfied.interval.high.get() - 1.0).abs() < 1e-12);
    assert_eq!(Rating::new(0), None);
    assert_eq!(Rating::new(6), None);
}

#[test]
fn a_question_that_few_were_asked_is_hidden_though_the_test_had_many() {
    let rows = (0..12).map(|n| vec![Some(1), (n < 9).then_some(1)]).collect();
    let sheet = PointSheet::new(vec![1, 1], rows).unwrap();
    assert!(difficulty(&sheet, 0, Minimum::QUESTION).shown().is_some());
    assert!(difficulty(&sheet, 1, Minimum::QUESTION).is_hidden());
    assert!(difficulty(&sheet, 7, Minimum::QUESTION).is_hidden(), "nobody was asked it");
}

#[test]
fn a_gain_of_few_is_hidden_even_beside_a_change_of_enough() {
    let mut people = vec![(Some(50), Some(50)); 4];
    people.push((Some(10), Some(20)));
    let report = gains(&people, 50, Confidence::NinetyFive, Minimum::GROUP);
    assert!(report.gain.is_hidden());
    assert_eq!(report.change.shown().unwrap().1, 5);
}

#[test]
fn the_mean_of_the_few_who_chose_an_option_is_hidden() {
    let person = |option, total| OptionChoice { options: vec![option], total };
    let people: Vec<OptionChoice> = (0..12).map(|n| person(usize::from(n >= 10), n)).collect();
    let table = distractors(2, &people, Minimum::GROUP);
    let (rows, _) = table.shown().unwrap();
    assert!(rows[0].mean_total.shown().is_some());
    assert_eq!((rows[1].chosen, rows[1].mean_total.is_hidden()), (2, true));
}

#[test]
fn a_group_is_told_by_its_own_number_alone() {
    let told = [0, 4, 5, 20].map(|people| Minimum::GROUP.admits(people));
    assert_eq!(told, [false, false, true, true]);
}

#[test]
fn the_mean_of_a_sum_and_its_squares_is_the_one_of_the_numbers() {
    let values = [3_i64, 4, 4, 5, 2, 5];
    let sums = (23.0, 95.0);
    let of_sums = mean_of_squares(6, sums, Confidence::NinetyFive, Minimum::GROUP);
    let (of_sums, n) = of_sums.shown().unwrap();
    let of_values = mean(&values, Confidence::NinetyFive, Minimum::GROUP);
    let of_values = of_values.shown().unwrap().0;
    assert_eq!(n, 6);
    assert!((of_sums.mean.get() - of_values.mean.get()).abs() < 1e-12);
    assert!((of_sums.deviation.get() - of_values.deviation.get()).abs() < 1e-12);
    assert!(mean_of_squares(4, sums, Confidence::NinetyFive, Minimum::GROUP).is_hidden());
}

#[test]
fn a_minimum_is_never_of_one_or_two() {
    assert_eq!(Minimum::new(2), None);
    assert_eq!(Minimum::new(3).unwrap().people(), 3);
    assert!(Minimum::GROUP < Minimum::QUESTION);
}

#[test]
fn a_figure_without_a_value_says_why() {
    let report = gains(&[(Some(10), Some(20)); 6], 50, Confidence::NinetyFive, Minimum::GROUP);
    let (change, _) = report.change.shown().unwrap();
    assert_eq!(change.effect, Err(Undefined::NoVariance));
    assert_eq!(change.difference.interval.low, change.difference.interval.high);
    assert_eq!(spread(&[i64::MIN; 6], Minimum::GROUP), Figure::Undefined(Undefined::TooLarge));
}
