//! A question as the fields of a form: filled from one, read into one. Rows that nobody filled are
//! left out, so that a form may offer more of them than are needed.

use platform::fields::FormState;
use platform::forms::{Fields, Reader};
use questions::{
    Choice, Complaint, Decimal, Draft, Kind, MOST_FEEDBACK, MOST_OPTION, MOST_OPTIONS, MOST_SHORT,
    MOST_TEXT, Matching, Pair, Question, Range, RangeAnswer, ShortText, Strictness, TextAnswer,
    Weight,
};

use super::labels::QuestionKind;

/// The field that says how many rows the form has.
pub const ROWS: &str = "filas";
/// Rows that the button adds.
pub const MORE: usize = 2;

/// `opcion[2]`.
pub fn at(name: &str, row: usize) -> String {
    format!("{name}[{row}]")
}

/// Rows of a new form.
pub fn usual_rows(sort: QuestionKind) -> usize {
    match sort {
        QuestionKind::Single
        | QuestionKind::Multiple
        | QuestionKind::Ordering
        | QuestionKind::Matching => 4,
        QuestionKind::ShortText => 3,
        QuestionKind::Numeric => 1,
        QuestionKind::TrueFalse | QuestionKind::Open => 0,
    }
}

/// Rows of a form that was sent.
pub fn rows(sort: QuestionKind, fields: &Fields) -> usize {
    let usual = usual_rows(sort);
    fields.first(ROWS).parse().unwrap_or(usual).clamp(usual.min(1), MOST_OPTIONS)
}

/// The question in its fields.
pub fn fill(question: &Question) -> FormState {
    let draft = question.draft();
    let form = FormState::default()
        .with("tipo", QuestionKind::of(question).value())
        .with("texto", &draft.text)
        .with_option("retro_general", draft.general_feedback.as_ref());
    let form = tick(form, "orden_fijo", draft.fixed_order);
    let rows = match &draft.kind {
        Kind::Single(options) | Kind::Multiple(options) => options.len(),
        Kind::Numeric { accepted, .. } => accepted.len(),
        Kind::Ordering(items) => items.len(),
        Kind::Matching(matching) => matching.pairs.len() + matching.extra.len(),
        Kind::ShortText(short) => short.accepted.len(),
        Kind::TrueFalse { .. } | Kind::Open => 0,
    };
    let form = form.with(ROWS, rows);
    match draft.kind {
        Kind::Single(options) => {
            let usual =
                |option: &Choice<String>| matches!(option.weight, Weight::FULL | Weight::NOTHING);
            fill_choices(form, &options, |option| option.weight == Weight::FULL, usual)
        }
        Kind::Multiple(options) => {
            let right: Vec<bool> = options.iter().map(|o| o.weight > Weight::NOTHING).collect();
            let weights: Vec<Weight> = options.iter().map(|o| o.weight).collect();
            let is_usual = Weight::usual(&right) == weights;
            fill_choices(form, &options, |option| option.weight > Weight::NOTHING, |_| is_usual)
        }
        Kind::TrueFalse { right, said_true, said_false } => form
            .with("correcta", if right { "V" } else { "F" })
            .with_option("retro_v", said_true)
            .with_option("retro_f", said_false),
        Kind::Numeric { accepted, otherwise } => {
            let form = form.with_option("retro_otro", otherwise);
            accepted.into_iter().enumerate().fold(form, |form, (row, one)| {
                let form = match one.range {
                    Range::Around { value, tolerance } => {
                        form.with(&at("valor", row), value).with_option(
                            &at("tolerancia", row),
                            (tolerance != Decimal::ZERO).then_some(tolerance),
                        )
                    }
                    Range::Between { low, high } => {
                        form.with(&at("desde", row), low).with(&at("hasta", row), high)
                    }
                };
                share(form, row, one.weight).with_option(&at("retro", row), one.feedback)
            })
        }
        Kind::Ordering(items) => items
            .into_iter()
            .enumerate()
            .fold(form, |form, (row, item)| form.with(&at("paso", row), item)),
        Kind::Matching(matching) => {
            let pairs = matching.pairs.into_iter().map(|pair| (pair.stem, pair.answer));
            let extra = matching.extra.into_iter().map(|answer| (String::new(), answer));
            pairs.chain(extra).enumerate().fold(form, |form, (row, (stem, answer))| {
                form.with(&at("enunciado", row), stem).with(&at("pareja", row), answer)
            })
        }
        Kind::ShortText(short) => {
            let strict = short.strictness;
            let form = tick(form, "exige_mayusculas", strict.case);
            let form = tick(form, "exige_tildes", strict.accents);
            let form = tick(form, "exige_espacios", strict.spaces);
            short.accepted.into_iter().enumerate().fold(form, |form, (row, one)| {
                let form = form.with(&at("acepta", row), one.pattern);
                share(form, row, one.weight).with_option(&at("retro", row), one.feedback)
            })
        }
        Kind::Open => form,
    }
}

