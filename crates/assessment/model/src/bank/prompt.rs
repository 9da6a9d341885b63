//! A question as the person who answers sees it, in a form that works without a script.
//!
//! The fields are called `respuesta`, those of steps and pairs `respuesta[0]`, `respuesta[1]`…;
//! [`typed`] reads them for [`questions::Answer::read`]. `partials/question` draws it.

use platform::markdown;
use platform::prelude::*;
use questions::{Answer, Complaint, Kind, Markdown, Question};

/// The name of the field, or the beginning of its names.
pub const FIELD: &str = "respuesta";

/// A question on a page, ready to be rendered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct QuestionPrompt {
    /// HTML.
    pub text: String,
    /// The instruction: «Marque una respuesta».
    pub task: String,
    /// `radio` or `checkbox`. `None` means that no option is marked.
    #[example(size.some.then_some("radio"))]
    pub mark: Option<&'static str>,
    pub options: Vec<PromptOption>,
    pub rows: Vec<PromptRow>,
    /// One text is typed: `number`, `text` or `long`.
    #[example(["text", "number", "", "long"].get(size.count).copied())]
    pub typing: Option<&'static str>,
    pub typed: String,
    /// What is wrong with the answer as a whole.
    pub error: Option<String>,
}

/// An option that the person may mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct PromptOption {
    pub id: String,
    pub value: String,
    /// HTML without blocks.
    pub label: String,
    pub marked: bool,
}

/// A row to complete: a step that gets its position, or a stem that gets its pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct PromptRow {
    pub field: String,
    /// HTML without blocks.
    pub label: String,
    /// What was typed.
    pub value: String,
    /// The choices of the row. It is empty where a position is typed.
    #[example(if size.truth { vec![] } else { Example::example(size) })]
    pub choices: Vec<PromptChoice>,
    pub error: Option<String>,
}

/// A choice of a list; plain text, as lists hold nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct PromptChoice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// Builds the prompt of a question, empty or with an answer.
pub struct PromptBuilder<'a> {
    pub question: &'a Question,
    /// The indices of the options in the order of the page ([`questions::draw::shown`]).
    pub order: &'a [usize],
    /// The address of a picture by its name.
    pub picture: &'a dyn Fn(&str) -> Option<String>,
}

impl PromptBuilder<'_> {
    /// The question with the answer that is there.
    pub fn with(&self, answer: &Answer) -> QuestionPrompt {
        self.draw(&written(self.question, answer), None)
    }

    /// The question with what was typed, which could not be read.
    pub fn refused(&self, typed: &[String], complaint: &Complaint) -> QuestionPrompt {
        self.draw(typed, Some(complaint))
    }

    fn draw(&self, typed: &[String], complaint: Option<&Complaint>) -> QuestionPrompt {
        let (kind, task) = (self.question.kind(), task(self.question.kind()));
        let first = typed.first().cloned().unwrap_or_default();
        let whole = complaint.filter(|complaint| !complaint.field.contains('.'));
        let mut asked = QuestionPrompt {
            text: markdown::blocks(self.question.text().as_str(), self.picture),
            task: task.to_owned(),
            mark: None,
            options: Vec::new(),
            rows: Vec::new(),
            typing: None,
            typed: String::new(),
            error: whole.map(|complaint| complaint.sentence.clone()),
        };
        match kind {
            Kind::Single(options) | Kind::Multiple(options) => {
                let single = matches!(kind, Kind::Single(_));
                asked.mark = Some(if single { "radio" } else { "checkbox" });
                let shown =
                    self.order.iter().filter_map(|place| Some((place, options.get(*place)?)));
                asked.options = shown
                    .map(|(place, option)| {
                        self.markable(place.to_string(), self.line(&option.text), typed)
                    })
                    .collect();
            }
            Kind::TrueFalse { .. } => {
                asked.mark = Some("radio");
                asked.options = [("V", "Verdadero"), ("F", "Falso")]
                    .map(|(value, label)| self.markable(value.into(), label.into(), typed))
                    .into();
            }
            Kind::Ordering(items) => {
                let shown =
                    self.order.iter().filter_map(|place| Some((*place, items.get(*place)?)));
                asked.rows = shown
                    .map(|(place, item)| self.row(place, item, typed, complaint, Vec::new()))
                    .collect();
            }
            Kind::Matching(matching) => {
                let choices = matching.choices();
                let rows = matching.pairs.iter().enumerate();
                asked.rows = rows
                    .map(|(place, pair)| {
                        let now = typed.get(place).map_or("", String::as_str);
                        let shown =
                            self.order.iter().filter_map(|at| Some((*at, choices.get(*at)?)));
                        let offered = shown.map(|(at, text)| PromptChoice {
                            value: at.to_string(),
                            label: markdown::plain(text.as_str(), 300),
                            chosen: now == at.to_string(),
                        });
                        self.row(place, &pair.stem, typed, complaint, offered.collect())
                    })
                    .collect();
            }
            Kind::Numeric { .. } => (asked.typing, asked.typed) = (Some("number"), first),
            Kind::ShortText(_) => (asked.typing, asked.typed) = (Some("text"), first),
            Kind::Open => (asked.typing, asked.typed) = (Some("long"), first),
        }
        asked
    }

    fn line(&self, text: &Markdown) -> String {
        markdown::line(text.as_str(), self.picture)
    }

    fn markable(&self, value: String, label: String, typed: &[String]) -> PromptOption {
        let marked = typed.contains(&value);
        PromptOption { id: format!("{FIELD}-{value}"), value, label, marked }
    }

    fn row(
        &self,
        place: usize,
        text: &Markdown,
        typed: &[String],
        complaint: Option<&Complaint>,
        choices: Vec<PromptChoice>,
    ) -> PromptRow {
        let name = format!("answer.{place}");
        let wrong = complaint.filter(|complaint| complaint.field == name);
        PromptRow {
            field: format!("{FIELD}[{place}]"),
            label: self.line(text),
            value: typed.get(place).cloned().unwrap_or_default(),
            choices,
            error: wrong.map(|complaint| complaint.sentence.clone()),
        }
    }
}

