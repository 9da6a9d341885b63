//! The bank as a spreadsheet, one question a row, and such a sheet as questions of the bank.
//!
//! A row is the form of a question laid flat: what the form says beside a field, the sheet says at
//! its column. Each answer has four columns, «Respuesta 1», «Detalle 1», «Peso 1» and
//! «Retroalimentación 1»; which are right stands in «Correctas», by their numbers.

mod read;
mod write;

pub use read::read;
pub use write::workbook;

use std::collections::BTreeMap;

use platform::search::fold;
use questions::MOST_OPTIONS;
use sheets::{Limits, Row};

use super::MOST;
use crate::forms::at;

/// The field of each column before the answers, its heading and how wide it is.
const FIXED: [(&str, &str, f64); 11] = [
    ("codigo", "Código", 14.0),
    ("tipo", "Tipo", 16.0),
    ("capacidad", "Capacidad", 12.0),
    ("dificultad", "Dificultad", 12.0),
    ("curso", "Curso", 12.0),
    ("texto", "Pregunta", 60.0),
    ("correcta", "Correctas", 12.0),
    ("retro_general", "Retroalimentación general", 40.0),
    ("retro_otro", "Retroalimentación a otra respuesta", 30.0),
    ("orden_fijo", "Orden fijo", 11.0),
    ("exige", "Exige", 20.0),
];
const GROUP: [(&str, &str, f64); 4] = [
    ("respuesta", "Respuesta", 32.0),
    ("detalle", "Detalle", 20.0),
    ("peso", "Peso", 9.0),
    ("retro", "Retroalimentación", 30.0),
];
/// What a short text may ask to coincide.
const STRICT: [(&str, &str); 3] = [
    ("exige_mayusculas", "mayúsculas"),
    ("exige_tildes", "tildes"),
    ("exige_espacios", "espacios"),
];

/// A question's text is longer than a cell of a list of people.
pub fn limits() -> Limits {
    Limits { rows: MOST as u32 + 50, cell: questions::MOST_TEXT + 1_000, ..Limits::default() }
}

/// Which column holds which field, by the headings of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionColumns {
    /// The row of the headings.
    pub header: u32,
    by_field: BTreeMap<String, u32>,
}

impl QuestionColumns {
    fn of(row: &Row) -> Self {
        let mut by_field = BTreeMap::new();
        for cell in &row.cells {
            if let Some(field) = field_of_heading(&cell.text) {
                by_field.entry(field).or_insert(cell.column);
            }
        }
        Self { header: row.number, by_field }
    }

    /// A sheet of questions says at least what is asked and how.
    fn are_of_questions(&self) -> bool {
        ["tipo", "texto"].iter().all(|field| self.by_field.contains_key(*field))
    }

    /// The column of a form's field.
    pub fn of_field(&self, field: &str) -> Option<u32> {
        let known = |name: &str| self.by_field.get(name).copied();
        let (name, place) = match field.split_once('[') {
            Some((name, rest)) => (name, rest.trim_end_matches(']').parse::<usize>().ok()),
            None => (field, None),
        };
        let group = match name {
            "opcion" | "acepta" | "paso" | "enunciado" | "valor" | "desde" | "hasta" => "respuesta",
            "pareja" | "tolerancia" => "detalle",
            "correcta" => return known("correcta"),
            "retro_v" => return known(&at("retro", 0)),
            "retro_f" => return known(&at("retro", 1)),
            other => other,
        };
        match place {
            Some(place) => known(&at(group, place)),
            None => known(group),
        }
    }
}

fn field_of_heading(heading: &str) -> Option<String> {
    let heading = fold(heading);
    if let Some((field, ..)) = FIXED.iter().find(|(_, name, _)| fold(name) == heading) {
        return Some((*field).to_owned());
    }
    let (name, number) = heading.rsplit_once(' ')?;
    let number: usize = number.parse().ok().filter(|number| (1..=MOST_OPTIONS).contains(number))?;
    let (field, ..) = GROUP.iter().find(|(_, group, _)| fold(group) == name)?;
    Some(at(field, number - 1))
}

/// Cells are read as one line: a line's end is written `\n`, as in GIFT, so that tables and lists
/// come back. A backslash that would be taken for one is doubled.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\\' if matches!(letters.peek(), Some('n' | '\\' | '\n')) => out.push_str("\\\\"),
            other => out.push(other),
        }
    }
    out
}

/// The text that [`one_line`] was made of.
fn many_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some('n')) => {
                letters.next();
                out.push('\n');
            }
            ('\\', Some('\\')) => {
                letters.next();
                out.push('\\');
            }
            (other, _) => out.push(other),
        }
    }
    out
}

#[cfg(test)]
#[path = "../sheet_tests.rs"]
mod tests;
