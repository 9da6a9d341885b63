//! What somebody answered.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Complaint, Decimal, Kind, MOST_OPEN, MOST_SHORT, Question, clean};

/// An answer to a question of its kind. Places count from zero in the question as it is written,
/// never as it was shown: shuffling leaves no trace in an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Single(Option<usize>),
    Multiple(BTreeSet<usize>),
    TrueFalse(Option<bool>),
    Numeric(Option<Decimal>),
    /// For each step as the question lists them, the place that it was given (from zero).
    Ordering(Vec<Option<usize>>),
    /// For each pair, the place of what was chosen in [`crate::Matching::choices`].
    Matching(Vec<Option<usize>>),
    ShortText(String),
    Open(String),
}

impl Answer {
    /// Nothing answered.
    pub fn empty(question: &Question) -> Self {
        match question.kind() {
            Kind::Single(_) => Self::Single(None),
            Kind::Multiple(_) => Self::Multiple(BTreeSet::new()),
            Kind::TrueFalse { .. } => Self::TrueFalse(None),
            Kind::Numeric { .. } => Self::Numeric(None),
            Kind::Ordering(items) => Self::Ordering(vec![None; items.len()]),
            Kind::Matching(matching) => Self::Matching(vec![None; matching.pairs.len()]),
            Kind::ShortText(_) => Self::ShortText(String::new()),
            Kind::Open => Self::Open(String::new()),
        }
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Single(chosen) => chosen.is_none(),
            Self::Multiple(marked) => marked.is_empty(),
            Self::TrueFalse(said) => said.is_none(),
            Self::Numeric(number) => number.is_none(),
            Self::Ordering(places) | Self::Matching(places) => places.iter().all(Option::is_none),
            Self::ShortText(text) | Self::Open(text) => text.trim().is_empty(),
        }
    }

    /// Reads a form's fields:
    ///
    /// - single choice: the place of the option, or nothing; multiple: the places of those marked;
    /// - true or false: `V` or `F` (also `verdadero`, `falso`), or nothing;
    /// - numeric, short text, open: one text, as it was typed;
    /// - ordering: for each step in the question's order, the place it was given, **from one**, or
    ///   an empty text; matching: for each pair, the place of what was chosen, from zero, or empty.
    ///
    /// An empty field is no answer and no fault: answers are saved as they are given.
    ///
    /// # Errors
    /// What the person has to write differently; `field` is `answer`, or `answer.<row>`.
    pub fn read(question: &Question, fields: &[String]) -> Result<Self, Complaint> {
        let first = fields.first().map_or("", |text| text.trim());
        match question.kind() {
            Kind::Single(options) => place(first, options.len(), "answer").map(Self::Single),
            Kind::Multiple(options) => {
                let mut marked = BTreeSet::new();
                for field in fields {
                    marked.extend(place(field, options.len(), "answer")?);
                }
                Ok(Self::Multiple(marked))
            }
            Kind::TrueFalse { .. } => match first.to_lowercase().as_str() {
                "" => Ok(Self::TrueFalse(None)),
                "v" | "verdadero" => Ok(Self::TrueFalse(Some(true))),
                "f" | "falso" => Ok(Self::TrueFalse(Some(false))),
                _ => Err(Complaint::new("answer", "Responda verdadero o falso.")),
            },
            Kind::Numeric { .. } if first.is_empty() => Ok(Self::Numeric(None)),
            Kind::Numeric { .. } => Decimal::read(first)
                .map(|number| Self::Numeric(Some(number)))
                .map_err(|why| Complaint::new("answer", why.to_string())),
            Kind::Ordering(items) => positions(fields, items.len()).map(Self::Ordering),
            Kind::Matching(matching) => {
                let many = matching.choices().len();
                let rows = 0..matching.pairs.len();
                rows.map(|row| {
                    let field = fields.get(row).map_or("", String::as_str);
                    place(field, many, &format!("answer.{row}"))
                })
                .collect::<Result<_, _>>()
                .map(Self::Matching)
            }
            Kind::ShortText(_) => {
                let text = clean::text(first).replace(['\n', '\t'], " ");
                within(text, MOST_SHORT).map(Self::ShortText)
            }
            Kind::Open => within(clean::text(first), MOST_OPEN).map(Self::Open),
        }
    }

    /// An answer that is worth everything; `None` for an open question.
    pub fn right(question: &Question) -> Option<Self> {
        use crate::Weight;
        Some(match question.kind() {
            Kind::Single(options) => {
                Self::Single(options.iter().position(|option| option.weight == Weight::FULL))
            }
            Kind::Multiple(options) => Self::Multiple(
                options
                    .iter()
                    .enumerate()
                    .filter(|(_, option)| option.weight > Weight::NOTHING)
                    .map(|(place, _)| place)
                    .collect(),
            ),
            Kind::TrueFalse { right, .. } => Self::TrueFalse(Some(*right)),
            Kind::Numeric { accepted, .. } => Self::Numeric(
                accepted
                    .iter()
                    .find(|one| one.weight == Weight::FULL)
                    .map(|one| one.range.example()),
            ),
            Kind::Ordering(items) => Self::Ordering((0..items.len()).map(Some).collect()),
            Kind::Matching(matching) => {
                let choices = matching.choices();
                let place = |answer| choices.iter().position(|choice| *choice == answer);
                Self::Matching(matching.pairs.iter().map(|pair| place(&pair.answer)).collect())
            }
            Kind::ShortText(short) => Self::ShortText(
                short
                    .accepted
                    .iter()
                    .filter(|one| one.weight == Weight::FULL)
                    .find_map(|one| crate::short_text::example(&one.pattern, short.strictness))
                    .unwrap_or_default(),
            ),
            Kind::Open => return None,
        })
    }
}

/// A place that the page itself wrote; anything else was not pressed there.
fn place(field: &str, many: usize, name: &str) -> Result<Option<usize>, Complaint> {
    let field = field.trim();
    if field.is_empty() {
        return Ok(None);
    }
    match field.parse::<usize>() {
        Ok(place) if place < many => Ok(Some(place)),
        _ => Err(Complaint::new(name, "Elija una de las opciones que muestra la página.")),
    }
}

fn positions(fields: &[String], many: usize) -> Result<Vec<Option<usize>>, Complaint> {
    let mut places: Vec<Option<usize>> = Vec::with_capacity(many);
    for row in 0..many {
        let typed = fields.get(row).map_or("", |text| text.trim());
        let name = format!("answer.{row}");
        let place = match (typed, typed.parse::<usize>()) {
            ("", _) => None,
            (_, Ok(number)) if (1..=many).contains(&number) => Some(number - 1),
            _ => {
                return Err(Complaint::new(
                    name,
                    format!("Escriba el lugar con un número del 1 al {many}."),
                ));
            }
        };
        if place.is_some() && places.contains(&place) {
            return Err(Complaint::new(
                name,
                format!("El lugar {typed} está dos veces: dé a cada paso un lugar distinto."),
            ));
        }
        places.push(place);
    }
    Ok(places)
}

fn within(text: String, most: usize) -> Result<String, Complaint> {
    let many = text.chars().count();
    if many <= most {
        return Ok(text);
    }
    let over = many - most;
    Err(Complaint::new("answer", format!("La respuesta tiene {over} caracteres de más. Acórtela.")))
}
