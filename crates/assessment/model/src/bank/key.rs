//! What is right in a question, line by line, for those who may know it.

use serde::Serialize;

use platform::example::Example;
use platform::markdown;
use questions::{Kind, Markdown, Question, Range, Weight};

/// The answers of a question and what else decides; `partials/answer_key` draws them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct AnswerKey {
    /// The heading of the lines: «Opciones». `None` means that a person reads the answer.
    pub heading: Option<&'static str>,
    pub lines: Vec<AnswerLine>,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct AnswerLine {
    /// What it is worth: «Correcta», «50 %»; the place of a step.
    pub worth: String,
    /// `success`, `info` or nothing.
    #[example(if size.truth { "success" } else { "" })]
    pub tone: &'static str,
    /// HTML without blocks.
    pub text: String,
    /// HTML without blocks.
    pub feedback: Option<String>,
}

/// The address of a picture by its name in a text.
pub type PictureAddress<'a> = &'a dyn Fn(&str) -> Option<String>;

pub fn key(question: &Question, picture: PictureAddress<'_>) -> AnswerKey {
    let line = |text: &Markdown| markdown::line(text.as_str(), picture);
    let said = |text: &Option<Markdown>| text.as_ref().map(line);
    let mut notes = Vec::new();
    let is_shuffled = matches!(
        question.kind(),
        Kind::Single(_) | Kind::Multiple(_) | Kind::Matching(_) | Kind::Ordering(_)
    );
    if question.fixed_order() && is_shuffled {
        notes.push("Se muestran siempre en este orden.".to_owned());
    }
    let plain = |text: String| handlebars::html_escape(&text);
    let (heading, lines) = match question.kind() {
        Kind::Single(options) | Kind::Multiple(options) => (
            "Opciones",
            options
                .iter()
                .map(|option| worth(option.weight, line(&option.text), said(&option.feedback)))
                .collect(),
        ),
        Kind::TrueFalse { right, said_true, said_false } => {
            let weight = |is: bool| if is { Weight::FULL } else { Weight::NOTHING };
            let lines = vec![
                worth(weight(*right), "Verdadero".into(), said(said_true)),
                worth(weight(!*right), "Falso".into(), said(said_false)),
            ];
            ("Respuesta", lines)
        }
        Kind::Numeric { accepted, otherwise } => {
            let mut lines: Vec<AnswerLine> = accepted
                .iter()
                .map(|one| worth(one.weight, plain(range(one.range)), said(&one.feedback)))
                .collect();
            if otherwise.is_some() {
                let other = "Cualquier otro número".to_owned();
                lines.push(worth(Weight::NOTHING, other, said(otherwise)));
            }
            ("Números que se aceptan", lines)
        }
        Kind::Ordering(items) => {
            let step = |(place, item): (usize, &Markdown)| AnswerLine {
                worth: format!("{}.º", place + 1),
                tone: "info",
                text: line(item),
                feedback: None,
            };
            ("Orden correcto", items.iter().enumerate().map(step).collect())
        }
        Kind::Matching(matching) => {
            let pairs = matching.pairs.iter().map(|pair| AnswerLine {
                worth: "Pareja".to_owned(),
                tone: "success",
                text: format!("{} → {}", line(&pair.stem), line(&pair.answer)),
                feedback: None,
            });
            let extra = matching.extra.iter().map(|answer| AnswerLine {
                worth: "Sobra".to_owned(),
                tone: "",
                text: line(answer),
                feedback: None,
            });
            ("Parejas", pairs.chain(extra).collect())
        }
        Kind::ShortText(short) => {
            let strict = short.strictness;
            let asked = [
                (strict.case, "mayúsculas y minúsculas"),
                (strict.accents, "tildes"),
                (strict.spaces, "espacios"),
            ];
            let asked: Vec<&str> =
                asked.iter().filter(|(is, _)| *is).map(|(_, what)| *what).collect();
            if !asked.is_empty() {
                notes.push(format!("Deben coincidir: {}.", asked.join(", ")));
            }
            let lines = short
                .accepted
                .iter()
                .map(|one| worth(one.weight, plain(one.pattern.clone()), said(&one.feedback)))
                .collect();
            ("Textos que se aceptan", lines)
        }
        Kind::Open => {
            notes.push("La califica una persona con una rúbrica.".to_owned());
            return AnswerKey { heading: None, lines: Vec::new(), notes };
        }
    };
    AnswerKey { heading: Some(heading), lines, notes }
}

fn range(range: Range) -> String {
    match range {
        Range::Around { value, tolerance } if tolerance == questions::Decimal::ZERO => {
            value.to_string()
        }
        Range::Around { value, tolerance } => format!("{value} ± {tolerance}"),
        Range::Between { low, high } => format!("de {low} a {high}"),
    }
}

fn worth(weight: Weight, text: String, feedback: Option<String>) -> AnswerLine {
    let (worth, tone) = match weight {
        Weight::FULL => ("Correcta".to_owned(), "success"),
        other if other > Weight::NOTHING => (other.to_string(), "success"),
        other => (other.to_string(), ""),
    };
    AnswerLine { worth, tone, text, feedback }
}
