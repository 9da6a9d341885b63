//! The person's own file, back with what is wrong marked where it is (R25). A workbook comes back as it
//! was, with its cells filled and a column that says what is wrong with each row. A CSV, and a workbook
//! that cannot be copied, is written anew: cells filled, a note on each, and a sheet that lists them. What
//! people typed is only ever text, so that no spreadsheet runs it (P13).

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use sheets::{Book, Cell, Kind, Limits, Row, SheetRemark, SheetReview, reviewed_copy};
pub use sheets::{cell_name, column_name};

use super::errors::AppError;
use super::xlsx::looks_like_formula;

/// The heading of the column that says what is wrong with each row.
pub const REVIEW: &str = "Revisión";
/// The sheet with the list of what is wrong.
pub const ERRORS: &str = "Errores";
const LAST_COLUMN: u32 = 16_383;

/// Something to be looked at in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// From 1.
    pub row: u32,
    /// From 0; nothing for the row as a whole.
    pub column: Option<u32>,
    pub is_error: bool,
    pub what: String,
    /// How it is mended; possibly empty.
    pub mend: String,
}

impl Issue {
    /// What is wrong, and how it is mended.
    fn sentence(&self) -> String {
        format!("{} {}", self.what, self.mend).trim_end().to_owned()
    }
}

/// The file and how it was read.
pub struct SourceFile<'a> {
    pub bytes: &'a [u8],
    pub limits: Limits,
    pub sheet: usize,
    /// The row of the headings.
    pub header: u32,
    /// Columns whose numbers are written as they stand: documents, codes.
    pub as_text: &'a dyn Fn(u32) -> bool,
}

struct Formats {
    text: Format,
    quoted: Format,
    heading: Format,
    date: Format,
    error: Format,
    warning: Format,
    wrapped: Format,
}

