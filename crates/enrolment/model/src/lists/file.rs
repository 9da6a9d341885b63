//! The bytes of a file: looked at when it comes, read whole when its columns are decided.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use platform::blocking;
use platform::errors::AppError;
use platform::progress::Work;
use sheets::{Book, Format, HiddenParts, Limits, Row, SheetName, SheetRefusal};

use super::columns::{ColumnTarget, ColumnTargets, Header, find_header, header_at};
use super::reading::{
    Answers, FileReading, ImportChoice, ListPlaces, PostAnswer, RowPerson, RowReader,
};

/// The most people of one file; for more, the entity talks to the programme first.
pub const MOST_PEOPLE: u32 = 5_000;
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
    /// Of those, the ones below the headings.
    pub below: u32,
    /// What its owner does not see of it.
    pub hidden: HiddenParts,
    /// HiddenParts rows with something in them, below the headings.
    pub hidden_rows: u32,
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
        header_at(&self.head, at, &self.hidden)
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
pub fn limits() -> Limits {
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
        let looked = book.hidden(sheet).and_then(|hidden| Ok((head_of(&mut book, sheet)?, hidden)));
        let (SheetHead { head, numbers }, hidden) = match looked {
            Ok(found) => found,
            Err(refusal) => {
                wrong = wrong.or(Some(refusal));
                continue;
            }
        };
        let header = find_header(&head, &hidden);
        let last = header.as_ref().map_or(NO_HEADER, |header| header.row);
        let below = || numbers.iter().filter(move |row| **row > last);
        let hidden_rows = below().filter(|row| hidden.row(**row)).count();
        let below = below().count();
        let found = FileInspection {
            format: book.format(),
            sheets: sheets.clone(),
            sheet,
            head,
            header,
            rows: u32::try_from(numbers.len()).unwrap_or(u32::MAX),
            below: u32::try_from(below).unwrap_or(u32::MAX),
            hidden,
            hidden_rows: u32::try_from(hidden_rows).unwrap_or(u32::MAX),
        };
        // Lists to choose from and covers have fewer columns that mean something, or fewer rows.
        let score = |one: &FileInspection| {
            (one.header.as_ref().map_or(0, |header| header.columns.0.len()), one.rows)
        };
        if best.as_ref().is_none_or(|best| score(&found) > score(best)) {
            best = Some(found);
        }
    }
    match (best, wrong) {
        (Some(best), _) if best.rows > 0 => {
            within_people(&mut book, &best)?;
            Ok(best)
        }
        (_, Some(refusal)) => Err(refusal),
        _ => Err(SheetRefusal::Empty),
    }
}

/// Refuses more people than one list may have; titles, notes and totals are none.
fn within_people(book: &mut Book<'_>, found: &FileInspection) -> Result<(), SheetRefusal> {
    if found.rows <= MOST_PEOPLE {
        return Ok(());
    }
    let header = found.header.as_ref();
    let below = header.map_or(0, |header| header.row);
    let document = header.and_then(|header| header.columns.of(ColumnTarget::Document));
    let mut people = 0;
    book.rows(found.sheet, |row| {
        let is_numbered =
            document.is_none_or(|column| row.text(column).chars().any(|c| c.is_ascii_digit()));
        people += u32::from(row.number > below && is_numbered);
        ControlFlow::Continue(())
    })?;
    if people > MOST_PEOPLE {
        return Err(SheetRefusal::TooManyRows { most: MOST_PEOPLE });
    }
    Ok(())
}

/// The first rows of a sheet, and the numbers of all that have something in them.
struct SheetHead {
    head: Vec<Row>,
    numbers: Vec<u32>,
}

