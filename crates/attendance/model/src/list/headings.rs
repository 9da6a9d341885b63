//! Where a list keeps what is read. Headings are compared as those of a list of people: by their words,
//! without signs.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use enrolment_model::lists::columns::ColumnTarget;
use enrolment_model::lists::{heading, plain};
use platform::search::fold;
use platform::texts::and;
use sheets::{HiddenParts, Row, column_name};

use super::cells::{day, state};
use super::{ListRefusal, StateWord};
use crate::entity::attendance_mark::State;

/// Columns that a question names at most, and letters of each heading.
const NAMED: usize = 6;
const LETTERS: usize = 60;

/// Words of the heading of a column that says who was there.
const MARK: [&str; 6] = ["asistencia", "asistio", "asiste", "asistieron", "estado", "registro"];

/// Words that may stand beside one of those without changing what it means: «¿Asistió a la sesión?»,
/// «Asistencia (P/A)».
const BESIDE: [&str; 28] = [
    "de",
    "del",
    "la",
    "el",
    "a",
    "al",
    "en",
    "o",
    "y",
    "con",
    "marque",
    "sesion",
    "encuentro",
    "clase",
    "jornada",
    "curso",
    "taller",
    "participante",
    "persona",
    "si",
    "no",
    "s",
    "n",
    "p",
    "t",
    "e",
    "d",
    "x",
];

/// Words of dates that are no session's.
const OTHER_DATES: [&str; 8] = [
    "nacimiento",
    "expedicion",
    "ingreso",
    "posesion",
    "vinculacion",
    "inscripcion",
    "diligenciamiento",
    "retiro",
];

pub(super) struct Headings {
    pub document: u32,
    pub names: Vec<u32>,
    pub sessions: Vec<(u32, i32, Option<NaiveDate>)>,
    pub date: Option<u32>,
}

impl Headings {
    /// Whether the row has something in one of these columns.
    pub fn say(&self, row: &Row) -> bool {
        let sessions = self.sessions.iter().map(|(column, _, _)| *column);
        let mut columns =
            self.names.iter().copied().chain(sessions).chain(self.date).chain([self.document]);
        columns.any(|column| !row.text(column).is_empty())
    }

    fn have(&self, column: u32) -> bool {
        column == self.document || self.date == Some(column) || self.names.contains(&column)
    }
}

/// Reads the headings of a row, of the columns that are seen; `None` where it has no document, or neither
/// sessions nor a date.
pub(super) fn headings(row: &Row, hidden: &HiddenParts) -> Option<Headings> {
    let (mut document, mut date) = (None, None);
    let (mut names, mut sessions) = (Vec::new(), Vec::new());
    for cell in row.cells.iter().filter(|cell| !hidden.column(cell.column)) {
        let column = cell.column;
        if let Some((number, day)) = session(&cell.text) {
            sessions.push((column, number, day));
        } else if is_date(&cell.text) {
            date = date.or(Some(column));
        } else {
            match heading(&cell.text).map(|heading| heading.target) {
                Some(ColumnTarget::Document) => document = document.or(Some(column)),
                Some(target) if is_name(target) => names.push(column),
                _ => {}
            }
        }
    }
    let found = Headings { document: document?, names, sessions, date };
    (!found.sessions.is_empty() || found.date.is_some()).then_some(found)
}

fn is_name(target: ColumnTarget) -> bool {
    target.is_name() || matches!(target, ColumnTarget::SecondName | ColumnTarget::SecondSurname)
}

/// Reads «Sesión 3 24/11/2026», with the date or without.
fn session(heading: &str) -> Option<(i32, Option<NaiveDate>)> {
    let folded = fold(heading);
    let rest = folded.strip_prefix("sesion ")?;
    let mut parts = rest.split_whitespace();
    let number = parts.next()?.parse().ok()?;
    Some((number, parts.next().and_then(day)))
}

fn is_date(heading: &str) -> bool {
    let plain = plain(heading);
    let mut words = plain.split(' ');
    words.next() == Some("fecha") && !words.any(|word| OTHER_DATES.contains(&word))
}

/// Whether the column says who was there: «¿Asistió?», «Asistencia (P/A)». «No asistió» says the contrary,
/// and «% asistencia» how often.
fn is_mark(heading: &str) -> bool {
    let plain = plain(heading);
    let words: Vec<&str> = plain.split(' ').collect();
    let says = |word: &str| words.contains(&word);
    !heading.contains('%')
        && words.iter().any(|word| MARK.contains(word))
        && words.iter().all(|word| MARK.contains(word) || BESIDE.contains(word))
        && (!(says("no") || says("n")) || says("si") || says("s"))
}

/// Finds the column of a dated list that says who was there; `None` where whoever is on it was.
///
/// # Errors
/// More than one may say it, or one whose heading does not or that nobody sees.
pub(super) fn mark_column(
    head: &Row,
    headings: &Headings,
    rows: &[&Row],
    hidden: &HiddenParts,
) -> Result<Option<u32>, ListRefusal> {
    let cells = head.cells.iter().chain(rows.iter().flat_map(|row| row.cells.iter()));
    let columns: BTreeSet<u32> =
        cells.map(|cell| cell.column).filter(|column| !headings.have(*column)).collect();
    let (called, others): (Vec<u32>, Vec<u32>) = columns
        .into_iter()
        .partition(|column| !hidden.column(*column) && is_mark(head.text(*column)));
    if let [only] = called.as_slice() {
        return Ok(Some(*only));
    }
    let reads = |column: &u32| {
        rows.iter().any(|row| matches!(state(row.text(*column)), Some(StateWord::Is(_))))
    };
    let reading: Vec<u32> = called.iter().copied().filter(reads).collect();
    if let [only] = reading.as_slice() {
        return Ok(Some(*only));
    }
    let may_say = |column: &u32| is_mark(head.text(*column)) || looks_like_marks(*column, rows);
    let doubtful: Vec<u32> = match called.is_empty() {
        true => others.into_iter().filter(may_say).collect(),
        false => called,
    };
    match doubtful.is_empty() {
        true => Ok(None),
        false => Err(ListRefusal::WhichColumn { columns: named(head, &doubtful) }),
    }
}

/// Whether most of what stands in a column reads as marks, and not all of it says what the list says without
/// the column: that everybody was there.
fn looks_like_marks(column: u32, rows: &[&Row]) -> bool {
    let said: Vec<_> = rows.iter().map(|row| state(row.text(column))).collect();
    let filled = said.iter().flatten().count();
    let read = said.iter().flatten().filter(|word| matches!(word, StateWord::Is(_))).count();
    let all_present = said.iter().all(|word| *word == Some(StateWord::Is(State::Present)));
    read * 2 > filled && !all_present
}

/// «A» y «B»: the headings of columns, or their letters where they have none.
fn named(head: &Row, columns: &[u32]) -> String {
    let name = |column: &u32| match head.text(*column) {
        "" => format!("«{}»", column_name(*column)),
        text => format!("«{}»", text.chars().take(LETTERS).collect::<String>()),
    };
    and(&columns.iter().take(NAMED).map(name).collect::<Vec<_>>())
}
