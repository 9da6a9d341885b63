//! The forms of a print, and what is typed from a sheet: pure.
//!
//! - The forms of a print ask the same questions in another order each, so that neighbours differ
//!   and results compare. One number makes them all: the same one makes the same papers.
//! - Letters are places on the paper. What is typed is turned into places in the question, as an
//!   answer on the page is, and nothing on the way knows what is right.
//! - Nothing typed is nothing answered. What cannot be read (two marks, a stain) is «?»: it counts
//!   as no answer, and is remembered as what it is.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use assessment_model::bank::entity::question_version::QuestionVersionId;
use platform::dates;
use questions::draw::{Seed, shown};
use questions::{Answer, Kind, Markdown, Question, Range, Weight};

use super::refusals::PaperRefusal;
use crate::rules::{BlueprintLine, DrawableQuestion, DrawnQuestion, drawn};

/// The letters of forms.
pub const LETTERS: [&str; 4] = ["A", "B", "C", "D"];
/// Sheets without a name in one print.
pub const MOST_BLANKS: i32 = 50;
/// What is typed for an answer that cannot be read.
pub const UNREAD: &str = "?";
/// How often a form is made anew when it came out like another one.
const TRIES: u64 = 8;

/// A question of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormItem {
    pub drawn: DrawnQuestion,
    /// The indices of its options in the order of their letters.
    pub shown: Vec<usize>,
}

/// A form of a print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperForm {
    pub letter: &'static str,
    pub seed: u64,
    pub items: Vec<FormItem>,
}

/// Makes `many` forms of a drawn test. Each form has its questions and options in its own order. A test
/// with too few questions for distinct orders gets forms that repeat an order.
pub fn forms(
    (lines, pool): (&[BlueprintLine], &[DrawableQuestion]),
    test: &[DrawnQuestion],
    bodies: &HashMap<QuestionVersionId, Question>,
    seed: u64,
    many: usize,
) -> Vec<PaperForm> {
    let those: Vec<DrawableQuestion> = pool
        .iter()
        .filter(|one| test.iter().any(|two| two.version == one.version))
        .cloned()
        .collect();
    let mut all: Vec<PaperForm> = Vec::new();
    for (place, letter) in (0_u64..).zip(LETTERS).take(many) {
        let made = (0..TRIES).map(|attempt| {
            let seed = seed.wrapping_add(place * TRIES + attempt);
            let order = match place {
                0 => test.to_vec(),
                // The same questions are drawn from themselves: only their order is another.
                _ => reordered(test, drawn(lines, &those, seed).ok()),
            };
            let items = order.into_iter().map(|one| {
                let question = bodies.get(&QuestionVersionId(one.version));
                let shown = question.map(|question| shown(question, one.version, Seed(seed)));
                FormItem { drawn: one, shown: shown.unwrap_or_default() }
            });
            PaperForm { letter, seed, items: items.collect() }
        });
        let made: Vec<PaperForm> = made.collect();
        let differs = |one: &&PaperForm| all.iter().all(|other| other.items != one.items);
        let chosen = made.iter().find(differs).or_else(|| made.first()).cloned();
        all.extend(chosen);
    }
    all
}

/// The test in another order; every question keeps the line that it was drawn for, and its points.
fn reordered(test: &[DrawnQuestion], order: Option<Vec<DrawnQuestion>>) -> Vec<DrawnQuestion> {
    let Some(order) = order.filter(|order| order.len() == test.len()) else { return test.to_vec() };
    order
        .iter()
        .filter_map(|one| test.iter().find(|two| two.version == one.version))
        .copied()
        .collect()
}

/// Whether a question can be printed: its options have letters, its characters are in the fonts.
pub fn check_printable(question: &Question, words: &str) -> Result<(), PaperRefusal> {
    let many = match question.kind() {
        Kind::Single(options) | Kind::Multiple(options) => options.len(),
        Kind::Ordering(items) => items.len(),
        Kind::Matching(matching) => matching.choices().len(),
        _ => 0,
    };
    if many > documents::exam::MOST_LETTERS {
        return Err(PaperRefusal::TooManyOptions { question: words.to_owned() });
    }
    for text in texts(question) {
        if let Some(character) = documents::unprintable(text.as_str()) {
            return Err(PaperRefusal::Unprintable { question: words.to_owned(), character });
        }
    }
    Ok(())
}

/// Returns every text of a question that is printed.
fn texts(question: &Question) -> Vec<&Markdown> {
    let mut all = vec![question.text()];
    match question.kind() {
        Kind::Single(options) | Kind::Multiple(options) => {
            all.extend(options.iter().map(|option| &option.text));
        }
        Kind::Ordering(items) => all.extend(items),
        Kind::Matching(matching) => {
            all.extend(matching.pairs.iter().map(|pair| &pair.stem));
            all.extend(matching.choices());
        }
        Kind::TrueFalse { .. } | Kind::Numeric { .. } | Kind::ShortText(_) | Kind::Open => {}
    }
    all
}