fn tick(form: FormState, name: &str, holds: bool) -> FormState {
    if holds { form.with(name, "si") } else { form }
}

/// What an accepted answer is worth, unless it is everything.
fn share(form: FormState, row: usize, weight: Weight) -> FormState {
    form.with_option(&at("peso", row), (weight != Weight::FULL).then(|| typed(weight)))
}

/// A weight as a person writes it.
fn typed(weight: Weight) -> String {
    weight.to_string().trim_end_matches('%').trim_end().to_owned()
}

fn fill_choices(
    form: FormState,
    options: &[Choice<String>],
    right: impl Fn(&Choice<String>) -> bool,
    is_usual: impl Fn(&Choice<String>) -> bool,
) -> FormState {
    options.iter().enumerate().fold(form, |form, (row, option)| {
        let weight = (!is_usual(option)).then(|| typed(option.weight));
        tick(form.with(&at("opcion", row), &option.text), &at("correcta", row), right(option))
            .with_option(&at("peso", row), weight)
            .with_option(&at("retro", row), option.feedback.as_ref())
    })
}

/// Reads a question; what is wrong stands beside its field.
///
/// # Errors
/// Everything typed with every sentence.
pub fn read(sort: QuestionKind, fields: &Fields) -> Result<Question, FormState> {
    let mut reading = FormReading { reader: Reader::new(fields), fields, kept: Vec::new() };
    let count = rows(sort, fields);
    let text = reading.text("texto", MOST_TEXT);
    let general_feedback = reading.feedback("retro_general");
    let kind = reading.kind(sort, count);
    let draft =
        Draft { text, kind, general_feedback, fixed_order: !fields.first("orden_fijo").is_empty() };
    let pairs = match &draft.kind {
        Kind::Matching(matching) => matching.pairs.len(),
        _ => 0,
    };
    let FormReading { mut reader, kept, .. } = reading;
    match Question::new(draft) {
        Ok(question) => reader.finish().map(|()| question),
        Err(complaints) => {
            for Complaint { field, sentence } in complaints {
                let name = field_of(&field, sort, &kept, pairs);
                if !reader.is_wrong(&name) {
                    reader.wrong(&name, sentence);
                }
            }
            reader.finish().and(Err(fields.state()))
        }
    }
}

struct FormReading<'a> {
    reader: Reader<'a>,
    fields: &'a Fields,
    /// The row of the form of each row of the draft. Of pairs, those with a stem first.
    kept: Vec<usize>,
}