fn task(kind: &Kind<Markdown>) -> &'static str {
    match kind {
        Kind::Single(_) => "Marque una respuesta",
        Kind::Multiple(_) => "Marque todas las respuestas correctas",
        Kind::TrueFalse { .. } => "¿Es verdadero o falso?",
        Kind::Numeric { .. } => "Escriba el número",
        Kind::Ordering(_) => "Dé a cada paso su lugar, desde el 1",
        Kind::Matching(_) => "Elija la respuesta de cada uno",
        Kind::ShortText(_) => "Escriba la respuesta",
        Kind::Open => "Escriba su respuesta",
    }
}

/// The fields of a form as [`Answer::read`] takes them.
pub fn typed(fields: &Fields, question: &Question) -> Vec<String> {
    let rows = match question.kind() {
        Kind::Ordering(items) => items.len(),
        Kind::Matching(matching) => matching.pairs.len(),
        _ => return fields.all(FIELD).to_vec(),
    };
    (0..rows).map(|row| fields.first(&format!("{FIELD}[{row}]")).to_owned()).collect()
}

/// An answer as its fields hold it.
pub fn written(question: &Question, answer: &Answer) -> Vec<String> {
    let from_zero = |place: &Option<usize>| place.map(|at| at.to_string()).unwrap_or_default();
    let from_one = |place: &Option<usize>| place.map(|at| (at + 1).to_string()).unwrap_or_default();
    match answer {
        // An answer of another kind than the question's: it is asked anew.
        _ if !same_kind(question, answer) => Vec::new(),
        Answer::Single(chosen) => vec![from_zero(chosen)],
        Answer::Multiple(marked) => marked.iter().map(ToString::to_string).collect(),
        Answer::TrueFalse(said) => {
            said.map(|said| if said { "V" } else { "F" }.to_owned()).into_iter().collect()
        }
        Answer::Numeric(number) => number.map(|number| number.to_string()).into_iter().collect(),
        Answer::Ordering(places) => places.iter().map(from_one).collect(),
        Answer::Matching(chosen) => chosen.iter().map(from_zero).collect(),
        Answer::ShortText(text) | Answer::Open(text) => vec![text.clone()],
    }
}

fn same_kind(question: &Question, answer: &Answer) -> bool {
    std::mem::discriminant(&Answer::empty(question)) == std::mem::discriminant(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use questions::draw::{Seed, shown};
    use questions::{Choice, Draft, Matching, Pair, Weight};

    fn question(kind: Kind<String>) -> Question {
        let draft =
            Draft { text: "¿**Qué**?".into(), kind, general_feedback: None, fixed_order: false };
        Question::new(draft).expect("can be asked")
    }

    fn choice(text: &str, weight: Weight) -> Choice<String> {
        Choice { text: text.into(), weight, feedback: None }
    }

    fn asked(question: &Question, answer: &Answer) -> QuestionPrompt {
        let order = shown(question, 1, Seed(7));
        PromptBuilder { question, order: &order, picture: &|_| None }.with(answer)
    }

    #[test]
    fn an_answer_is_shown_and_read_back_whatever_the_order_r46() {
        let single = question(Kind::Single(vec![
            choice("Predial", Weight::FULL),
            choice("IVA", Weight::NOTHING),
            choice("Renta", Weight::NOTHING),
        ]));
        let matching = question(Kind::Matching(Matching {
            pairs: vec![
                Pair { stem: "Predial".into(), answer: "Municipio".into() },
                Pair { stem: "IVA".into(), answer: "Nación".into() },
            ],
            extra: vec!["Departamento".into()],
        }));
        let ordering = question(Kind::Ordering(vec!["Uno".into(), "Dos".into(), "Tres".into()]));
        let cases = [
            (&single, Answer::Single(Some(1))),
            (&matching, Answer::Matching(vec![Some(0), Some(2)])),
            (&ordering, Answer::Ordering(vec![Some(2), None, Some(0)])),
        ];
        for (question, answer) in cases {
            let page = asked(question, &answer);
            let mut fields: Vec<(String, String)> = page
                .options
                .iter()
                .filter(|option| option.marked)
                .map(|option| (FIELD.to_owned(), option.value.clone()))
                .collect();
            fields.extend(page.rows.iter().map(|row| (row.field.clone(), row.value.clone())));
            let fields = Fields::of_pairs(fields);
            assert_eq!(Answer::read(question, &typed(&fields, question)), Ok(answer));
            assert!(page.text.contains("<strong>Qué</strong>"));
        }
    }

    #[test]
    fn nothing_on_the_page_tells_what_is_right() {
        let single = question(Kind::Single(vec![
            choice("Predial", Weight::FULL),
            choice("IVA", Weight::NOTHING),
        ]));
        let page = asked(&single, &Answer::empty(&single));
        assert!(page.options.iter().all(|option| !option.marked));
        let json = serde_json::to_string(&page).expect("is JSON");
        assert!(!json.contains("100"), "{json}");
    }
}
