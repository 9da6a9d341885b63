//! What answers are worth.

use std::collections::BTreeSet;

use proptest::prelude::*;
use questions::{
    Answer, Decimal, Kind, MarkingOutcome, Matching, Pair, Question, Range, RangeAnswer, Score,
    ShortText, Strictness, TextAnswer, Weight, marking, score,
};

use super::any::{asked, option, plain, question};

fn worth(question: &Question, answer: &Answer) -> Score {
    score(question, answer).score().expect("is scored")
}

fn typed(question: &Question, fields: &[&str]) -> Result<Answer, String> {
    let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
    Answer::read(question, &fields).map_err(|complaint| complaint.sentence)
}

fn marked(places: &[usize]) -> Answer {
    Answer::Multiple(places.iter().copied().collect())
}

#[test]
fn marking_everything_is_worth_nothing() {
    for right in [vec![true, true, false], vec![true, false, false, false], vec![true; 3]] {
        let weights = Weight::usual(&right);
        let options = weights
            .iter()
            .enumerate()
            .map(|(n, weight)| option(&n.to_string(), weight.thousandths()))
            .collect();
        let question = asked(Kind::Multiple(options));
        let all = Answer::Multiple((0..right.len()).collect());
        let expected = if right.contains(&false) { Score::NOTHING } else { Score::FULL };
        assert_eq!(worth(&question, &all), expected, "{right:?}");
    }
}

#[test]
fn part_of_a_multiple_choice_is_worth_its_part() {
    let question = asked(Kind::Multiple(vec![
        option("a", 33_333),
        option("b", 33_333),
        option("c", 33_333),
        option("d", -50_000),
    ]));
    assert_eq!(worth(&question, &marked(&[0])), Score::of(1, 3));
    assert_eq!(worth(&question, &marked(&[0, 1, 2])), Score::FULL);
    assert_eq!(worth(&question, &marked(&[0, 3])), Score::NOTHING);
    assert_eq!(worth(&question, &marked(&[0, 1, 3])), Score::of(16_666, 99_999));
    assert_eq!(Score::of(1, 3).of_points(50), 17);
}

#[test]
fn an_order_is_worth_its_pairs_in_the_right_order_less_those_in_the_wrong_one() {
    let steps = ["Diagnóstico", "Formulación", "Ejecución", "Evaluación"].map(str::to_owned);
    let question = asked(Kind::Ordering(steps.to_vec()));
    let places = |fields: &[&str]| worth(&question, &typed(&question, fields).unwrap());
    assert_eq!(places(&["1", "2", "3", "4"]), Score::FULL);
    assert_eq!(places(&["2", "1", "3", "4"]), Score::of(4, 6));
    assert_eq!(places(&["4", "1", "2", "3"]), Score::NOTHING);
    assert_eq!(places(&["2", "3", "4", "1"]), Score::NOTHING);
    assert_eq!(places(&["4", "3", "2", "1"]), Score::NOTHING);
    assert_eq!(places(&["1", "2", "", ""]), Score::of(1, 6));
    assert_eq!(places(&["", "", "", ""]), Score::NOTHING);
    assert_eq!(
        typed(&question, &["1", "1", "", ""]).unwrap_err(),
        "El lugar 1 está dos veces: dé a cada paso un lugar distinto."
    );
    assert_eq!(
        typed(&question, &["5", "", "", ""]).unwrap_err(),
        "Escriba el lugar con un número del 1 al 4."
    );
}

#[test]
fn each_pair_that_is_right_counts_and_a_repeated_answer_is_one_choice() {
    let pair = |stem: &str, answer: &str| Pair { stem: stem.into(), answer: answer.into() };
    let question = asked(Kind::Matching(Matching {
        pairs: vec![
            pair("Concejo", "Acuerdo"),
            pair("Alcaldía", "Decreto"),
            pair("Mesa", "Acuerdo"),
        ],
        extra: vec!["Ley".into()],
    }));
    assert_eq!(worth(&question, &typed(&question, &["0", "1", "0"]).unwrap()), Score::FULL);
    assert_eq!(worth(&question, &typed(&question, &["0", "2", ""]).unwrap()), Score::of(1, 3));
    assert!(typed(&question, &["3", "", ""]).unwrap_err().contains("Elija una"));
}

