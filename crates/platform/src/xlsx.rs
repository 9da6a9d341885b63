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
    /// The sheet that rows go to.
    open: SheetInProgress,
}

/// A sheet while rows come.
#[derive(Default)]
struct SheetInProgress {
    index: usize,
    columns: u16,
    frozen_columns: u16,
    /// The last row that was written; the header is row 0.
    last: u32,
}

/// The longest text that a cell holds.
/// The sheet that says what the others hold.
pub const NOTES: &str = "Notas";

const LONGEST: usize = 32_767;

impl Book {
    /// `made_at` is written in the properties, so that equal data make equal files.
    pub fn new(title: &str, made_at: DateTime<Utc>) -> Result<Self, AppError> {
        let mut workbook = Workbook::new();
        let made_at = ExcelDateTime::from_timestamp(made_at.timestamp())?;
        workbook
            .set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made_at));
        Ok(Self { workbook, formats: Formats::new(), open: SheetInProgress::default() })
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
        self.open =
            SheetInProgress { index, columns, frozen_columns: sheet.frozen_columns, last: 0 };
        Ok(())
    }

    /// Rows of the open sheet, below those that are there.
    pub fn rows(&mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<(), AppError> {
        let to = self.workbook.worksheet_from_index(self.open.index)?;
        for cells in rows {
            self.open.last += 1;
            for (column, cell) in (0_u16..).zip(cells) {
                write(to, &self.formats, self.open.last, column, cell)?;
            }
        }
        Ok(())
    }

    /// Closes the open sheet, with a row of totals if there is something to add up.
    pub fn end(&mut self, total: Option<Vec<Cell>>) -> Result<(), AppError> {
        let SheetInProgress { index, columns, frozen_columns, last } = self.open;
        let to = self.workbook.worksheet_from_index(index)?;
        if let Some(total) = total {
            let formats = Formats::of_totals();
            for (column, cell) in (0_u16..).zip(total) {
                write(to, &formats, last + 1, column, cell)?;
            }
        }
        to.set_freeze_panes(1, frozen_columns)?;
        if let Some(rightmost) = columns.checked_sub(1) {
            to.autofilter(0, 0, last, rightmost)?;
        }
        to.set_landscape().set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
        Ok(())
    }

    /// The last sheet: source, cut-off, formula, what the letters mean.
    pub fn notes(&mut self, notes: &[(&str, String)]) -> Result<(), AppError> {
        let formats = &self.formats;
        let to = self.workbook.add_worksheet_with_low_memory()?;
        to.set_name(NOTES)?;
        to.set_column_width(0, 24)?;
        to.set_column_width(1, 90)?;
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

fn write(
    to: &mut Worksheet,
    formats: &Formats,
    row: u32,
    column: u16,
    cell: Cell,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let format = if looks_like_formula(&text) { &formats.quoted } else { &formats.text };
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
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use chrono::TimeZone;

    fn written(rows: Vec<Vec<Cell>>) -> Vec<u8> {
        let at = Utc.with_ymd_and_hms(2026, 11, 20, 12, 0, 0).single().expect("valid");
        let mut book = Book::new("Prueba", at).expect("book");
        let columns = [Column::new("A", 10.0), Column::new("B", 20.0)];
        let sheet = SheetLayout { name: "Datos", columns: &columns, frozen_columns: 1 };
        book.sheet(sheet, rows).expect("sheet");
        book.notes(&[("Corte", "20/11/2026".into())]).expect("notes");
        book.finish().expect("bytes")
    }

    #[test]
    fn cells_keep_their_type_and_documents_keep_their_zeros() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).expect("valid");
        let bytes = written(vec![
            vec![Cell::text("0012"), Cell::Integer(12)],
            vec![Cell::Percent(0.8), Cell::Grade(42)],
            vec![Cell::Date(date), Cell::Empty],
        ]);
        let mut book = Xlsx::new(std::io::Cursor::new(bytes)).expect("opens");
        assert_eq!(book.sheet_names(), ["Datos", "Notas"]);
        let sheet = book.worksheet_range("Datos").expect("sheet");
        let cell = |row, column| sheet.get_value((row, column)).cloned().unwrap_or_default();
        assert_eq!(cell(0, 0), Data::String("A".into()));
        assert_eq!(cell(1, 0), Data::String("0012".into()));
        assert_eq!(cell(1, 1), Data::Float(12.0));
        assert_eq!(cell(2, 0), Data::Float(0.8));
        assert_eq!(cell(2, 1), Data::Float(4.2));
        assert!(matches!(cell(3, 0), Data::DateTime(_)));
    }

    #[test]
    fn nothing_that_people_typed_becomes_a_formula() {
        let typed = ["=1+1", "+573001234567", "-2", "@SUM(A1)", "\t=1", "=HYPERLINK(\"x\")"];
        let rows = typed.map(|text| vec![Cell::text(text), Cell::Mark("P")]);
        let bytes = written(rows.to_vec());
        let mut book = Xlsx::new(std::io::Cursor::new(bytes)).expect("opens");
        let formulas = book.worksheet_formula("Datos").expect("sheet");
        assert_eq!(formulas.used_cells().count(), 0);
        let sheet = book.worksheet_range("Datos").expect("sheet");
        for (row, text) in (1_u32..).zip(typed) {
            assert_eq!(sheet.get_value((row, 0)), Some(&Data::String(text.into())));
        }
    }

    #[test]
    fn equal_data_make_equal_files() {
        let rows = || vec![vec![Cell::text("Ana"), Cell::Integer(1)]];
        assert_eq!(written(rows()), written(rows()));
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_and_not_refused() {
        let bytes = written(vec![vec![Cell::text("ñ".repeat(LONGEST + 5))]]);
        let mut book = Xlsx::new(std::io::Cursor::new(bytes)).expect("opens");
        let sheet = book.worksheet_range("Datos").expect("sheet");
        let Some(Data::String(text)) = sheet.get_value((1, 0)) else {
            panic!("a text");
        };
        assert_eq!(text.chars().count(), LONGEST);
    }
}
