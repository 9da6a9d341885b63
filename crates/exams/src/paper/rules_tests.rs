use questions::{Choice, Decimal, Draft, Matching, Pair, RangeAnswer, ShortText};

use super::*;

fn question(kind: Kind<String>) -> Question {
    let draft = Draft { text: "¿Qué?".into(), kind, general_feedback: None, fixed_order: false };
    Question::new(draft).expect("can be asked")
}

fn choices(weights: &[Weight]) -> Vec<Choice<String>> {
    let one = |(place, weight): (usize, &Weight)| Choice {
        text: format!("Opción {place}"),
        weight: *weight,
        feedback: None,
    };
    weights.iter().enumerate().map(one).collect()
}

fn single() -> Question {
    question(Kind::Single(choices(&[Weight::FULL, Weight::NOTHING, Weight::NOTHING])))
}

fn matching() -> Question {
    let pair = |stem: &str, answer: &str| Pair { stem: stem.into(), answer: answer.into() };
    question(Kind::Matching(Matching {
        pairs: vec![pair("Predial", "Inmuebles"), pair("ICA", "Actividades")],
        extra: vec!["Vehículos".into()],
    }))
}

fn ordering() -> Question {
    question(Kind::Ordering(["Uno", "Dos", "Tres", "Cuatro"].map(str::to_owned).to_vec()))
}

fn answer(question: &Question, shown: &[usize], typed: &str) -> Answer {
    let read = read(question, shown, typed);
    read.unwrap_or_else(|why| panic!("«{typed}»: {why}")).answer
}

#[test]
fn a_letter_is_a_place_on_the_paper_and_not_in_the_question_r46() {
    let one = single();
    // On this form A is the third option, B the first one.
    let shown = [2, 0, 1];
    assert_eq!(answer(&one, &shown, " b "), Answer::Single(Some(0)));
    assert_eq!(answer(&one, &shown, "A"), Answer::Single(Some(2)));
    assert_eq!(right(&one, &shown), "B");
    assert_eq!(answer(&one, &shown, ""), Answer::Single(None));
    for wrong in ["ab", "d", "1", "-", "x"] {
        assert!(read(&one, &shown, wrong).is_err(), "{wrong}");
    }
    let several =
        question(Kind::Multiple(choices(&[Weight::FULL, Weight::NOTHING, Weight::NOTHING])));
    let marked = Answer::Multiple(BTreeSet::from([1, 2]));
    for typed in ["ac", "C, A", "a c", "A;C"] {
        assert_eq!(answer(&several, &shown, typed), marked, "{typed}");
    }
}

#[test]
fn what_cannot_be_read_is_no_answer_and_is_remembered_as_that() {
    let one = single();
    let unread = read(&one, &[0, 1, 2], "?").expect("is said");
    assert_eq!(unread, SheetReading { answer: Answer::Single(None), unread: true });
    assert!(!read(&one, &[0, 1, 2], "").expect("is nothing").unread);
}

#[test]
fn an_order_is_typed_as_it_was_written_with_gaps() {
    let one = ordering();
    let shown = [3, 1, 0, 2];
    // C is the first step, B the second, D the third, A the fourth.
    let all = Answer::Ordering(vec![Some(0), Some(1), Some(2), Some(3)]);
    assert_eq!(answer(&one, &shown, "cbda"), all);
    assert_eq!(answer(&one, &shown, "C, B, D, A"), all);
    assert_eq!(right(&one, &shown), "CBDA");
    let some = answer(&one, &shown, "c-d");
    assert_eq!(some, Answer::Ordering(vec![Some(0), None, Some(2), None]));
    assert_eq!(written(&one, &shown, &some), "C-D");
    assert!(read(&one, &shown, "cc").expect_err("twice").contains("dos veces"));
    assert!(read(&one, &shown, "abcda").is_err());
}

