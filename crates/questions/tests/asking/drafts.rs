//! A question that cannot be asked is never made, and says everything that is wrong.

use questions::{
    Decimal, Kind, Matching, Pair, Question, Range, RangeAnswer, ShortText, Strictness, TextAnswer,
    Weight,
};

use super::any::{asked, option, plain};

fn wrong(kind: Kind<String>) -> Vec<(String, String)> {
    Question::new(plain(kind))
        .expect_err("cannot be asked")
        .into_iter()
        .map(|complaint| (complaint.field, complaint.sentence))
        .collect()
}

fn says(kind: Kind<String>, field: &str, part: &str) {
    let found = wrong(kind);
    assert!(
        found.iter().any(|(place, sentence)| place == field && sentence.contains(part)),
        "{found:?}"
    );
}

fn accepted(pattern: &str, thousandths: i32) -> TextAnswer<String> {
    TextAnswer {
        pattern: pattern.to_owned(),
        weight: Weight::new(thousandths).unwrap(),
        feedback: None,
    }
}

fn short(accepted: Vec<TextAnswer<String>>) -> Kind<String> {
    Kind::ShortText(ShortText { accepted, strictness: Strictness::default() })
}

#[test]
fn every_complaint_comes_at_once() {
    let mut draft = plain(Kind::Single(vec![option(" ", 0), option("Sí", 0)]));
    draft.text = "\n\t ".to_owned();
    let fields: Vec<String> =
        Question::new(draft).unwrap_err().into_iter().map(|c| c.field).collect();
    assert_eq!(fields, ["text", "options.0.text", "options"]);
}

#[test]
fn options_are_two_different_and_one_of_them_right() {
    says(Kind::Single(vec![option("Sí", 100_000)]), "options", "al menos 2 opciones");
    says(Kind::Single(vec![option("a", 0), option("b", 50_000)]), "options", "Marque cuál");
    says(
        Kind::Single(vec![option("a", 100_000), option("b", 100_000)]),
        "options",
        "al menos una que no sea correcta",
    );
    says(Kind::Single(vec![option("a", 100_000), option(" a ", 0)]), "options.1.text", "dos veces");
    let many = (0..41).map(|n| option(&n.to_string(), if n == 0 { 100_000 } else { 0 })).collect();
    says(Kind::Single(many), "options", "más de 40");
}

#[test]
fn weights_that_add_to_97_are_told_with_their_sum() {
    says(
        Kind::Multiple(vec![option("a", 50_000), option("b", 47_000), option("c", 0)]),
        "options",
        "suman 97 %",
    );
    says(Kind::Multiple(vec![option("a", 0), option("b", -50_000)]), "options", "Marque qué");
    asked(Kind::Multiple(vec![option("a", 33_333), option("b", 33_333), option("c", 33_333)]));
}

#[test]
fn ranges_are_the_right_way_round_and_one_is_worth_everything() {
    let number = |text| Decimal::read(text).unwrap();
    let ranged = |range, thousandths| RangeAnswer {
        range,
        weight: Weight::new(thousandths).unwrap(),
        feedback: None,
    };
    let upside = Range::Between { low: number("3"), high: number("1") };
    let negative = Range::Around { value: number("3"), tolerance: number("-1") };
    let kind = Kind::Numeric {
        accepted: vec![ranged(upside, 50_000), ranged(negative, -1)],
        otherwise: None,
    };
    let fields: Vec<String> = wrong(kind).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["accepted.1.weight", "accepted", "accepted.0.range", "accepted.1.range"]);
}

#[test]
fn steps_and_stems_do_not_repeat() {
    let same = || "Radicar".to_owned();
    says(Kind::Ordering(vec![same(), same()]), "items.1", "un solo orden");
    let pair = |stem: &str, answer: &str| Pair { stem: stem.into(), answer: answer.into() };
    let matching = |pairs, extra: Vec<String>| Kind::Matching(Matching { pairs, extra });
    says(matching(vec![pair("a", "1"), pair("a", "2")], vec![]), "pairs.1.stem", "dos veces");
    says(matching(vec![pair("a", "1"), pair("b", "2")], vec!["2".into()]), "extra.0", "ya está");
    says(matching(vec![pair("a", "1"), pair("b", "1")], vec![]), "pairs", "la misma respuesta");
    asked(matching(vec![pair("a", "1"), pair("b", "1")], vec!["2".into()]));
}

#[test]
fn an_accepted_text_accepts_something_and_not_everything() {
    says(short(vec![accepted("*", 100_000)]), "accepted.0.pattern", "cualquier respuesta");
    says(short(vec![accepted(" * * ", 100_000)]), "accepted.0.pattern", "cualquier respuesta");
    says(short(vec![accepted("", 100_000)]), "accepted.0.pattern", "Escriba la respuesta");
    says(short(vec![accepted("a", 90_000)]), "accepted", "100 %");
    says(short(vec![accepted(&"a".repeat(201), 100_000)]), "accepted.0.pattern", "200");
    asked(short(vec![accepted("plan*", 100_000), accepted("*", 0)]));
}

#[test]
fn texts_are_bounded_and_feedback_that_nobody_wrote_is_none() {
    let mut draft = plain(Kind::Open);
    draft.text = "x".repeat(10_001);
    let complaint = Question::new(draft).unwrap_err().remove(0);
    assert_eq!(complaint.sentence, "El texto pasa de 10.000 caracteres. Acórtelo.");
    let mut draft = plain(Kind::Open);
    draft.text = " uno\r\ndos\u{0} ".to_owned();
    draft.general_feedback = Some("  ".to_owned());
    let question = Question::new(draft).unwrap();
    assert_eq!(question.text().as_str(), "uno\ndos");
    assert_eq!(question.general_feedback(), None);
}

#[test]
fn a_question_travels_as_json_and_is_checked_when_it_comes_back() {
    let question = asked(Kind::Single(vec![option("Sí", 100_000), option("No", 0)]));
    let json = serde_json::to_string(&question).unwrap();
    assert_eq!(serde_json::from_str::<Question>(&json).unwrap(), question);
    let broken = json.replace("100000", "100");
    let why = serde_json::from_str::<Question>(&broken).unwrap_err().to_string();
    assert!(why.contains("Marque cuál opción es la correcta"), "{why}");
}

#[test]
fn an_author_is_advised_when_marking_everything_pays() {
    let free =
        asked(Kind::Multiple(vec![option("a", 50_000), option("b", 50_000), option("c", 0)]));
    assert!(free.advice()[0].contains("más de la mitad"));
    let usual = Weight::usual(&[true, true, false]);
    assert_eq!(
        usual.iter().map(|w| w.thousandths()).collect::<Vec<_>>(),
        [50_000, 50_000, -100_000]
    );
}