impl Formats {
    fn new() -> Self {
        let text = || Format::new().set_num_format("@");
        let filled = |colour: &str| {
            text().set_background_color(colour).set_border(FormatBorder::Thin).set_quote_prefix()
        };
        Self {
            text: text(),
            quoted: text().set_quote_prefix(),
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_background_color("E5ECF8")
                .set_border_bottom(FormatBorder::Thin),
            date: Format::new().set_num_format("dd/mm/yyyy"),
            error: filled("F8D7DA"),
            warning: filled("FFF3CD"),
            wrapped: text().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

/// What is wrong with one cell, errors before warnings.
#[derive(Default)]
struct CellIssues {
    is_error: bool,
    texts: Vec<String>,
}

/// Copies the workbook that a person sent, with its issues in it; what cannot be copied is written anew by
/// [`marked`]. The answer is an `.xlsx` in either case.
///
/// # Errors
/// The file could not be read any more, or the workbook not written.
pub fn own_copy(source: &SourceFile<'_>, issues: &[Issue]) -> Result<Vec<u8>, AppError> {
    let remarks: Vec<SheetRemark> = issues
        .iter()
        .map(|issue| SheetRemark {
            row: issue.row.max(1),
            column: issue.column,
            is_error: issue.is_error,
            text: issue.sentence(),
        })
        .collect();
    let review = SheetReview {
        sheet: source.sheet,
        header: source.header,
        heading: REVIEW,
        remarks: &remarks,
    };
    reviewed_copy(source.bytes, source.limits, &review).or_else(|_| marked(source, issues))
}

/// Writes the file anew with its issues.
///
/// # Errors
/// The file could not be read any more, or the workbook not written.
pub fn marked(source: &SourceFile<'_>, issues: &[Issue]) -> Result<Vec<u8>, AppError> {
    let mut marks: BTreeMap<(u32, u32), CellIssues> = BTreeMap::new();
    for issue in issues {
        let place = place_of(issue);
        let mark = marks.entry(place).or_default();
        mark.is_error |= issue.is_error;
        mark.texts.push(issue.sentence());
    }
    let formats = Formats::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Datos")?;
    let mut wrong = None;
    let mut said: BTreeMap<(u32, u32), String> = BTreeMap::new();
    let mut headings: BTreeMap<u32, String> = BTreeMap::new();
    let mut rightmost = 0;
    let mut opened = Book::open(source.bytes, source.limits)
        .map_err(|refusal| AppError::Internal(refusal.to_string()))?;
    let read = opened.rows(source.sheet, |row| {
        if row.number == source.header {
            headings = row.cells.iter().map(|cell| (cell.column, cell.text.clone())).collect();
        }
        rightmost = rightmost.max(row.cells.last().map_or(0, |cell| cell.column));
        if wrong.is_none()
            && let Err(error) = write_row(sheet, &formats, source, &row, &mut marks, &mut said)
        {
            wrong = Some(error);
        }
        ControlFlow::Continue(())
    });
    read.map_err(|refusal| AppError::Internal(refusal.to_string()))?;
    if let Some(error) = wrong {
        return Err(error.into());
    }
    // Cells with nothing in them may be wrong for that.
    for ((row, column), mark) in &marks {
        let (Some(row), Ok(column)) = (row.checked_sub(1), u16::try_from(*column)) else {
            continue;
        };
        sheet.write_blank(row, column, mark.format(&formats))?;
        sheet.insert_note(row, column, &mark.note())?;
    }
    for column in 0..=rightmost.min(LAST_COLUMN) {
        sheet.set_column_width(u16::try_from(column).unwrap_or(0), 20)?;
    }
    sheet.set_freeze_panes(source.header, 0)?;
    list(book.add_worksheet(), &formats, issues, &headings, &said)?;
    Ok(book.save_to_buffer()?)
}

fn place_of(issue: &Issue) -> (u32, u32) {
    (issue.row.max(1), issue.column.unwrap_or(0))
}

impl CellIssues {
    fn format<'f>(&self, formats: &'f Formats) -> &'f Format {
        if self.is_error { &formats.error } else { &formats.warning }
    }

    fn note(&self) -> Note {
        let text = self.texts.join("\n");
        // Two lines high for every sixty letters, and no higher than a screen.
        let lines = u32::try_from(text.len() / 30 + 2).unwrap_or(12).min(12);
        Note::new(text).add_author_prefix(false).set_width(260).set_height(lines * 20)
    }
}

fn write_row(
    sheet: &mut Worksheet,
    formats: &Formats,
    source: &SourceFile<'_>,
    row: &Row,
    marks: &mut BTreeMap<(u32, u32), CellIssues>,
    said: &mut BTreeMap<(u32, u32), String>,
) -> Result<(), XlsxError> {
    let Some(number) = row.number.checked_sub(1) else { return Ok(()) };
    for cell in &row.cells {
        let Ok(column) = u16::try_from(cell.column) else { continue };
        let place = (row.number, cell.column);
        if let Some(mark) = marks.remove(&place) {
            sheet.write_string_with_format(number, column, &cell.text, mark.format(formats))?;
            sheet.insert_note(number, column, &mark.note())?;
            said.insert(place, cell.text.clone());
        } else if row.number == source.header {
            sheet.write_string_with_format(number, column, &cell.text, &formats.heading)?;
        } else {
            write_cell(sheet, formats, source, number, column, cell)?;
        }
    }
    Ok(())
}

/// Numbers and dates stay what they were; documents, telephones and codes are text, so that their
/// zeros stay too.
fn write_cell(
    sheet: &mut Worksheet,
    formats: &Formats,
    source: &SourceFile<'_>,
    row: u32,
    column: u16,
    cell: &Cell,
) -> Result<(), XlsxError> {
    let as_text = (source.as_text)(cell.column);
    match cell.kind {
        Kind::Number if !as_text => {
            if let Ok(number) = cell.text.parse::<f64>() {
                sheet.write_number(row, column, number)?;
                return Ok(());
            }
        }
        Kind::Date => {
            if let Ok(date) = NaiveDate::parse_from_str(&cell.text, "%Y-%m-%d") {
                sheet.write_datetime_with_format(row, column, date, &formats.date)?;
                return Ok(());
            }
        }
        _ => {}
    }
    let format = if looks_like_formula(&cell.text) { &formats.quoted } else { &formats.text };
    sheet.write_string_with_format(row, column, &cell.text, format)?;
    Ok(())
}

/// The sheet «Errores»: where, what it says, what is wrong and how to mend it.
fn list(
    sheet: &mut Worksheet,
    formats: &Formats,
    issues: &[Issue],
    headings: &BTreeMap<u32, String>,
    said: &BTreeMap<(u32, u32), String>,
) -> Result<(), XlsxError> {
    sheet.set_name(ERRORS)?;
    let columns = [
        ("Fila", 8),
        ("Celda", 10),
        ("Columna", 26),
        ("Lo que dice", 30),
        ("Tipo", 10),
        ("Qué pasa", 50),
        ("Cómo corregirlo", 60),
    ];
    for (column, (heading, width)) in (0_u16..).zip(columns) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, heading, &formats.heading)?;
    }
    for (row, issue) in (1_u32..).zip(issues) {
        let place = place_of(issue);
        let heading = headings.get(&place.1).filter(|_| issue.column.is_some());
        let cell = match issue.column {
            Some(_) => cell_name(place.0, place.1),
            None => String::new(),
        };
        sheet.write_number(row, 0, f64::from(place.0))?;
        let texts = [
            cell,
            heading.cloned().unwrap_or_default(),
            said.get(&place).cloned().unwrap_or_default(),
            if issue.is_error { "Error" } else { "Aviso" }.to_owned(),
            issue.what.clone(),
            issue.mend.clone(),
        ];
        for (column, text) in (1_u16..).zip(texts) {
            let format = if looks_like_formula(&text) { &formats.quoted } else { &formats.wrapped };
            sheet.write_string_with_format(row, column, &text, format)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn copied(bytes: &[u8], sheet: &str) -> (Vec<String>, Vec<Vec<Data>>) {
        let source = SourceFile {
            bytes,
            limits: Limits::default(),
            sheet: 0,
            header: 1,
            as_text: &|_| true,
        };
        let issue = Issue {
            row: 2,
            column: Some(1),
            is_error: true,
            what: "Falta el cargo.".to_owned(),
            mend: "Escriba el cargo.".to_owned(),
        };
        let bytes = own_copy(&source, &[issue]).expect("comes back");
        let mut book = Xlsx::new(Cursor::new(bytes)).expect("opens");
        let rows = book.worksheet_range(sheet).expect("the sheet");
        (book.sheet_names(), rows.rows().map(<[Data]>::to_vec).collect())
    }

    #[test]
    fn a_workbook_comes_back_as_it_was_and_a_csv_is_written_anew() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("Lista").expect("a name");
        for (row, texts) in (0..).zip([["Nombre", "Cargo"], ["Ana", ""]]) {
            sheet.write_row(row, 0, texts).expect("written");
        }
        book.add_worksheet().set_name("Otra").expect("a name");
        let (names, rows) = copied(&book.save_to_buffer().expect("bytes"), "Lista");
        assert_eq!(names, ["Lista", "Otra"]);
        assert_eq!(rows[0][2], Data::String(REVIEW.into()));
        assert_eq!(rows[1][2], Data::String("Cargo: Falta el cargo. Escriba el cargo.".into()));
        let (names, rows) = copied(b"Nombre;Cargo\nAna;\n", ERRORS);
        assert_eq!(names, ["Datos", ERRORS]);
        assert_eq!(rows[1][5], Data::String("Falta el cargo.".into()));
    }
}
