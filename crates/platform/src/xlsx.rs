//! Workbooks that people can forward as they are: typed cells, a frozen header, filters,
//! column widths and a sheet of notes. What people typed is only ever a text cell, so no
//! spreadsheet runs it as a formula (P13).
//!
//! ```ignore
//! let mut book = Book::new("Asistencia", app.clock.now())?;
//! book.sheet(Sheet { name: "Asistencia", columns: &columns, frozen_columns: 1 }, rows)?;
//! book.notes(&[("Corte", "20/11/2026".into())])?;
//! let bytes = book.finish()?;
//! ```

use chrono::{DateTime, NaiveDate, Utc};
use rocket::http::ContentType;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::dates;
use super::errors::AppError;

impl From<XlsxError> for AppError {
    fn from(error: XlsxError) -> Self {
        Self::Internal(format!("workbook: {error}"))
    }
}

/// The content type of a workbook.
pub fn content_type() -> ContentType {
    ContentType::new("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
}

/// A typed cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    /// Names, and everything whose digits are not a quantity: documents, codes, telephones.
    Text(String),
    /// A short fixed word in the middle of its column: the letters of an attendance grid.
    Mark(&'static str),
    Integer(i64),
    /// A quantity with two decimals.
    Decimal(f64),
    /// 0.8 is shown as «80 %».
    Percent(f64),
    Date(NaiveDate),
    /// Tenths: 42 is shown as «4,2».
    Grade(i32),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A whole number of percent, or nothing.
    pub fn whole_percent(percent: Option<u32>) -> Self {
        percent.map_or(Self::Empty, |percent| Self::Percent(f64::from(percent) / 100.0))
    }

    pub fn percent(ratio: Option<f64>) -> Self {
        ratio.map_or(Self::Empty, Self::Percent)
    }

    pub fn date(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }

    pub fn grade(tenths: Option<i32>) -> Self {
        tenths.map_or(Self::Empty, Self::Grade)
    }
}

/// A heading and how wide its column is, in characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub heading: String,
    pub width: f64,
}

impl Column {
    pub fn new(heading: impl Into<String>, width: f64) -> Self {
        Self { heading: heading.into(), width }
    }
}

/// One sheet of data.
pub struct SheetLayout<'a> {
    /// At most 31 characters, none of `[]:*?/\`.
    pub name: &'a str,
    pub columns: &'a [Column],
    /// Columns at the left that stay in sight.
    pub frozen_columns: u16,
}

struct Formats {
    heading: Format,
    text: Format,
    /// For texts that a careless re-import would take for a formula.
    quoted: Format,
    /// The two for what is longer than its column.
    long_text: Format,
    long_quoted: Format,
    mark: Format,
    integer: Format,
    decimal: Format,
    percent: Format,
    date: Format,
    grade: Format,
    note_name: Format,
    note: Format,
}

impl Formats {
    fn new() -> Self {
        Self::on(Format::new())
    }

    /// The same formats for the row of totals, which stands apart from the data.
    fn of_totals() -> Self {
        Self::on(Format::new().set_bold().set_border_top(FormatBorder::Thin))
    }

    fn on(base: Format) -> Self {
        let base = base.set_align(FormatAlign::Top);
        let number = |code: &str| base.clone().set_num_format(code);
        Self {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color("E5ECF8")
                .set_border_bottom(FormatBorder::Thin),
            text: number("@"),
            quoted: number("@").set_quote_prefix(),
            long_text: number("@").set_text_wrap(),
            long_quoted: number("@").set_quote_prefix().set_text_wrap(),
            mark: base.clone().set_align(FormatAlign::Center),
            integer: number("#,##0"),
            decimal: number("#,##0.00"),
            percent: number("0%"),
            date: number("dd/mm/yyyy"),
            grade: number("0.0"),
            note_name: Format::new().set_bold().set_align(FormatAlign::Top),
            note: number("@").set_text_wrap(),
        }
    }
}

/// A workbook being written. Rows go to it as they come and are not kept in memory twice.
pub struct Book {
    workbook: Workbook,
    formats: Formats,
    /// What every sheet says at its foot when it is printed.
    footer: String,
    /// The sheet that rows go to.
    open: SheetInProgress,
}

/// A sheet while rows come.
#[derive(Default)]
struct SheetInProgress {
    index: usize,
    columns: u16,
    frozen_columns: u16,
    /// In characters.
    widths: Vec<f64>,
    /// The last row that was written; the header is row 0.
    last: u32,
}

/// The sheet that says what the others hold.
pub const NOTES: &str = "Notas";

/// The longest text that a cell holds.
const LONGEST: usize = 32_767;
/// A footer holds 255 characters.
const LONGEST_TITLE: usize = 100;
/// Who gives a workbook.
const AUTHOR: &str = "Escuela Superior de Administración Pública";
/// The size of paper that offices of Colombia have.
const LETTER: u8 = 1;

impl Book {
    /// `made_at` is written in the properties, so that equal data make equal files.
    pub fn new(title: &str, made_at: DateTime<Utc>) -> Result<Self, AppError> {
        let mut workbook = Workbook::new();
        let footer = footer(title, made_at);
        let made_at = ExcelDateTime::from_timestamp(made_at.timestamp())?;
        let properties = DocProperties::new().set_title(title).set_author(AUTHOR);
        workbook.set_properties(&properties.set_creation_datetime(&made_at));
        Ok(Self { workbook, formats: Formats::new(), footer, open: SheetInProgress::default() })
    }

