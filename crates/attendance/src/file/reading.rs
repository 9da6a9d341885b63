//! What a file says: pure. Nothing of the database is known here.

use std::ops::ControlFlow;

use chrono::{Datelike as _, NaiveDate};

use platform::search::fold;
use sheets::{Book, Limits, Row};

use super::refusals::FileRefusal;
use crate::entity::attendance_mark::State;
use crate::labels;

/// Rows among which the headings are looked for.
const HEAD: usize = 20;
/// Rows that are read: a thousand people with a row for each of some sessions, and what stands around them.
const ROWS: u32 = 20_000;

/// Which session a cell speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionWord {
    /// «Sesión 3 24/11/2026»; the date is there in files of the product.
    Number(i32, Option<NaiveDate>),
    Day(NaiveDate),
    /// What stands there is no date.
    Unread(String),
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateWord {
    Is(State),
    Unread(String),
}

/// One thing that a file says of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileMark {
    /// As spreadsheet programs count.
    pub row: u32,
    /// As it was typed.
    pub document: String,
    /// Of the same row; empty where the file has no names.
    pub name: String,
    pub session: SessionWord,
    pub state: StateWord,
}

/// Where a file keeps what is read.
struct Headings {
    document: u32,
    names: Vec<u32>,
    sessions: Vec<(u32, i32, Option<NaiveDate>)>,
    date: Option<u32>,
    state: Option<u32>,
}

/// Reads the first sheet that somebody sees.
///
/// # Errors
/// What it is instead of a spreadsheet, or that it has no headings.
pub fn read(bytes: &[u8]) -> Result<Vec<FileMark>, FileRefusal> {
    let limits = Limits { rows: ROWS, ..Limits::default() };
    let mut book = Book::open(bytes, limits).map_err(FileRefusal::Sheet)?;
    let sheet = book.sheets().iter().position(|sheet| !sheet.hidden).unwrap_or_default();
    let mut rows = Vec::new();
    book.rows(sheet, |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })
    .map_err(FileRefusal::Sheet)?;
    marks(&rows)
}

/// Reads the rows of a sheet.
///
/// # Errors
/// No row has headings.
pub fn marks(rows: &[Row]) -> Result<Vec<FileMark>, FileRefusal> {
    let found = rows.iter().take(HEAD).enumerate().find_map(|(at, row)| Some((at, headings(row)?)));
    let Some((at, headings)) = found else { return Err(FileRefusal::NoHeadings) };
    let mut marks = Vec::new();
    for row in rows.iter().skip(at + 1) {
        let document = row.text(headings.document);
        if document.is_empty() {
            continue;
        }
        let name = headings.names.iter().map(|at| row.text(*at)).collect::<Vec<_>>().join(" ");
        let mut say = |session, state| {
            let (document, name) = (document.to_owned(), name.clone());
            marks.push(FileMark { row: row.number, document, name, session, state });
        };
        for (column, number, date) in &headings.sessions {
            if let Some(state) = state(row.text(*column)) {
                say(SessionWord::Number(*number, *date), state);
            }
        }
        let Some(date) = headings.date.filter(|_| headings.sessions.is_empty()) else { continue };
        let text = row.text(date);
        // Whoever is on the list was there, where no column says more.
        let said = match headings.state {
            None => Some(StateWord::Is(State::Present)),
            Some(column) => state(row.text(column)),
        };
        if let (false, Some(said)) = (text.is_empty(), said) {
            let session = day(text).map_or(SessionWord::Unread(text.to_owned()), SessionWord::Day);
            say(session, said);
        }
    }
    Ok(marks)
}

fn headings(row: &Row) -> Option<Headings> {
    let words: Vec<(u32, String)> =
        row.cells.iter().map(|cell| (cell.column, fold(&cell.text))).collect();
    let column = |wanted: &dyn Fn(&str) -> bool| {
        words.iter().find(|(_, text)| wanted(text)).map(|(column, _)| *column)
    };
    let names = |text: &str| {
        ["documento", "cedula", "identificacion"].iter().any(|word| text.contains(word))
            && !text.contains("tipo")
    };
    let sessions: Vec<_> = row
        .cells
        .iter()
        .filter_map(|cell| {
            let (number, date) = session(&cell.text)?;
            Some((cell.column, number, date))
        })
        .collect();
    let date = column(&|text| text == "fecha" || text.starts_with("fecha "));
    let is_name = |text: &str| {
        let said = ["nombre", "apellido", "participante"].iter().any(|word| text.contains(word));
        said && !["entidad", "municipio", "curso"].iter().any(|word| text.contains(word))
    };
    let found = Headings {
        document: column(&names)?,
        names: words.iter().filter(|(_, text)| is_name(text)).map(|(at, _)| *at).collect(),
        date,
        state: column(&|text| matches!(text, "estado" | "asistencia" | "registro" | "asistio")),
        sessions,
    };
    (!found.sessions.is_empty() || found.date.is_some()).then_some(found)
}

