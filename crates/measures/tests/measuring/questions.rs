//! How questions did.

use measures::{
    Minimum, OptionChoice, PointSheet, SheetFault, Undefined, alpha, difficulty, discrimination,
    distractors, kr20, upper_lower,
};

use super::dice::{Dice, near};

fn three() -> Minimum {
    Minimum::new(3).unwrap()
}

/// Five people, three questions; right is 1.
fn small() -> PointSheet {
    let rows = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0]];
    PointSheet::new(
        vec![1; 3],
        rows.iter().map(|row| row.iter().map(|p| Some(*p)).collect()).collect(),
    )
    .unwrap()
}

#[test]
fn three_questions_of_five_people_by_hand() {
    let sheet = small();
    let of = |item| difficulty(&sheet, item, three()).shown().unwrap().0.get();
    assert_eq!([of(0), of(1), of(2)], [0.6, 0.6, 0.2]);
    // Question 3 with the sums of the others (2, 2, 1, 1, 0): 4·… r = 0,8/(0,8·√2,8·…) by hand:
    // Σxy = 2, Σx = 1, Σy = 6, Σx² = 1, Σy² = 10, n = 5: (10 − 6) / √((5 − 1)(50 − 36)).
    let r = discrimination(&sheet, 2, three());
    assert!(near(r.shown().unwrap().0.get(), 4.0 / 56_f64.sqrt(), 1e-15));
    // 27 % of five is one person (1,35 rounded): the best got question 1, the weakest did not.
    let ends = upper_lower(&sheet, 0, three());
    let ends = ends.shown().unwrap().0;
    assert_eq!(
        (ends.people, ends.upper.get(), ends.lower.get(), ends.index.get()),
        (1, 1.0, 0.0, 1.0)
    );
    // Totals 3, 2, 1, 1, 0: variance 1,04; questions 0,24 + 0,24 + 0,16 = 0,64.
    let expected = 1.5 * (1.0 - 0.64 / 1.04);
    assert!(near(alpha(&sheet, three()).shown().unwrap().0.get(), expected, 1e-14));
}

#[test]
fn kuder_and_richardson_agree_with_cronbach_where_answers_are_right_or_wrong() {
    let mut dice = Dice(3);
    for _ in 0..100 {
        let items = 2 + dice.roll(20) as usize;
        let worth: Vec<i64> = (0..items).map(|_| 1 + dice.up_to(3)).collect();
        let rows = (0..10 + dice.roll(50))
            .map(|_| {
                worth.iter().map(|worth| Some(if dice.one_in(2) { *worth } else { 0 })).collect()
            })
            .collect();
        let sheet = PointSheet::new(worth, rows).unwrap();
        match (alpha(&sheet, three()).shown(), kr20(&sheet, three()).shown()) {
            (Some((alpha, _)), Some((kr20, _))) => assert!(near(alpha.get(), kr20.get(), 1e-9)),
            (None, None) => {}
            other => panic!("{other:?}"),
        }
    }
    let partial = PointSheet::new(
        vec![2, 2],
        vec![vec![Some(1), Some(2)], vec![Some(0), Some(0)], vec![Some(2), Some(2)]],
    );
    let figure = kr20(&partial.unwrap(), three());
    assert_eq!(figure.why_not().unwrap(), Undefined::PartialPoints.to_string());
}

#[test]
fn people_on_the_edge_share_its_places_whatever_their_order() {
    let rows = [[1, 1], [1, 1], [1, 0], [0, 1], [1, 0], [0, 1], [0, 0], [0, 0]];
    let sheet = |turn: usize| {
        let mut rows: Vec<Vec<Option<i64>>> =
            rows.iter().map(|row| row.iter().map(|p| Some(*p)).collect()).collect();
        rows.rotate_left(turn);
        PointSheet::new(vec![1, 1], rows).unwrap()
    };
    for turn in 0..8 {
        let figure = upper_lower(&sheet(turn), 0, three());
        let (ends, _) = figure.shown().unwrap();
        assert_eq!((ends.people, ends.upper.get(), ends.lower.get()), (2, 1.0, 0.0));
    }
    // Three of five at the edge share the only place.
    let tied = PointSheet::new(
        vec![1, 1],
        [[1, 0], [0, 1], [0, 1], [0, 0], [0, 0]]
            .iter()
            .map(|row| row.iter().map(|p| Some(*p)).collect())
            .collect(),
    )
    .unwrap();
    let figure = upper_lower(&tied, 0, three());
    assert!(near(figure.shown().unwrap().0.upper.get(), 1.0 / 3.0, 1e-15));
}