    /// Writes a sheet: header in the first row, frozen, filters on, one row below another.
    pub fn sheet(
        &mut self,
        sheet: SheetLayout<'_>,
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Result<(), AppError> {
        self.sheet_with_total(sheet, rows, None)
    }

    /// The same with a row of totals below the data, outside the filter, so that sorting
    /// and filtering leave it where it is.
    pub fn sheet_with_total(
        &mut self,
        sheet: SheetLayout<'_>,
        rows: impl IntoIterator<Item = Vec<Cell>>,
        total: Option<Vec<Cell>>,
    ) -> Result<(), AppError> {
        self.begin(&sheet)?;
        self.rows(rows)?;
        self.end(total)
    }

    /// Opens a sheet for rows that come in parts; [`Book::end`] closes it.
    pub fn begin(&mut self, sheet: &SheetLayout<'_>) -> Result<(), AppError> {
        let index = self.workbook.worksheets().len();
        let to = self.workbook.add_worksheet_with_low_memory()?;
        to.set_name(sheet.name)?;
        for (index, column) in (0_u16..).zip(sheet.columns) {
            to.set_column_width(index, column.width)?;
        }
        for (index, column) in (0_u16..).zip(sheet.columns) {
            to.write_string_with_format(0, index, &column.heading, &self.formats.heading)?;
        }
        let columns = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX);
        let widths = sheet.columns.iter().map(|column| column.width).collect();
        let frozen_columns = sheet.frozen_columns;
        self.open = SheetInProgress { index, columns, frozen_columns, widths, last: 0 };
        Ok(())
    }

    /// Rows of the open sheet, below those that are there.
    pub fn rows(&mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<(), AppError> {
        let to = self.workbook.worksheet_from_index(self.open.index)?;
        for cells in rows {
            self.open.last += 1;
            for (column, cell) in (0_u16..).zip(cells) {
                let width = width_of(&self.open.widths, column);
                write(to, &self.formats, (self.open.last, column), width, cell)?;
            }
        }
        Ok(())
    }

    /// Closes the open sheet, with a row of totals if there is something to add up.
    pub fn end(&mut self, total: Option<Vec<Cell>>) -> Result<(), AppError> {
        let SheetInProgress { index, columns, frozen_columns, last, .. } = self.open;
        let to = self.workbook.worksheet_from_index(index)?;
        if let Some(total) = total {
            let formats = Formats::of_totals();
            for (column, cell) in (0_u16..).zip(total) {
                let width = width_of(&self.open.widths, column);
                write(to, &formats, (last + 1, column), width, cell)?;
            }
        }
        to.set_freeze_panes(1, frozen_columns)?;
        if let Some(rightmost) = columns.checked_sub(1) {
            to.autofilter(0, 0, last, rightmost)?;
        }
        to.set_landscape().set_paper_size(LETTER).set_footer(&self.footer);
        to.set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// The last sheet: source, cut-off, formula, what the letters mean.
    pub fn notes(&mut self, notes: &[(&str, String)]) -> Result<(), AppError> {
        let formats = &self.formats;
        let to = self.workbook.add_worksheet_with_low_memory()?;
        to.set_name(NOTES)?;
        to.set_column_width(0, 24)?;
        to.set_column_width(1, 90)?;
        to.set_paper_size(LETTER).set_footer(&self.footer).set_print_fit_to_pages(1, 0);
        for (row, (name, text)) in (0_u32..).zip(notes) {
            to.write_string_with_format(row, 0, *name, &formats.note_name)?;
            to.write_string_with_format(row, 1, cut(text), &formats.note)?;
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<Vec<u8>, AppError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// What is printed below each page: which workbook, of when, and which page. An ampersand begins a command.
fn footer(title: &str, made_at: DateTime<Utc>) -> String {
    let title: String = title.chars().take(LONGEST_TITLE).collect();
    let title = title.replace('&', "&&");
    format!("&L{title} · {}&RPágina &P de &N", dates::short_with_time(made_at))
}

fn width_of(widths: &[f64], column: u16) -> f64 {
    widths.get(usize::from(column)).copied().unwrap_or(f64::MAX)
}

fn write(
    to: &mut Worksheet,
    formats: &Formats,
    (row, column): (u32, u16),
    width: f64,
    cell: Cell,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let is_long = text.chars().count() as f64 > width;
            let format = match (looks_like_formula(&text), is_long) {
                (false, false) => &formats.text,
                (false, true) => &formats.long_text,
                (true, false) => &formats.quoted,
                (true, true) => &formats.long_quoted,
            };
            to.write_string_with_format(row, column, cut(&text), format)?;
        }
        Cell::Mark(mark) => {
            to.write_string_with_format(row, column, mark, &formats.mark)?;
        }
        Cell::Integer(value) => {
            to.write_number_with_format(row, column, value as f64, &formats.integer)?;
        }
        Cell::Decimal(value) => {
            to.write_number_with_format(row, column, value, &formats.decimal)?;
        }
        Cell::Percent(ratio) => {
            to.write_number_with_format(row, column, ratio, &formats.percent)?;
        }
        Cell::Date(date) => {
            to.write_datetime_with_format(row, column, date, &formats.date)?;
        }
        Cell::Grade(tenths) => {
            let grade = f64::from(tenths) / 10.0;
            to.write_number_with_format(row, column, grade, &formats.grade)?;
        }
    }
    Ok(())
}

/// What spreadsheets take for a formula when a text is typed or imported again.
pub fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn cut(text: &str) -> &str {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
#[path = "xlsx_tests.rs"]
mod tests;