/// Checks that people answer on a day of the test.
pub fn check_day(
    (opens, closes): (DateTime<Utc>, DateTime<Utc>),
    at: DateTime<Utc>,
) -> Result<(), PaperRefusal> {
    if (opens..closes).contains(&at) {
        Ok(())
    } else {
        Err(PaperRefusal::OutsideWindow { opens, closes })
    }
}

/// Checks the day of a sheet that was answered already.
pub fn check_taken(
    window: (DateTime<Utc>, DateTime<Utc>),
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), PaperRefusal> {
    if at > now { Err(PaperRefusal::NotYet) } else { check_day(window, at) }
}

/// What was read from a field of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetReading {
    pub answer: Answer,
    /// The person marked something that cannot be read.
    pub unread: bool,
}

/// Reads what was typed for a question whose letters stand for `shown`.
///
/// # Errors
/// A sentence that says how it is written.
pub fn read(question: &Question, shown: &[usize], typed: &str) -> Result<SheetReading, String> {
    let typed = typed.trim();
    if typed == UNREAD {
        return Ok(SheetReading { answer: Answer::empty(question), unread: true });
    }
    let answer = match question.kind() {
        _ if typed.is_empty() => Answer::empty(question),
        Kind::Single(_) => match letters(typed, shown.len())?.as_slice() {
            [Some(letter)] => Answer::Single(shown.get(*letter).copied()),
            _ => {
                return Err(
                    "Una sola letra. Si hay dos marcas o no se lee, escriba «?».".to_owned()
                );
            }
        },
        Kind::Multiple(_) => {
            let chosen = letters(typed, shown.len())?;
            let places = chosen.into_iter().flatten().filter_map(|at| shown.get(at).copied());
            Answer::Multiple(places.collect::<BTreeSet<_>>())
        }
        Kind::TrueFalse { .. } => Answer::read(question, &[typed.to_owned()])
            .map_err(|_| "Escriba V o F. Si hay dos marcas o no se lee, escriba «?».".to_owned())?,
        Kind::Ordering(items) => ordering(shown, items.len(), typed)?,
        Kind::Matching(matching) => Answer::Matching(pairs(shown, matching.pairs.len(), typed)?),
        Kind::Numeric { .. } | Kind::ShortText(_) | Kind::Open => {
            Answer::read(question, &[typed.to_owned()]).map_err(|complaint| complaint.sentence)?
        }
    };
    Ok(SheetReading { answer, unread: false })
}

/// Reads letters as indices; a hyphen leaves one empty. Spaces and commas are skipped.
fn letters(typed: &str, many: usize) -> Result<Vec<Option<usize>>, String> {
    let mut places = Vec::new();
    for c in typed.chars().filter(|c| !c.is_whitespace() && !",;/".contains(*c)) {
        match c {
            '-' | '_' | '.' => places.push(None),
            _ => {
                let place = letter_place(c).filter(|place| *place < many);
                places.push(Some(place.ok_or_else(|| wanted(many))?));
            }
        }
    }
    Ok(places)
}

fn letter_place(c: char) -> Option<usize> {
    let c = c.to_ascii_uppercase();
    c.is_ascii_uppercase().then(|| usize::from(c as u8 - b'A'))
}

/// Returns the letter of an option by its index on the paper.
pub fn letter(place: usize) -> char {
    let place = u8::try_from(place).unwrap_or(25).min(25);
    char::from(b'A' + place)
}

fn wanted(many: usize) -> String {
    format!("Escriba letras de la A a la {}, o «?» si no se lee.", letter(many.saturating_sub(1)))
}

/// «CABD»: the letter of the first step, of the second…
fn ordering(shown: &[usize], many: usize, typed: &str) -> Result<Answer, String> {
    let order = letters(typed, shown.len())?;
    if order.len() > many {
        return Err(format!("Son {many} letras: una por cada paso."));
    }
    let mut places = vec![None; many];
    for (turn, at) in order.into_iter().enumerate() {
        let Some(at) = at else { continue };
        match shown.get(at).and_then(|step| places.get_mut(*step)) {
            Some(place @ None) => *place = Some(turn),
            _ => {
                let twice = letter(at);
                return Err(format!("La {twice} está dos veces: cada paso va una sola vez."));
            }
        }
    }
    Ok(Answer::Ordering(places))
}