/// Reads «Sesión 3 24/11/2026», with the date or without.
fn session(heading: &str) -> Option<(i32, Option<NaiveDate>)> {
    let folded = fold(heading);
    let rest = folded.strip_prefix("sesion ")?;
    let mut parts = rest.split_whitespace();
    let number = parts.next()?.parse().ok()?;
    Some((number, parts.next().and_then(day)))
}

/// Reads «24/11/2026», «24-11-26» and «2026-11-24», with a time behind or without.
fn day(text: &str) -> Option<NaiveDate> {
    let date = text.split_whitespace().next()?;
    ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%d.%m.%y"]
        .iter()
        .find_map(|form| {
            NaiveDate::parse_from_str(date, form).ok().filter(|day| day.year() > 1_900)
        })
}

/// Reads what a cell says; nothing where it says nothing («–», «·», «n/a»).
fn state(text: &str) -> Option<StateWord> {
    let folded = fold(text.trim_end_matches('*'));
    let known = State::ALL.into_iter().find(|state| {
        let letter = labels::letter(*state).to_lowercase().to_string();
        folded == letter || folded == fold(state.label())
    });
    let state = known.or(match folded.as_str() {
        "si" | "x" | "1" | "asistio" | "llego" => Some(State::Present),
        "no" | "0" | "no asistio" | "falto" => Some(State::Absent),
        _ => None,
    });
    match (state, folded.as_str()) {
        (Some(state), _) => Some(StateWord::Is(state)),
        (None, "" | "-" | "–" | "—" | "·" | "n/a" | "na" | "sin registro") => None,
        (None, _) => Some(StateWord::Unread(text.chars().take(40).collect())),
    }
}

#[cfg(test)]
mod tests {
    use sheets::{Cell, Kind};

    use super::*;

    fn row(number: u32, cells: &[&str]) -> Row {
        let cells = cells.iter().enumerate().filter(|(_, text)| !text.is_empty());
        let cell = |(column, text): (usize, &&str)| Cell {
            column: u32::try_from(column).expect("few columns"),
            text: (*text).to_owned(),
            kind: Kind::Text,
            formula: false,
            mended: false,
        };
        Row { number, cells: cells.map(cell).collect() }
    }

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
    }

    #[test]
    fn the_products_own_workbook_is_read_back() {
        let rows = [
            row(
                1,
                &[
                    "Apellidos y nombres",
                    "Tipo de documento",
                    "Número de documento",
                    "Entidad",
                    "Sesión 1 24/11/2026",
                    "Sesión 2 26/11/2026",
                    "% asistencia",
                ],
            ),
            row(2, &["Ruiz, Ana", "CC", "1002", "Alcaldía", "P*", "–", "100 %"]),
            row(3, &["Paz, Luz", "CC", "1003", "Alcaldía", "T", "Q", ""]),
        ];
        let all = marks(&rows).expect("is read");
        let said: Vec<_> = all.iter().map(|mark| (mark.row, &mark.session, &mark.state)).collect();
        let first = SessionWord::Number(1, Some(date(24)));
        let second = SessionWord::Number(2, Some(date(26)));
        assert_eq!(
            said,
            [
                (2, &first, &StateWord::Is(State::Present)),
                (3, &first, &StateWord::Is(State::Late)),
                (3, &second, &StateWord::Unread("Q".to_owned())),
            ]
        );
    }

    #[test]
    fn a_list_with_documents_and_dates_is_read() {
        let rows = [
            row(1, &["Asistencia de noviembre"]),
            row(3, &["Fecha", "Cédula", "Nombre"]),
            row(4, &["24/11/2026", "1.002", "Ana Ruiz"]),
            row(5, &["ayer", "1003", "Luz Paz"]),
            row(6, &["", "1004", ""]),
        ];
        let all = marks(&rows).expect("is read");
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].session, SessionWord::Day(date(24)));
        assert_eq!(all[0].state, StateWord::Is(State::Present));
        assert_eq!(all[1].session, SessionWord::Unread("ayer".to_owned()));
    }

    #[test]
    fn a_sheet_without_headings_is_refused() {
        assert_eq!(marks(&[row(1, &["Ana", "1002"])]), Err(FileRefusal::NoHeadings));
        assert_eq!(marks(&[row(1, &["Cédula", "Nombre"])]), Err(FileRefusal::NoHeadings));
    }
}