#[test]
fn tests_that_cannot_be_compared_say_so() {
    let drawn = PointSheet::new(
        vec![1, 1, 2],
        vec![
            vec![Some(1), Some(0), None],
            vec![Some(1), None, Some(2)],
            vec![Some(0), Some(1), None],
            vec![Some(1), None, Some(0)],
        ],
    )
    .unwrap();
    let why = |text: Option<String>| text.unwrap();
    assert!(difficulty(&drawn, 0, three()).shown().is_some());
    assert_eq!(
        why(discrimination(&drawn, 0, three()).why_not()),
        Undefined::UnequalTests.to_string()
    );
    assert_eq!(why(alpha(&drawn, three()).why_not()), Undefined::DifferentQuestions.to_string());
    let one = PointSheet::new(vec![1], vec![vec![Some(1)]; 4]).unwrap();
    assert_eq!(why(alpha(&one, three()).why_not()), Undefined::OneQuestion.to_string());
    let same = PointSheet::new(vec![1, 1], vec![vec![Some(1), Some(0)]; 4]).unwrap();
    assert_eq!(why(alpha(&same, three()).why_not()), Undefined::NoVariance.to_string());
    assert_eq!(why(discrimination(&same, 0, three()).why_not()), Undefined::NoVariance.to_string());
}

#[test]
fn a_sheet_takes_points_that_fit_and_no_others() {
    let sheet = |worth: Vec<i64>, rows| PointSheet::new(worth, rows).map(|_| ());
    assert_eq!(sheet(vec![0], vec![]), Err(SheetFault::Worth { item: 0 }));
    assert_eq!(sheet(vec![1], vec![vec![]]), Err(SheetFault::Width { row: 0 }));
    assert_eq!(sheet(vec![1], vec![vec![Some(2)]]), Err(SheetFault::Points { row: 0, item: 0 }));
    assert_eq!(sheet(vec![1; 1_001], vec![]), Err(SheetFault::TooLarge));
    let largest = PointSheet::new(
        vec![1_000_000_000; 1_000],
        (0..4).map(|n| vec![Some(n % 2 * 1_000_000_000); 1_000]).collect(),
    )
    .unwrap();
    assert!(near(alpha(&largest, three()).shown().unwrap().0.get(), 1.0, 1e-12));
}

#[test]
fn a_table_shows_who_chose_what() {
    let person = |options: &[usize], total| OptionChoice { options: options.to_vec(), total };
    let people = [
        person(&[0], 10),
        person(&[0], 9),
        person(&[0, 2], 8),
        person(&[1], 5),
        person(&[1], 4),
        person(&[], 3),
        person(&[2], 1),
    ];
    let table = distractors(3, &people, three());
    let (rows, n) = table.shown().unwrap();
    assert_eq!(n, 7);
    assert_eq!(rows.iter().map(|row| row.chosen).collect::<Vec<_>>(), [3, 2, 2]);
    // 27 % of seven is two people.
    assert_eq!((rows[0].upper.get(), rows[0].lower.get()), (1.0, 0.0));
    assert_eq!((rows[2].upper.get(), rows[2].lower.get()), (0.0, 0.5));
    assert!(near(rows[0].mean_total.shown().unwrap().0.get(), 9.0, 1e-15));
    let all_same = [person(&[0], 5), person(&[1], 5), person(&[0], 5), person(&[1], 5)];
    let table = distractors(2, &all_same, three());
    assert_eq!(table.shown().unwrap().0[0].upper.get(), 0.5);
}

#[test]
fn an_end_that_all_chose_the_same_in_is_whole_however_many_share_its_places() {
    for on_edge in 4..20_i64 {
        let total = |place: i64| if place < on_edge { 1 } else { 2 + place };
        let people: Vec<OptionChoice> =
            (0..20).map(|place| OptionChoice { options: vec![0], total: total(place) }).collect();
        let table = distractors(1, &people, three());
        let row = &table.shown().unwrap().0[0];
        assert_eq!((row.upper.get(), row.lower.get()), (1.0, 1.0), "{on_edge} share the places");
    }
}
