use questions::{Choice, Draft};

use super::*;

fn question() -> Question {
    let option = |text: &str, weight| Choice { text: text.to_owned(), weight, feedback: None };
    let kind = Kind::Single(vec![
        option("La correcta", Weight::FULL),
        option("La que engaña", Weight::NOTHING),
        option("La otra", Weight::NOTHING),
    ]);
    let draft = Draft { text: "¿Cuál?".into(), kind, general_feedback: None, fixed_order: false };
    Question::new(draft).expect("can be asked")
}

/// People answer so many questions of one point each; `right` says which.
fn people(all: &[&[bool]]) -> (Vec<ScoredAnswer>, HashMap<(AttemptId, i32), Answer>) {
    let (mut rows, mut marked) = (Vec::new(), HashMap::new());
    for (person, right) in (1..).zip(all) {
        let total = right.iter().filter(|right| **right).count() as i64 * MILLION;
        for (number, right) in (1..).zip(*right) {
            let version = QuestionVersionId(i64::from(number));
            rows.push(ScoredAnswer {
                attempt: AttemptId(person),
                position: number,
                question: QuestionId(i64::from(number)),
                code: format!("P-{number}"),
                asked: version,
                rescoring: None,
                corrected: None,
                points: 1,
                earned: i64::from(*right) * MILLION,
                total,
                of: all[0].len() as i64 * MILLION,
            });
            let place = usize::from(!right);
            marked.insert((AttemptId(person), number), Answer::Single(Some(place)));
        }
    }
    (rows, marked)
}

fn known() -> HashMap<QuestionVersionId, (QuestionId, Question)> {
    (1..=3).map(|id| (QuestionVersionId(id), (QuestionId(id), question()))).collect()
}

#[test]
fn nine_people_tell_nothing_of_a_question_and_ten_do_r47() {
    let row: &[bool] = &[true, false, true];
    let other: &[bool] = &[false, false, true];
    let nine: Vec<&[bool]> = (0..9).map(|n| if n < 4 { row } else { other }).collect();
    let (rows, marked) = people(&nine);
    let told = test(GradeScale::Five, &rows, &marked, &known());
    assert!(told.questions.iter().all(|one| one.difficulty.is_hidden()));
    assert!(told.questions.iter().all(|one| one.options.as_ref().is_some_and(Figure::is_hidden)));
    assert!(told.alpha.is_some_and(|alpha| alpha.is_hidden()));
    assert_eq!(told.grades.shown().map(|(_, n)| n), Some(9), "grades are told from five");
    assert_eq!(told.spread, [0, 5, 0, 4, 0]);

    let mut ten = nine;
    ten.push(row);
    let (rows, marked) = people(&ten);
    let told = test(GradeScale::Five, &rows, &marked, &known());
    let first = &told.questions[0];
    let (share, n) = first.difficulty.shown().expect("ten are enough");
    assert!((share.get() - 0.5).abs() < 1e-12 && n == 10);
    let options = first.options.as_ref().and_then(Figure::shown).expect("with options").0;
    assert_eq!(options.iter().map(|one| one.chosen).collect::<Vec<_>>(), [5, 5, 0]);
    assert!((options[0].upper.get() - 1.0).abs() < 1e-12, "who knows chose the right one");
}

#[test]
fn alpha_is_the_one_of_the_formula() {
    // Twelve people, three questions. Variances (of the population): 8/36… computed below by hand's
    // formula, in another way than the crate's exact sums.
    let table: Vec<[bool; 3]> = (0..12).map(|n| [n < 8, n < 6 || n == 11, n < 3]).collect();
    let all: Vec<&[bool]> = table.iter().map(<[bool; 3]>::as_slice).collect();
    let (rows, marked) = people(&all);
    let told = test(GradeScale::Five, &rows, &marked, &known());
    let variance = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64
    };
    let column = |item: usize| -> Vec<f64> {
        table.iter().map(|row| f64::from(u8::from(row[item]))).collect()
    };
    let totals: Vec<f64> =
        table.iter().map(|row| row.iter().filter(|right| **right).count() as f64).collect();
    let of_items: f64 = (0..3).map(|item| variance(&column(item))).sum();
    let by_hand = 1.5 * (1.0 - of_items / variance(&totals));
    let alpha = told.alpha.expect("a sheet");
    let (value, n) = alpha.shown().expect("twelve are enough");
    assert!((value.get() - by_hand).abs() < 1e-9, "{value} is not {by_hand}");
    assert_eq!(n, 12);
}

#[test]
fn what_was_given_to_everybody_tells_nothing_and_a_correction_counts_for_itself() {
    let row: &[bool] = &[true, false, true];
    let all: Vec<&[bool]> = vec![row; 10];
    let (mut rows, marked) = people(&all);
    for one in &mut rows {
        if one.asked == QuestionVersionId(1) {
            one.rescoring = Some(crate::rescoring::entity::rescoring::RescoringId(1));
        }
        if one.asked == QuestionVersionId(2) {
            one.rescoring = Some(crate::rescoring::entity::rescoring::RescoringId(2));
            one.corrected = Some(QuestionVersionId(3));
        }
    }
    let told = test(GradeScale::Five, &rows, &marked, &known());
    let versions: Vec<i64> = told.questions.iter().map(|one| one.version.0).collect();
    assert_eq!(versions, [3], "the corrected one and its correction are one question");
}
