//! A question as pages show it, and what was answered in words. No decision is made here.

use questions::{Answer, Kind, Question};
use serde::Serialize;

use crate::platform::forms::Fields;
use crate::platform::markdown;

/// The name of every field of an answer.
pub const FIELD: &str = "respuesta";
/// Characters of an option within a list that shows no more.
const SHORT: usize = 120;

/// A question to be answered.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QuestionView {
    /// Safe HTML of its text.
    pub html: String,
    /// What is to be done: «Elija una opción».
    pub legend: &'static str,
    /// Its first field has this id, because the summary of errors leads there.
    pub name: String,
    pub options: Vec<OptionView>,
    pub rows: Vec<RowView>,
    /// Answered by writing: a line or an area.
    pub is_line: bool,
    pub is_area: bool,
    pub numeric: bool,
    pub value: String,
    pub error: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// `radio` or `checkbox`.
    pub input: &'static str,
    pub name: String,
    pub id: String,
    pub value: String,
    /// Safe HTML.
    pub html: String,
    pub checked: bool,
}

/// A step to be put in order, or the left side of a pair.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// The name of its field.
    pub key: String,
    /// Safe HTML.
    pub html: String,
    pub choices: Vec<ChoiceView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ChoiceView {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// Gives the address of a picture by its name.
pub type Pictures<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The question with what was typed; `order` is that of [`questions::draw::shown`], and `name` that of
/// its fields.
pub fn view(
    question: &Question,
    order: &[usize],
    typed: &[String],
    name: &str,
    pictures: Pictures<'_>,
) -> QuestionView {
    let option = |input, index: usize, value: String, html: String| OptionView {
        input,
        name: name.to_owned(),
        id: if index == 0 { name.to_owned() } else { format!("{name}-{index}") },
        checked: typed.contains(&value),
        value,
        html,
    };
    let row = |place: usize, html: String, choices: Vec<ChoiceView>| RowView {
        key: format!("{name}[{place}]"),
        html,
        choices,
    };
    let line = |text: &questions::Markdown| markdown::line(text.as_str(), pictures);
    let plain = |text: &questions::Markdown| markdown::plain(text.as_str(), SHORT);
    let shown = QuestionView {
        html: markdown::blocks(question.text().as_str(), pictures),
        name: name.to_owned(),
        ..QuestionView::default()
    };
    let first = typed.first().cloned().unwrap_or_default();
    match question.kind() {
        Kind::Single(options) | Kind::Multiple(options) => {
            let many = matches!(question.kind(), Kind::Multiple(_));
            let places = order.iter().filter_map(|place| Some((*place, options.get(*place)?)));
            QuestionView {
                legend: if many { "Elija todas las que correspondan" } else { "Elija una opción" },
                options: places
                    .enumerate()
                    .map(|(index, (place, one))| {
                        let input = if many { "checkbox" } else { "radio" };
                        option(input, index, place.to_string(), line(&one.text))
                    })
                    .collect(),
                ..shown
            }
        }
        Kind::TrueFalse { .. } => QuestionView {
            legend: "¿Verdadero o falso?",
            options: vec![
                option("radio", 0, "V".to_owned(), "Verdadero".to_owned()),
                option("radio", 1, "F".to_owned(), "Falso".to_owned()),
            ],
            ..shown
        },
        Kind::Numeric { .. } => QuestionView {
            legend: "Escriba un número",
            is_line: true,
            numeric: true,
            value: first,
            ..shown
        },
        Kind::ShortText(_) => {
            QuestionView { legend: "Escriba su respuesta", is_line: true, value: first, ..shown }
        }
        Kind::Open => {
            QuestionView { legend: "Escriba su respuesta", is_area: true, value: first, ..shown }
        }
        Kind::Ordering(items) => {
            let choices = |place: usize| {
                (1..=items.len())
                    .map(|number| ChoiceView {
                        value: number.to_string(),
                        label: number.to_string(),
                        selected: typed.get(place).is_some_and(|one| *one == number.to_string()),
                    })
                    .collect()
            };
            let places = order.iter().filter_map(|place| Some((*place, items.get(*place)?)));
            QuestionView {
                legend: "Dé a cada paso su lugar, desde el 1",
                rows: places.map(|(place, step)| row(place, line(step), choices(place))).collect(),
                ..shown
            }
        }
        Kind::Matching(matching) => {
            let right = matching.choices();
            let choices = |row: usize| {
                order
                    .iter()
                    .filter_map(|place| Some((*place, right.get(*place)?)))
                    .map(|(place, text)| ChoiceView {
                        value: place.to_string(),
                        label: plain(text),
                        selected: typed.get(row).is_some_and(|one| *one == place.to_string()),
                    })
                    .collect()
            };
            QuestionView {
                legend: "Elija lo que corresponde a cada uno",
                rows: matching
                    .pairs
                    .iter()
                    .enumerate()
                    .map(|(place, pair)| row(place, line(&pair.stem), choices(place)))
                    .collect(),
                ..shown
            }
        }
    }
}

/// What a form typed for a question, in the shape that [`Answer::read`] reads.
pub fn typed(question: &Question, fields: &Fields) -> Vec<String> {
    let rows = match question.kind() {
        Kind::Ordering(items) => items.len(),
        Kind::Matching(matching) => matching.pairs.len(),
        _ => return fields.all(FIELD).to_vec(),
    };
    (0..rows).map(|row| fields.first(&format!("{FIELD}[{row}]")).to_owned()).collect()
}

/// A kept answer as it would be typed.
pub fn retyped(answer: &Answer) -> Vec<String> {
    let number = |place: &Option<usize>| place.map(|place| place.to_string()).unwrap_or_default();
    match answer {
        Answer::Single(chosen) => chosen.iter().map(ToString::to_string).collect(),
        Answer::Multiple(marked) => marked.iter().map(ToString::to_string).collect(),
        Answer::TrueFalse(said) => {
            said.iter().map(|said| if *said { "V" } else { "F" }.to_owned()).collect()
        }
        Answer::Numeric(value) => value.iter().map(ToString::to_string).collect(),
        Answer::Ordering(places) => {
            places.iter().map(|place| number(&place.map(|place| place + 1))).collect()
        }
        Answer::Matching(chosen) => chosen.iter().map(number).collect(),
        Answer::ShortText(text) | Answer::Open(text) => vec![text.clone()],
    }
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
