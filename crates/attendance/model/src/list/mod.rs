//! What a list says of who came (R40): pure. Rows of text go in, and what each cell says of whom comes out.
//! Nobody is present by a column that was not understood, and a row that says nothing is told by its number.

mod cells;
mod headings;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use platform::texts::Refusal;
use sheets::{HiddenParts, Row};

use self::cells::{day, state};
use self::headings::{headings, mark_column};
use crate::entity::attendance_mark::State;

/// Rows among which the headings are looked for.
const HEAD: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("attendance.file_")]
#[field("archivo")]
pub enum ListRefusal {
    #[error("no row has headings with a document and sessions or a date")]
    NoHeadings,
    #[error("several columns may say who was there, or one whose heading does not say it")]
    WhichColumn { columns: String },
}

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

/// Why a row says nothing: what it lacks, or that nobody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Omission {
    Invisible,
    Document,
    Date,
    Mark,
}

/// What a file says, and what of it was not read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileMarks {
    pub marks: Vec<FileMark>,
    /// The numbers of the rows that say nothing.
    pub omissions: BTreeMap<Omission, Vec<u32>>,
    /// The headings of columns that nobody sees.
    pub hidden_columns: Vec<String>,
    /// The names of the sheets beside the one that was read.
    pub other_sheets: Vec<String>,
}

impl FileMarks {
    fn omit(&mut self, row: &Row, why: Omission) {
        self.omissions.entry(why).or_default().push(row.number);
    }

    /// Whether all of the sheet was read.
    pub fn is_whole(&self) -> bool {
        self.omissions.is_empty() && self.hidden_columns.is_empty()
    }
}

/// Reads the rows of a sheet; of what it hides only that it is there.
///
/// # Errors
/// No row has headings, or nobody knows which column says who was there.
pub fn read(rows: &[Row], hidden: &HiddenParts) -> Result<FileMarks, ListRefusal> {
    let found = rows.iter().take(HEAD).find_map(|row| Some((row, headings(row, hidden)?)));
    let Some((head, headings)) = found else { return Err(ListRefusal::NoHeadings) };
    let unseen = head.cells.iter().filter(|cell| hidden.column(cell.column));
    let hidden_columns = unseen.map(|cell| cell.text.clone()).collect();
    let mut list = FileMarks { hidden_columns, ..FileMarks::default() };
    let mut shown = Vec::new();
    for row in rows.iter().filter(|row| row.number > head.number && headings.say(row)) {
        match row.text(headings.document) {
            _ if hidden.row(row.number) => list.omit(row, Omission::Invisible),
            "" => list.omit(row, Omission::Document),
            _ => shown.push(row),
        }
    }
    let date = headings.date.filter(|_| headings.sessions.is_empty());
    let mark = match date {
        Some(_) => mark_column(head, &headings, &shown, hidden)?,
        None => None,
    };
    for row in shown {
        let name = headings.names.iter().map(|at| row.text(*at)).collect::<Vec<_>>().join(" ");
        let said = |session, state| FileMark {
            row: row.number,
            document: row.text(headings.document).to_owned(),
            name: name.clone(),
            session,
            state,
        };
        for (column, number, day) in &headings.sessions {
            if let Some(state) = state(row.text(*column)) {
                list.marks.push(said(SessionWord::Number(*number, *day), state));
            }
        }
        let Some(date) = date else { continue };
        // Whoever is on the list was there, where no column says more.
        let present = Some(StateWord::Is(State::Present));
        let state = mark.map_or(present, |column| state(row.text(column)));
        match (row.text(date), state) {
            ("", _) => list.omit(row, Omission::Date),
            (_, None) => list.omit(row, Omission::Mark),
            (text, Some(state)) => {
                let unread = || SessionWord::Unread(text.to_owned());
                list.marks.push(said(day(text).map_or_else(unread, SessionWord::Day), state));
            }
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests;
