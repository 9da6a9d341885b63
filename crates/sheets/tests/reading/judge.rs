//! Honest workbooks are read as an independent reader reads them, and as Excel shows them.

use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sheets::{Book, Kind, Limits, Row};

use super::corpus::Dice;
use super::raw::{sheet, with_sheet};

fn rows(bytes: &[u8], sheet: usize) -> Vec<Row> {
    let mut all = Vec::new();
    let mut book = Book::open(bytes, Limits::default()).expect("opens");
    let read = book.rows(sheet, |row| {
        all.push(row);
        ControlFlow::Continue(())
    });
    read.expect("reads");
    all
}

/// A workbook of every kind of value, where the dice fall.
fn workbook(dice: &mut Dice) -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let own = Format::new().set_num_format("[$-240A]d\" de \"mmmm\" de \"yyyy");
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet();
    for _ in 0..300 {
        let (row, column) = (dice.roll(90) as u32, dice.roll(40) as u16);
        let number = dice.roll(60_000) as f64;
        let done = match dice.roll(8) {
            0 => sheet.write_string(row, column, format!("Ñandú & <{number}> \"x\"")),
            1 => sheet.write_number(row, column, number),
            2 => sheet.write_number(row, column, number / 8.0),
            3 => sheet.write_number_with_format(row, column, number, &date),
            4 => sheet.write_boolean(row, column, number > 30_000.0),
            5 => sheet.write_formula(
                row,
                column,
                Formula::new("=1+1").set_result(format!("{number}")),
            ),
            6 => sheet.write_string_with_format(row, column, format!("00{number}"), &text),
            _ => sheet.write_datetime_with_format(
                row,
                column,
                ExcelDateTime::from_ymd(2026, 11, 24).unwrap(),
                &own,
            ),
        };
        done.unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn an_independent_reader_sees_the_same_cells() {
    let mut dice = Dice(7);
    for _ in 0..20 {
        let bytes = workbook(&mut dice);
        let mut judge = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
        let range = judge.worksheet_range("Sheet1").unwrap();
        let formulas = judge.worksheet_formula("Sheet1").unwrap();
        let mut seen = 0;
        for row in rows(&bytes, 0) {
            for cell in &row.cells {
                seen += 1;
                let place = (row.number - 1, cell.column);
                let expected = match range.get_value(place).unwrap() {
                    Data::String(text) => text.clone(),
                    Data::Float(number) => format!("{number}"),
                    Data::Bool(true) => "VERDADERO".to_owned(),
                    Data::Bool(false) => "FALSO".to_owned(),
                    Data::DateTime(serial) => {
                        let day = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()
                            + chrono::Days::new(serial.as_f64() as u64);
                        let early = serial.as_f64() < 60.0;
                        let day = if early { day + chrono::Days::new(1) } else { day };
                        if serial.as_f64() == 0.0 { "00:00".to_owned() } else { day.to_string() }
                    }
                    other => panic!("{other:?}"),
                };
                assert_eq!(cell.text, expected, "{place:?}");
                let formula = formulas.get_value(place).is_some_and(|text| !text.is_empty());
                assert_eq!(cell.formula, formula, "{place:?}");
            }
        }
        let theirs = range.used_cells().filter(|(_, _, value)| **value != Data::Empty).count();
        assert_eq!(seen, theirs);
    }
}

#[test]
fn numbers_dates_and_formulas_become_the_text_that_people_see() {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let sheet = book.add_worksheet();
    sheet.write_number(0, 0, 1_234_567_890.0).unwrap();
    sheet.write_string(0, 1, " 0012 ").unwrap();
    let at = ExcelDateTime::from_ymd(2026, 11, 24).unwrap().and_hms(8, 30, 0).unwrap();
    sheet.write_datetime_with_format(0, 2, &at, &date).unwrap();
    let link = Formula::new("=HYPERLINK(\"http://x\",\"Ana\")").set_result("Ana");
    sheet.write_formula(0, 3, link).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let row = &rows(&bytes, 0)[0];
    assert_eq!(row.text(0), "1234567890");
    assert_eq!(row.cell(0).unwrap().kind, Kind::Number);
    assert_eq!(row.text(1), "0012");
    assert_eq!(row.text(2), "2026-11-24 08:30");
    assert_eq!(row.cell(2).unwrap().kind, Kind::Date);
    assert_eq!(row.text(3), "Ana");
    assert!(row.cell(3).unwrap().formula);
    assert_eq!(row.text(4), "");
}

#[test]
fn a_formula_that_was_saved_without_its_value_is_there_and_an_empty_cell_is_not() {
    let cells = r#"<row r="1"><c r="A1"><f>B1*2</f></c><c r="B1"/><c r="C1"><v>3</v></c>
        <c r="D1"><f>B1*2</f><v/></c><c r="E1"><f>B1*2</f><v></v></c>
        <c r="F1" t="str"><f>B1</f></c><c r="G1" t="str"><f>B1</f><v></v></c>
        <c r="H1"><v></v></c></row>"#;
    let row = &rows(&with_sheet(sheet(cells)), 0)[0];
    for unsaved in [0, 3, 4, 5] {
        let is_told = |cell: &sheets::Cell| cell.formula && cell.text == "=";
        assert!(row.cell(unsaved).is_some_and(is_told), "{unsaved}");
    }
    assert!(row.cell(1).is_none());
    assert!(row.cell(2).is_some_and(|cell| !cell.formula));
    assert!(row.cell(6).is_none(), "it gave no text");
    assert!(row.cell(7).is_none());
}

#[test]
fn a_value_merged_over_several_rows_counts_for_each() {
    let mut book = Workbook::new();
    let plain = Format::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "LISTADO", &plain).unwrap();
    sheet.merge_range(1, 1, 3, 1, "Mapiripán", &plain).unwrap();
    for row in 1..6 {
        sheet.write_number(row, 0, f64::from(row)).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let texts: Vec<String> = rows(&bytes, 0).iter().map(|row| row.text(1).to_owned()).collect();
    assert_eq!(texts, ["", "Mapiripán", "Mapiripán", "Mapiripán", "", ""]);
}

#[test]
fn every_sheet_is_named_and_the_hidden_ones_too() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Inscritos").unwrap().write_string(0, 0, "a").unwrap();
    book.add_worksheet().set_name("Listas & más").unwrap().set_hidden(true);
    let bytes = book.save_to_buffer().unwrap();
    let mut opened = Book::open(&bytes, Limits::default()).expect("opens");
    let sheets = opened.sheets();
    let names: Vec<(&str, bool)> = sheets.iter().map(|s| (s.name.as_str(), s.hidden)).collect();
    assert_eq!(names, [("Inscritos", false), ("Listas & más", true)]);
    let mut none = 0;
    opened
        .rows(1, |_| {
            none += 1;
            ControlFlow::Continue(())
        })
        .expect("reads");
    assert_eq!(none, 0);
}