impl FormReading<'_> {
    /// What is missing is said by the question's own checks.
    fn text(&mut self, name: &str, most: usize) -> String {
        self.reader.optional(name, most).unwrap_or_default()
    }

    fn feedback(&mut self, name: &str) -> Option<String> {
        self.reader.optional(name, MOST_FEEDBACK)
    }

    fn is_blank(&self, names: &[&str], row: usize) -> bool {
        names.iter().all(|name| self.fields.first(&at(name, row)).is_empty())
    }

    fn ticked(&self, name: &str) -> bool {
        self.reader.ticked(name)
    }

    fn keep(&mut self, names: &[&str], count: usize) -> Vec<usize> {
        self.kept = (0..count).filter(|row| !self.is_blank(names, *row)).collect();
        self.kept.clone()
    }

    fn weight(&mut self, row: usize, usual: Weight) -> Weight {
        let name = at("peso", row);
        let typed = self.fields.first(&name);
        if typed.is_empty() {
            return usual;
        }
        Weight::read(typed).unwrap_or_else(|why| {
            self.reader.wrong(&name, why.to_string());
            usual
        })
    }

    fn number(&mut self, name: &str) -> Decimal {
        Decimal::read(self.fields.first(name)).unwrap_or_else(|why| {
            self.reader.wrong(name, why.to_string());
            Decimal::ZERO
        })
    }

    fn kind(&mut self, sort: QuestionKind, count: usize) -> Kind<String> {
        match sort {
            QuestionKind::Single | QuestionKind::Multiple => {
                let kept = self.keep(&["opcion", "correcta", "peso", "retro"], count);
                let right: Vec<bool> =
                    kept.iter().map(|row| self.ticked(&at("correcta", *row))).collect();
                let usual = if sort == QuestionKind::Multiple {
                    Weight::usual(&right)
                } else {
                    let one = |is: &bool| if *is { Weight::FULL } else { Weight::NOTHING };
                    right.iter().map(one).collect()
                };
                let options = kept.into_iter().zip(usual).map(|(row, usual)| Choice {
                    text: self.text(&at("opcion", row), MOST_OPTION),
                    weight: self.weight(row, usual),
                    feedback: self.feedback(&at("retro", row)),
                });
                let options = options.collect();
                if sort == QuestionKind::Multiple {
                    Kind::Multiple(options)
                } else {
                    Kind::Single(options)
                }
            }
            QuestionKind::TrueFalse => {
                let right = match self.fields.first("correcta") {
                    "V" => true,
                    "F" => false,
                    _ => {
                        self.reader.wrong("correcta", "Diga si es verdadero o falso.");
                        false
                    }
                };
                Kind::TrueFalse {
                    right,
                    said_true: self.feedback("retro_v"),
                    said_false: self.feedback("retro_f"),
                }
            }
            QuestionKind::Numeric => {
                let names = ["valor", "tolerancia", "desde", "hasta", "peso", "retro"];
                let kept = self.keep(&names, count);
                let accepted = kept.into_iter().map(|row| RangeAnswer {
                    range: self.range(row),
                    weight: self.weight(row, Weight::FULL),
                    feedback: self.feedback(&at("retro", row)),
                });
                let accepted = accepted.collect();
                Kind::Numeric { accepted, otherwise: self.feedback("retro_otro") }
            }
            QuestionKind::Ordering => {
                let kept = self.keep(&["paso"], count);
                Kind::Ordering(
                    kept.into_iter().map(|row| self.text(&at("paso", row), MOST_OPTION)).collect(),
                )
            }
            QuestionKind::Matching => self.matching(count),
            QuestionKind::ShortText => {
                let kept = self.keep(&["acepta", "peso", "retro"], count);
                let accepted = kept.into_iter().map(|row| TextAnswer {
                    pattern: self.text(&at("acepta", row), MOST_SHORT),
                    weight: self.weight(row, Weight::FULL),
                    feedback: self.feedback(&at("retro", row)),
                });
                let accepted = accepted.collect();
                let strictness = Strictness {
                    case: self.ticked("exige_mayusculas"),
                    accents: self.ticked("exige_tildes"),
                    spaces: self.ticked("exige_espacios"),
                };
                Kind::ShortText(ShortText { accepted, strictness })
            }
            QuestionKind::Open => Kind::Open,
        }
    }

    fn range(&mut self, row: usize) -> Range {
        if self.is_blank(&["desde", "hasta"], row) {
            let value = self.number(&at("valor", row));
            let tolerance = match self.fields.first(&at("tolerancia", row)) {
                "" => Decimal::ZERO,
                _ => self.number(&at("tolerancia", row)),
            };
            return Range::Around { value, tolerance };
        }
        if !self.is_blank(&["valor", "tolerancia"], row) {
            let sentence = "Escriba un valor con su tolerancia, o desde y hasta; no las dos cosas.";
            self.reader.wrong(&at("valor", row), sentence);
        }
        let (low, high) = (self.number(&at("desde", row)), self.number(&at("hasta", row)));
        Range::Between { low, high }
    }

    /// A pair without its left side is an answer more than is needed.
    fn matching(&mut self, count: usize) -> Kind<String> {
        let kept = self.keep(&["enunciado", "pareja"], count);
        let (extra, pairs): (Vec<usize>, Vec<usize>) =
            kept.into_iter().partition(|row| self.is_blank(&["enunciado"], *row));
        self.kept = pairs.iter().chain(&extra).copied().collect();
        let pairs = pairs.into_iter().map(|row| Pair {
            stem: self.text(&at("enunciado", row), MOST_OPTION),
            answer: self.text(&at("pareja", row), MOST_OPTION),
        });
        let pairs = pairs.collect();
        let extra =
            extra.into_iter().map(|row| self.text(&at("pareja", row), MOST_OPTION)).collect();
        Kind::Matching(Matching { pairs, extra })
    }
}

/// The form's field of a complaint about a draft.
fn field_of(path: &str, sort: QuestionKind, kept: &[usize], pairs: usize) -> String {
    let mut parts = path.split('.');
    let (group, place, part) =
        (parts.next().unwrap_or_default(), parts.next(), parts.next().unwrap_or_default());
    let place: usize = place.and_then(|place| place.parse().ok()).unwrap_or(0);
    // Extra answers stand after the pairs.
    let place = if group == "extra" { place + pairs } else { place };
    let row = kept.get(place).copied().unwrap_or(0);
    let name = match (group, part) {
        ("text", _) => return "texto".to_owned(),
        ("general_feedback", _) => return "retro_general".to_owned(),
        ("said_true", _) => return "retro_v".to_owned(),
        ("said_false", _) => return "retro_f".to_owned(),
        ("otherwise", _) => return "retro_otro".to_owned(),
        (_, "weight") => "peso",
        (_, "feedback") => "retro",
        ("options", _) => "opcion",
        ("accepted", _) if sort == QuestionKind::Numeric => "valor",
        ("accepted", _) => "acepta",
        ("items", _) => "paso",
        ("pairs", "answer") | ("extra", _) => "pareja",
        ("pairs", _) => "enunciado",
        _ => return String::new(),
    };
    at(name, row)
}

#[cfg(test)]
#[path = "forms_tests.rs"]
pub(crate) mod tests;