#[test]
fn a_number_counts_within_its_range_with_a_comma_or_a_point() {
    let number = |text: &str| Decimal::read(text).unwrap();
    let ranged = |range, thousandths| RangeAnswer {
        range,
        weight: Weight::new(thousandths).unwrap(),
        feedback: None,
    };
    let around = Range::Around { value: number("4,7"), tolerance: number("0,1") };
    let between = Range::Between { low: number("4"), high: number("5") };
    let question = asked(Kind::Numeric {
        accepted: vec![ranged(between, 50_000), ranged(around, 100_000)],
        otherwise: None,
    });
    for (text, expected) in [
        ("4,7", Score::FULL),
        (" 4.6 ", Score::FULL),
        ("4,8", Score::FULL),
        ("4,800000001", Score::of(1, 2)),
        ("5", Score::of(1, 2)),
        ("5,000000001", Score::NOTHING),
        ("", Score::NOTHING),
    ] {
        assert_eq!(worth(&question, &typed(&question, &[text]).unwrap()), expected, "{text}");
    }
    assert_eq!(
        typed(&question, &["cuatro"]).unwrap_err(),
        "«cuatro» no es un número. Escríbalo con cifras, por ejemplo 4,7."
    );
}

fn short(pattern: &str, strictness: Strictness) -> Question {
    asked(Kind::ShortText(ShortText {
        accepted: vec![TextAnswer {
            pattern: pattern.to_owned(),
            weight: Weight::FULL,
            feedback: None,
        }],
        strictness,
    }))
}

#[test]
fn a_short_text_is_as_strict_as_its_author_wants() {
    let loose = Strictness::default();
    let is = |pattern: &str, strictness, text: &str| {
        worth(&short(pattern, strictness), &Answer::ShortText(text.to_owned())) == Score::FULL
    };
    assert!(is("Plan de Acción", loose, "  plan  de accion "));
    assert!(is("Plan de Acción", loose, "PLAN DE ACCIO\u{301}N"));
    assert!(!is("Plan de Acción", loose, "plandeaccion"));
    assert!(!is("año", loose, "ano"), "the ñ is a letter");
    assert!(is("año", loose, "AN\u{303}O"));
    assert!(!is("Acción", Strictness { case: true, ..loose }, "acción"));
    assert!(!is("Acción", Strictness { accents: true, ..loose }, "accion"));
    assert!(!is("a b", Strictness { spaces: true, ..loose }, "a  b"));
    assert!(is("plan*", loose, "Plan de desarrollo"));
    assert!(is("*desarrollo*territorial", loose, "el desarrollo muy territorial"));
    assert!(!is("*desarrollo*territorial", loose, "desarrollo territorial sí"));
    assert!(is("3\\*4", loose, "3*4"));
    assert!(!is("3\\*4", loose, "3x4"));
    assert!(!is("plan*", loose, ""));
}

#[test]
fn a_long_pattern_of_asterisks_takes_no_time() {
    let question = short(&"*a".repeat(100), Strictness::default());
    let text = Answer::ShortText("a".repeat(99) + &"b".repeat(101));
    assert_eq!(worth(&question, &text), Score::NOTHING);
}

#[test]
fn true_and_false_are_read_in_spanish_and_say_why() {
    let question = asked(Kind::TrueFalse {
        right: true,
        said_true: Some("Bien.".into()),
        said_false: Some("Mire el artículo 2.".into()),
    });
    let answer = typed(&question, &["f"]).unwrap();
    assert_eq!(worth(&question, &answer), Score::NOTHING);
    let told: Vec<&str> =
        marking::feedback(&question, &answer).iter().map(|text| text.as_str()).collect();
    assert_eq!(told, ["Mire el artículo 2."]);
    assert_eq!(worth(&question, &typed(&question, &["Verdadero"]).unwrap()), Score::FULL);
    assert_eq!(typed(&question, &["quizás"]).unwrap_err(), "Responda verdadero o falso.");
}

#[test]
fn an_open_answer_waits_for_a_person_and_one_of_another_kind_for_somebody_to_look() {
    let open = asked(Kind::Open);
    assert_eq!(score(&open, &Answer::Open("Sí".into())), MarkingOutcome::ByRubric);
    assert_eq!(score(&open, &Answer::Single(Some(0))), MarkingOutcome::OtherKind);
    let single = asked(Kind::Single(vec![option("a", 100_000), option("b", -100_000)]));
    assert_eq!(worth(&single, &Answer::Single(Some(7))), Score::NOTHING);
    assert_eq!(worth(&single, &Answer::Single(Some(1))), Score::NOTHING);
}

