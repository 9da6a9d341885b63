//! A line of answers as it is typed.

use proptest::prelude::{prop, proptest};

use questions::{Answer, Choice, Draft, Matching, Pair, Question, Weight};

use super::*;

fn question(kind: Kind<String>) -> Question {
    let draft = Draft { text: "¿Qué?".into(), kind, general_feedback: None, fixed_order: false };
    Question::new(draft).expect("can be asked")
}

fn single(position: i32) -> FormQuestion {
    let one = |weight| Choice { text: format!("{weight:?}"), weight, feedback: None };
    let mut choices = vec![one(Weight::FULL)];
    for place in 0..3 {
        choices.push(Choice {
            text: format!("No {place}"),
            weight: Weight::NOTHING,
            feedback: None,
        });
    }
    FormQuestion { position, question: question(Kind::Single(choices)), order: vec![0, 1, 2, 3] }
}

fn matching(position: i32) -> FormQuestion {
    let pair = |stem: &str, answer: &str| Pair { stem: stem.into(), answer: answer.into() };
    let pairs = vec![pair("Predial", "Inmuebles"), pair("ICA", "Actividades")];
    let question = question(Kind::Matching(Matching { pairs, extra: vec![] }));
    FormQuestion { position, question, order: vec![0, 1] }
}

fn places(marks: &[SheetMark]) -> Vec<Option<usize>> {
    let place = |mark: &SheetMark| match mark.answer {
        Answer::Single(place) => place,
        _ => None,
    };
    marks.iter().map(place).collect()
}

#[test]
fn letters_are_written_together_or_apart_and_mean_the_same() {
    let all: Vec<FormQuestion> = (1..=4).map(single).collect();
    let expected = [Some(0), None, Some(2), Some(3)];
    for typed in ["A-CD", "a-cd", "A - C D", " a ; ; c ; d ", "A;;C;D", "A _ c d"] {
        assert_eq!(places(&read(&all, typed).expect(typed)), expected, "{typed}");
    }
    let short = read(&all, "AB").expect("the rest was not answered");
    assert_eq!(places(&short), [Some(0), Some(1), None, None]);
    let unread = read(&all, "A?CD").expect("is read");
    assert!(unread[1].unread && !unread[0].unread);
}

#[test]
fn a_wrong_letter_and_one_too_many_are_told_with_their_place() {
    let all: Vec<FormQuestion> = (1..=4).map(single).collect();
    let wrong = read(&all, "ABXD").unwrap_err();
    assert!(wrong.starts_with("Respuesta 3, «X»: "), "{wrong}");
    let many = read(&all, "ABCDA").unwrap_err();
    assert!(many.starts_with("Hay 5 respuestas y la hoja tiene 4 preguntas."), "{many}");
}

#[test]
fn an_answer_with_spaces_stands_between_semicolons() {
    let all = [single(1), matching(2)];
    let read = read(&all, "B; 1A 2B").expect("is read");
    assert_eq!(read[1].answer, Answer::Matching(vec![Some(0), Some(1)]));
}

proptest! {
    /// Whatever is typed is read or refused in words; nothing that was read is more than was asked.
    #[test]
    fn anything_typed_is_read_or_told(typed in ".{0,40}", many in 1_i32..8) {
        let all: Vec<FormQuestion> = (1..=many).map(single).collect();
        match read(&all, &typed) {
            Ok(marks) => assert_eq!(marks.len(), all.len()),
            Err(why) => assert!(!why.is_empty()),
        }
    }

    /// Letters written by one come back as the places they stand for.
    #[test]
    fn letters_come_back(places_of in prop::collection::vec(0_usize..4, 2..10)) {
        let all: Vec<FormQuestion> = (1_i32..).take(places_of.len()).map(single).collect();
        let typed: String = places_of.iter().map(|place| rules::letter(*place)).collect();
        let expected: Vec<_> = places_of.iter().copied().map(Some).collect();
        assert_eq!(places(&read(&all, &typed).expect("letters")), expected);
    }
}