/// «1C 2A», or the letters alone in the order of the numbers: «CA».
fn pairs(shown: &[usize], many: usize, typed: &str) -> Result<Vec<Option<usize>>, String> {
    let mut chosen = vec![None; many];
    if !typed.contains(|c: char| c.is_ascii_digit()) {
        let all = letters(typed, shown.len())?;
        if all.len() > many {
            return Err(format!("Son {many} letras: una por cada número."));
        }
        for (place, at) in chosen.iter_mut().zip(all) {
            *place = at.and_then(|at| shown.get(at).copied());
        }
        return Ok(chosen);
    }
    let how = || format!("Escriba cada número con su letra, como «1C 2A», del 1 al {many}.");
    let mut number: Option<usize> = None;
    for c in typed.chars().filter(|c| !c.is_whitespace() && !",;:=-.)".contains(*c)) {
        match (c.to_digit(10), number) {
            (Some(digit), known) => {
                // Two digits of one number stand together; letters end it.
                let digit = usize::try_from(digit).unwrap_or(0);
                number = Some(known.unwrap_or(0) * 10 + digit);
            }
            (None, Some(row)) => {
                let at = letter_place(c).filter(|at| *at < shown.len());
                let at = at.ok_or_else(|| wanted(shown.len()))?;
                let place = row.checked_sub(1).and_then(|row| chosen.get_mut(row));
                match place {
                    Some(place @ None) => *place = shown.get(at).copied(),
                    Some(_) => return Err(format!("El {row} está dos veces.")),
                    None => return Err(how()),
                }
                number = None;
            }
            (None, None) => return Err(how()),
        }
    }
    if number.is_some() { Err(how()) } else { Ok(chosen) }
}

/// Returns an answer as it is typed from a sheet with these letters.
pub fn written(question: &Question, shown: &[usize], answer: &Answer) -> String {
    let at = |place: usize| shown.iter().position(|one| *one == place);
    match (question.kind(), answer) {
        (_, Answer::Single(chosen)) => {
            chosen.and_then(at).map(|at| letter(at).to_string()).unwrap_or_default()
        }
        (_, Answer::Multiple(marked)) => {
            let places: BTreeSet<usize> = marked.iter().filter_map(|place| at(*place)).collect();
            places.into_iter().map(letter).collect()
        }
        (_, Answer::TrueFalse(said)) => {
            said.map(|said| if said { "V" } else { "F" }.to_owned()).unwrap_or_default()
        }
        (_, Answer::Numeric(number)) => number.map(|one| one.to_string()).unwrap_or_default(),
        (_, Answer::Ordering(places)) => {
            let turns = (0..places.len()).map(|turn| {
                let step = places.iter().position(|place| *place == Some(turn));
                step.and_then(at).map_or('-', letter)
            });
            turns.collect::<String>().trim_end_matches('-').to_owned()
        }
        (_, Answer::Matching(chosen)) => {
            let given = (1..).zip(chosen).filter_map(|(number, place): (usize, _)| {
                Some(format!("{number}{}", letter(at((*place)?)?)))
            });
            given.collect::<Vec<_>>().join(" ")
        }
        (_, Answer::ShortText(text) | Answer::Open(text)) => text.clone(),
    }
}

/// Returns the right answer as the key prints it.
pub fn right(question: &Question, shown: &[usize]) -> String {
    let Some(right) = Answer::right(question) else {
        return "se califica al leerla".to_owned();
    };
    match question.kind() {
        Kind::Numeric { accepted, .. } => {
            let full = accepted.iter().find(|one| one.weight == Weight::FULL);
            match full.map(|one| one.range) {
                Some(Range::Around { value, tolerance }) if tolerance.billionths() > 0 => {
                    format!("{value} ± {tolerance}")
                }
                Some(Range::Between { low, high }) => format!("de {low} a {high}"),
                _ => written(question, shown, &right),
            }
        }
        _ => written(question, shown, &right),
    }
}

/// Returns the hint that says what to type for a question.
pub fn hint(question: &Question, shown: &[usize]) -> String {
    let last = letter(shown.len().saturating_sub(1));
    match question.kind() {
        Kind::Single(_) => format!("Una letra, A a {last}"),
        Kind::Multiple(_) => format!("Una o varias letras, A a {last}"),
        Kind::TrueFalse { .. } => "V o F".to_owned(),
        Kind::Numeric { .. } => "Un número".to_owned(),
        Kind::Ordering(_) => format!("Letras en orden, A a {last}"),
        Kind::Matching(matching) => format!("Del 1 al {}, como 1C 2A", matching.pairs.len()),
        Kind::ShortText(_) => "Texto".to_owned(),
        Kind::Open => "Respuesta abierta".to_owned(),
    }
}

/// «del 20/11/2026, 8:00 a. m., al 20/11/2026, 6:00 p. m.».
pub fn window_words((opens, closes): (DateTime<Utc>, DateTime<Utc>)) -> String {
    format!("del {} al {}", dates::short_with_time(opens), dates::short_with_time(closes))
}

/// «No se pudo leer: 2, 7. La esquina está mojada.»
pub fn notes(unread: &str, note: Option<&str>) -> String {
    let unread: Vec<i32> = serde_json::from_str(unread).unwrap_or_default();
    let which: Vec<String> = unread.iter().map(ToString::to_string).collect();
    let said = match which.is_empty() {
        true => String::new(),
        false => format!("No se pudo leer: {}.", which.join(", ")),
    };
    [said.as_str(), note.unwrap_or_default()].join(" ").trim().to_owned()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