/// The answer's fields as a form would send them.
fn fields(answer: &Answer) -> Vec<String> {
    let one = |text: String| vec![text];
    let place = |place: &Option<usize>| place.map(|p| p.to_string()).unwrap_or_default();
    match answer {
        Answer::Single(chosen) => one(place(chosen)),
        Answer::Multiple(marked) => marked.iter().map(ToString::to_string).collect(),
        Answer::TrueFalse(said) => one(match said {
            Some(true) => "V".into(),
            Some(false) => "F".into(),
            None => String::new(),
        }),
        Answer::Numeric(number) => one(number.map(|number| number.to_string()).unwrap_or_default()),
        Answer::Ordering(places) => places
            .iter()
            .map(|place| place.map(|p| (p + 1).to_string()).unwrap_or_default())
            .collect(),
        Answer::Matching(places) => places.iter().map(place).collect(),
        Answer::ShortText(text) | Answer::Open(text) => one(text.clone()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_right_answer_is_worth_everything_and_none_nothing(question in question()) {
        let empty = Answer::empty(&question);
        prop_assert!(empty.is_empty());
        let Some(right) = Answer::right(&question) else {
            prop_assert_eq!(score(&question, &empty), MarkingOutcome::ByRubric);
            return Ok(());
        };
        prop_assert_eq!(score(&question, &empty), MarkingOutcome::Scored(Score::NOTHING));
        prop_assert_eq!(score(&question, &right), MarkingOutcome::Scored(Score::FULL));
        prop_assert!(!right.is_empty());
        let json = serde_json::to_string(&right).unwrap();
        prop_assert_eq!(serde_json::from_str::<Answer>(&json).unwrap(), right);
    }

    #[test]
    fn an_answer_comes_back_from_its_form(question in question()) {
        if let Some(right) = Answer::right(&question) {
            let read = Answer::read(&question, &fields(&right)).unwrap();
            prop_assert_eq!(score(&question, &read), MarkingOutcome::Scored(Score::FULL));
        }
    }

    #[test]
    fn whatever_is_typed_is_read_or_answered(question in question(), typed in prop::collection::vec(".{0,12}", 0..8)) {
        if let Ok(answer) = Answer::read(&question, &typed) {
            let _ = score(&question, &answer);
            let _ = marking::feedback(&question, &answer);
        }
    }

    #[test]
    fn the_order_of_the_options_never_matters(
        weights in prop::collection::vec((-100_000_i32..=0, any::<bool>()), 2..8),
        turn in 1_usize..7,
        chosen in prop::collection::btree_set(0_usize..8, 0..8),
    ) {
        let rights = weights.iter().filter(|(_, right)| *right).count();
        prop_assume!(rights > 0);
        let many = weights.len();
        let options: Vec<_> = weights.iter().enumerate().map(|(n, (wrong, right))| {
            option(&n.to_string(), if *right { 100_000 / i32::try_from(rights).unwrap() } else { *wrong })
        }).collect();
        let mut turned = options.clone();
        turned.rotate_left(turn % many);
        let (question, turned) = (asked(Kind::Multiple(options)), asked(Kind::Multiple(turned)));
        let chosen: BTreeSet<usize> = chosen.into_iter().filter(|place| *place < many).collect();
        let moved = chosen.iter().map(|place| (place + many - turn % many) % many).collect();
        prop_assert_eq!(
            worth(&question, &Answer::Multiple(chosen)),
            worth(&turned, &Answer::Multiple(moved))
        );
    }

    #[test]
    fn one_more_right_mark_is_never_worth_less_and_one_more_wrong_never_more(
        right in prop::collection::vec(any::<bool>(), 2..10),
        chosen in prop::collection::btree_set(0_usize..10, 0..10),
        more in 0_usize..10,
    ) {
        prop_assume!(right.contains(&true) && more < right.len());
        let options = Weight::usual(&right).iter().enumerate()
            .map(|(n, weight)| option(&n.to_string(), weight.thousandths())).collect();
        let question = asked(Kind::Multiple(options));
        let mut chosen: BTreeSet<usize> = chosen.into_iter().filter(|p| *p < right.len() && *p != more).collect();
        let before = worth(&question, &Answer::Multiple(chosen.clone()));
        chosen.insert(more);
        let after = worth(&question, &Answer::Multiple(chosen));
        if right[more] { prop_assert!(after >= before) } else { prop_assert!(after <= before) }
    }

    #[test]
    fn putting_two_steps_right_is_never_worth_less(
        order in Just((0_usize..6).collect::<Vec<_>>()).prop_shuffle(),
        place in 0_usize..5,
    ) {
        let question = asked(Kind::Ordering((0..6).map(|n| n.to_string()).collect()));
        let answer = |order: &[usize]| Answer::Ordering(order.iter().map(|place| Some(*place)).collect());
        let before = worth(&question, &answer(&order));
        let mut better = order.clone();
        if better[place] > better[place + 1] {
            better.swap(place, place + 1);
        }
        prop_assert!(worth(&question, &answer(&better)) >= before);
    }
}

#[test]
fn a_draft_with_everything_plain_is_worth_its_kind() {
    // What a page saves before anything is answered is empty for every kind.
    let question = Question::new(plain(Kind::Open)).unwrap();
    assert_eq!(Answer::read(&question, &[]).unwrap(), Answer::empty(&question));
}
