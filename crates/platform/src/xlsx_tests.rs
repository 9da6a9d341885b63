//! What a workbook of ours is to other programs.

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
fn a_printed_page_says_which_workbook_it_is_of() {
    let at = Utc.with_ymd_and_hms(2026, 11, 20, 12, 0, 0).single().expect("valid");
    let footer = footer("Asistencia & notas", at);
    assert!(footer.starts_with("&LAsistencia && notas · 20/11/2026"), "{footer}");
    assert!(footer.ends_with("&RPágina &P de &N"), "{footer}");
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
