//! The bytes of a file: looked at when it comes, read whole when its columns are decided.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use platform::blocking;
use platform::errors::AppError;
use platform::progress::Work;
use sheets::{Book, Format, Limits, Row, SheetName, SheetRefusal};
use territory_model::queries::NamedMunicipality;

use super::columns::{ColumnTargets, Header, find_header, header_at};
use super::reading::{FileReading, ImportChoice, RowReader};
use super::rules::MOST_PEOPLE;

/// The row of headings of a list that has none.
pub const NO_HEADER: u32 = 0;
/// Rows among which the headings are looked for.
const HEAD: usize = 40;
/// Sheets that are looked at for a list of people.
const LOOKED_AT: usize = 12;

/// The result of a first look at a file.
#[derive(Clone, Debug)]
pub struct FileInspection {
    pub format: Format,
    pub sheets: Vec<SheetName>,
    /// The index of the sheet with the people, as far as one can tell.
    pub sheet: usize,
    /// Its first rows.
    pub head: Vec<Row>,
    /// Its headings, when any row looks like them.
    pub header: Option<Header>,
    /// Rows with something in them, headings included.
    pub rows: u32,
}

impl FileInspection {
    /// The headings of a row that a person names, whatever stands there.
    pub fn header_in(&self, row: u32) -> Option<Header> {
        if row == NO_HEADER {
            return Some(self.without_header());
        }
        if let Some(header) = self.header.as_ref().filter(|header| header.row == row) {
            return Some(header.clone());
        }
        let at = self.head.iter().position(|known| known.number == row)?;
        let above = at.checked_sub(1).and_then(|before| self.head.get(before));
        self.head.get(at).map(|row| header_at(row, above))
    }
}

impl FileInspection {
    /// Columns without any heading, as a list that begins with its first person has them.
    fn without_header(&self) -> Header {
        let columns: BTreeSet<u32> =
            self.head.iter().flat_map(|row| row.cells.iter().map(|cell| cell.column)).collect();
        let headings = columns.into_iter().map(|column| (column, "sin título".to_owned()));
        Header { row: NO_HEADER, headings: headings.collect(), columns: ColumnTargets::default() }
    }
}

/// Limits for a list of people: some rows more than people, for titles and notes.
pub(super) fn limits() -> Limits {
    Limits { rows: MOST_PEOPLE + 200, ..Limits::default() }
}

/// Looks at a file: all of its sheet, so that what could not be read is told at once.
///
/// # Errors
/// What it is instead of a spreadsheet, or the limit that it passes.
pub fn inspect(bytes: &[u8], wanted: Option<usize>) -> Result<FileInspection, SheetRefusal> {
    let mut book = Book::open(bytes, limits())?;
    let sheets = book.sheets();
    let visible: Vec<usize> = match wanted.filter(|sheet| *sheet < sheets.len()) {
        Some(sheet) => vec![sheet],
        None => {
            let seen = sheets.iter().enumerate().filter(|(_, sheet)| !sheet.hidden);
            seen.map(|(index, _)| index).take(LOOKED_AT).collect()
        }
    };
    let mut best: Option<FileInspection> = None;
    let mut wrong = None;
    for sheet in visible {
        let (head, rows) = match head_of(&mut book, sheet) {
            Ok(found) => found,
            Err(refusal) => {
                wrong = wrong.or(Some(refusal));
                continue;
            }
        };
        let header = find_header(&head);
        let found = FileInspection {
            format: book.format(),
            sheets: sheets.clone(),
            sheet,
            head,
            header,
            rows,
        };
        let better = best.as_ref().is_none_or(|best| {
            best.header.is_none() && (found.header.is_some() || best.rows == 0 && found.rows > 0)
        });
        if better {
            best = Some(found);
        }
        if best.as_ref().is_some_and(|best| best.header.is_some()) {
            break;
        }
    }
    match (best, wrong) {
        (Some(best), _) if best.rows > 0 => Ok(best),
        (_, Some(refusal)) => Err(refusal),
        _ => Err(SheetRefusal::Empty),
    }
}

fn head_of(book: &mut Book<'_>, sheet: usize) -> Result<(Vec<Row>, u32), SheetRefusal> {
    let mut head = Vec::new();
    let mut rows = 0;
    book.rows(sheet, |row| {
        rows += 1;
        if head.len() < HEAD {
            head.push(row);
        }
        ControlFlow::Continue(())
    })?;
    Ok((head, rows))
}

/// Reads every person of a file, as the columns were decided; tells how many rows it has read.
pub fn read(
    bytes: &[u8],
    choice: &ImportChoice,
    places: &[NamedMunicipality],
    is_demo: bool,
    mut reached: impl FnMut(u32),
) -> Result<FileReading, SheetRefusal> {
    let mut reader = RowReader::new(choice, places, is_demo);
    each_row(bytes, choice.sheet, |row| {
        reader.take(&row);
        reached(reader.reading.rows);
    })?;
    Ok(reader.reading)
}

/// Every row of a sheet, from top to bottom.
pub fn each_row(bytes: &[u8], sheet: u32, mut each: impl FnMut(Row)) -> Result<(), SheetRefusal> {
    let mut book = Book::open(bytes, limits())?;
    book.rows(sheet as usize, |row| {
        each(row);
        ControlFlow::Continue(())
    })
}

/// [`read`] away from the threads that answer requests.
pub async fn read_apart(
    bytes: Vec<u8>,
    choice: ImportChoice,
    places: Vec<NamedMunicipality>,
    is_demo: bool,
    work: Work,
) -> Result<Result<FileReading, SheetRefusal>, AppError> {
    blocking::run(move || read(&bytes, &choice, &places, is_demo, |rows| work.reached(rows))).await
}