#[test]
fn pairs_are_typed_with_or_without_their_numbers() {
    let one = matching();
    let shown = [2, 0, 1];
    let both = Answer::Matching(vec![Some(0), Some(1)]);
    for typed in ["1b 2c", "2C,1B", "1:b;2=c", "bc", "B C", "1-b 2-c"] {
        assert_eq!(answer(&one, &shown, typed), both, "{typed}");
    }
    assert_eq!(answer(&one, &shown, "-c"), Answer::Matching(vec![None, Some(1)]));
    assert_eq!(answer(&one, &shown, "2a"), Answer::Matching(vec![None, Some(2)]));
    assert_eq!(right(&one, &shown), "1B 2C");
    for wrong in ["1", "b1", "3a", "1d", "1b 1c", "abc", "0a"] {
        assert!(read(&one, &shown, wrong).is_err(), "{wrong}");
    }
}

#[test]
fn numbers_words_and_truth_are_read_as_on_the_page() {
    let decimal = |text: &str| Decimal::read(text).expect("a number");
    let number = question(Kind::Numeric {
        accepted: vec![RangeAnswer {
            range: Range::Around { value: decimal("4,7"), tolerance: decimal("0,1") },
            weight: Weight::FULL,
            feedback: None,
        }],
        otherwise: None,
    });
    assert_eq!(answer(&number, &[], "4,7"), answer(&number, &[], "4.7"));
    assert!(read(&number, &[], "cuatro").is_err());
    assert_eq!(right(&number, &[]), "4,7 ± 0,1");
    let truth = question(Kind::TrueFalse { right: true, said_true: None, said_false: None });
    assert_eq!(answer(&truth, &[], "v"), Answer::TrueFalse(Some(true)));
    assert!(read(&truth, &[], "a").is_err());
    let words = question(Kind::ShortText(ShortText {
        accepted: vec![questions::TextAnswer {
            pattern: "hacienda".into(),
            weight: Weight::FULL,
            feedback: None,
        }],
        strictness: Default::default(),
    }));
    assert_eq!(answer(&words, &[], "Hacienda"), Answer::ShortText("Hacienda".into()));
    assert_eq!(right(&question(Kind::Open), &[]), "se califica al leerla");
}

#[test]
fn what_is_kept_is_typed_again_the_same() {
    let shown = [2, 0, 1];
    let cases = [(single(), "B"), (matching(), "1B 2C"), (matching(), "2A")];
    for (question, typed) in cases {
        assert_eq!(written(&question, &shown, &answer(&question, &shown, typed)), typed);
    }
}

#[test]
fn forms_ask_the_same_in_another_order_and_the_same_number_makes_them_again() {
    let line =
        |points| BlueprintLine { capacity: "TRI-01".into(), difficulty: None, count: 3, points };
    let lines = [line(1), line(2)];
    let pool: Vec<DrawableQuestion> = (1..=20)
        .map(|version| DrawableQuestion {
            version,
            capacity: "TRI-01".into(),
            difficulty: questions::draw::Difficulty::Medium,
        })
        .collect();
    let bodies: HashMap<QuestionVersionId, Question> =
        (1..=20).map(|id| (QuestionVersionId(id), single())).collect();
    let test = drawn(&lines, &pool, 7).expect("can be drawn");
    let made = || forms((&lines, &pool), &test, &bodies, 7, 4);
    let all = made();
    assert_eq!(all, made());
    assert_eq!(all.iter().map(|form| form.letter).collect::<Vec<_>>(), LETTERS);
    let asked = |form: &PaperForm| {
        let mut all: Vec<(i64, usize)> =
            form.items.iter().map(|item| (item.drawn.version, item.drawn.line)).collect();
        all.sort_unstable();
        all
    };
    for (place, form) in all.iter().enumerate() {
        assert_eq!(asked(form), asked(&all[0]), "the same questions for the same points");
        assert!(all[..place].iter().all(|other| other.items != form.items), "{}", form.letter);
    }
}

#[test]
fn people_answer_within_the_days_of_the_test_and_not_in_the_future() {
    let at = |text: &str| -> DateTime<Utc> { text.parse().expect("a time") };
    let window = (at("2026-11-20T13:00:00Z"), at("2026-11-20T23:00:00Z"));
    let noon = at("2026-11-20T17:00:00Z");
    assert_eq!(check_taken(window, noon, noon), Ok(()));
    assert_eq!(check_taken(window, noon, at("2026-11-20T16:00:00Z")), Err(PaperRefusal::NotYet));
    assert!(check_taken(window, at("2026-11-19T17:00:00Z"), noon).is_err());
}