fn head_of(book: &mut Book<'_>, sheet: usize) -> Result<SheetHead, SheetRefusal> {
    let mut found = SheetHead { head: Vec::new(), numbers: Vec::new() };
    book.rows(sheet, |row| {
        found.numbers.push(row.number);
        if found.head.len() < HEAD {
            found.head.push(row);
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// Reads every person of a file, as the columns were decided; tells how many rows it has read.
pub fn read(
    bytes: &[u8],
    (choice, answers): (&ImportChoice, &Answers),
    places: &ListPlaces,
    is_demo: bool,
    mut reached: impl FnMut(u32),
) -> Result<FileReading, SheetRefusal> {
    let hidden = Book::open(bytes, limits())?.hidden(choice.sheet as usize)?;
    let mut reader = RowReader::new(choice, answers, &hidden, places, is_demo);
    each_row(bytes, choice.sheet, |row| {
        reader.take(&row);
        reached(reader.reading.rows);
    })?;
    reader.reading.exceptions = answers.exceptions.clone();
    Ok(reader.reading)
}

/// Counts the rows of a file that hold people, as far as its columns say it; every row below the headings
/// where no column means anything yet.
///
/// # Errors
/// As [`read`].
pub fn people(bytes: &[u8], choice: &ImportChoice) -> Result<u32, SheetRefusal> {
    let hidden = Book::open(bytes, limits())?.hidden(choice.sheet as usize)?;
    let (answers, places) = (Answers::default(), ListPlaces::default());
    let mut reader = RowReader::new(choice, &answers, &hidden, &places, false);
    let is_mapped = !choice.columns.0.is_empty();
    let mut people = 0;
    each_row(bytes, choice.sheet, |row| {
        let counts = if is_mapped { reader.is_person(&row) } else { row.number > choice.header };
        people += u32::from(counts);
    })?;
    Ok(people)
}

/// Returns who the rows of a file are of.
///
/// # Errors
/// As [`read`].
pub fn persons(
    bytes: &[u8],
    choice: &ImportChoice,
    answers: &Answers,
) -> Result<Vec<RowPerson>, SheetRefusal> {
    let hidden = Book::open(bytes, limits())?.hidden(choice.sheet as usize)?;
    let places = ListPlaces::default();
    let mut reader = RowReader::new(choice, answers, &hidden, &places, false);
    let mut persons = Vec::new();
    each_row(bytes, choice.sheet, |row| persons.extend(reader.row_person(&row)))?;
    Ok(persons)
}

/// Every row of a sheet, from top to bottom.
pub fn each_row(bytes: &[u8], sheet: u32, mut each: impl FnMut(Row)) -> Result<(), SheetRefusal> {
    let mut book = Book::open(bytes, limits())?;
    book.rows(sheet as usize, |row| {
        each(row);
        ControlFlow::Continue(())
    })
}

/// A row of the file: its own texts by meaning, and those that count with what was answered.
#[derive(Clone, Debug, Default)]
pub struct FileRow {
    /// The meanings that the file has columns for.
    pub columns: Vec<ColumnTarget>,
    pub own: BTreeMap<ColumnTarget, String>,
    pub now: BTreeMap<ColumnTarget, String>,
    pub is_left_out: bool,
    pub post: Option<PostAnswer>,
}

/// Reads some rows. Those where the sheet has nothing, or that stand above the people, are not among them.
pub fn rows_of(
    bytes: &[u8],
    choice: &ImportChoice,
    answers: &Answers,
    numbers: &BTreeSet<u32>,
) -> Result<BTreeMap<u32, FileRow>, SheetRefusal> {
    let mut found = BTreeMap::new();
    each_row(bytes, choice.sheet, |row| {
        let number = row.number;
        if number <= choice.header || !numbers.contains(&number) {
            return;
        }
        let mut file = FileRow {
            columns: choice.columns.0.values().copied().collect(),
            is_left_out: answers.left_out.contains(&number),
            post: answers.posts.get(&number).copied(),
            ..FileRow::default()
        };
        for cell in row.cells {
            if let Some(target) = choice.columns.target(cell.column) {
                file.own.insert(target, cell.text);
            }
        }
        file.now = file.own.clone();
        for ((row, target), text) in &answers.mended {
            if *row == number {
                file.now.insert(*target, text.clone());
            }
        }
        found.insert(number, file);
    })?;
    Ok(found)
}

/// [`read`] away from the threads that answer requests.
pub async fn read_apart(
    bytes: Vec<u8>,
    (choice, answers): (ImportChoice, Answers),
    places: ListPlaces,
    is_demo: bool,
    work: Work,
) -> Result<Result<FileReading, SheetRefusal>, AppError> {
    let reached = move |rows| work.reached(rows);
    blocking::run(move || read(&bytes, (&choice, &answers), &places, is_demo, reached)).await
}
