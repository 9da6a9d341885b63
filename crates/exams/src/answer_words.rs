//! An answer in words, and the addresses of a question's pictures. How a question is asked is
//! the bank's ([`assessment_model::bank::prompt`]).

use assessment_model::bank::entity::question::QuestionId;
use assessment_model::bank::rules::PICTURE;
use platform::markdown;
use questions::{Answer, Kind, Question};

use super::entity::exam::ExamId;

/// Characters of an option within a list that shows no more.
const SHORT: usize = 120;

/// The number of a picture by its name in a text.
fn number(name: &str) -> Option<i32> {
    name.strip_prefix(PICTURE)?.parse().ok()
}

/// Returns where the person who answers sees the pictures of a question: only in their own attempt.
pub fn own_pictures(
    exam: ExamId,
    (attempt, position): (i32, i32),
) -> impl Fn(&str) -> Option<String> {
    move |name| {
        let picture = number(name)?;
        Some(format!("/pruebas/{exam}/intentos/{attempt}/preguntas/{position}/imagenes/{picture}"))
    }
}

/// Returns where those who work with the bank see the pictures of a question.
pub fn bank_pictures(question: QuestionId) -> impl Fn(&str) -> Option<String> {
    move |name| Some(format!("/preguntas/{question}/imagenes/{}", number(name)?))
}

/// An answer in words, a line for each part of it; nothing when nothing was answered.
pub fn words(question: &Question, answer: &Answer) -> Vec<String> {
    let plain = |text: &questions::Markdown| markdown::plain(text.as_str(), SHORT);
    if answer.is_empty() {
        return Vec::new();
    }
    match (question.kind(), answer) {
        (Kind::Single(options), Answer::Single(chosen)) => chosen
            .and_then(|place| options.get(place))
            .map(|one| plain(&one.text))
            .into_iter()
            .collect(),
        (Kind::Multiple(options), Answer::Multiple(marked)) => marked
            .iter()
            .filter_map(|place| options.get(*place))
            .map(|one| plain(&one.text))
            .collect(),
        (_, Answer::TrueFalse(said)) => {
            said.iter().map(|said| if *said { "Verdadero" } else { "Falso" }.to_owned()).collect()
        }
        (Kind::Ordering(items), Answer::Ordering(places)) => {
            let mut placed: Vec<(usize, String)> = places
                .iter()
                .zip(items)
                .filter_map(|(place, item)| Some(((*place)?, plain(item))))
                .collect();
            placed.sort();
            placed.into_iter().map(|(place, text)| format!("{}. {text}", place + 1)).collect()
        }
        (Kind::Matching(matching), Answer::Matching(chosen)) => {
            let right = matching.choices();
            let pairs = matching.pairs.iter().zip(chosen);
            pairs
                .filter_map(|(pair, place)| {
                    let text = right.get((*place)?)?;
                    Some(format!("{} → {}", plain(&pair.stem), plain(text)))
                })
                .collect()
        }
        (_, Answer::Numeric(value)) => value.iter().map(ToString::to_string).collect(),
        (_, Answer::ShortText(text) | Answer::Open(text)) => {
            text.lines().map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
