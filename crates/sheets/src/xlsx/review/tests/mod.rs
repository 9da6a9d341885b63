//! Workbooks as a program writes them, sent back with remarks and read by another program.

use std::io::{Cursor, Read, Write};

use calamine::{Data, Reader as _, Xlsx as Judge};
use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormatDuplicate, DataValidation, ExcelDateTime, Format,
    FormatBorder, Formula, Image, Note, Table, Url, Workbook,
};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;
use crate::Book;

mod odd;

const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A picture of one point.
const PNG: [u8; 67] = *b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9b\
    U\x00\x00\x00\x0aIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\xb18\xf6\x14\x00\x00\x00\x00IEND\xaeB`\x82";

/// A list with its title, widths, a date, a formula, a link, a note and conditions, and another sheet
/// with a table, a picture and a chart.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let heading = Format::new().set_bold().set_background_color(Color::RGB(0x00_44_88));
    let date =
        Format::new().set_num_format("dd\\-mm\\-yyyy").set_border(FormatBorder::Thin).set_italic();
    let sheet = book.add_worksheet();
    sheet.set_name("Lista").unwrap();
    sheet.write_string(0, 0, "Participantes").unwrap();
    for (column, title) in (0_u16..).zip(["Cédula", "Nombre", "Posesión", "Doble"]) {
        sheet.write_string_with_format(2, column, title, &heading).unwrap();
    }
    for row in 3..8 {
        sheet.write_number(row, 0, f64::from(row) * 1_000.0).unwrap();
        sheet.write_string(row, 1, "=1+1 <Ana> & _x0041_").unwrap();
        let day = ExcelDateTime::from_ymd(2024, 2, u8::try_from(row).unwrap()).unwrap();
        sheet.write_datetime_with_format(row, 2, day, &date).unwrap();
        sheet.write_formula(row, 3, Formula::new("A4*2").set_result("8000")).unwrap();
    }
    sheet.set_column_width(1, 33).unwrap();
    sheet.set_column_hidden(3).unwrap();
    for column in 4..40 {
        sheet.set_column_hidden(column).unwrap();
    }
    sheet.set_row_height(4, 40).unwrap();
    sheet.set_row_format(5, &date).unwrap();
    sheet.write_url(7, 1, Url::new("https://mal.example").set_text("Luz")).unwrap();
    sheet.write_url(6, 1, Url::new("mailto:luz@pueblo.example").set_text("Sol")).unwrap();
    sheet.insert_note(3, 1, &Note::new("Preguntar")).unwrap();
    let list = DataValidation::new().allow_list_formula("Municipios!$A$1:$A$3".into());
    sheet.add_data_validation(3, 4, 90, 4, &list).unwrap();
    sheet
        .add_conditional_format(
            3,
            0,
            90,
            0,
            &ConditionalFormatDuplicate::new().set_format(&heading),
        )
        .unwrap();
    sheet.set_freeze_panes(3, 0).unwrap();
    sheet.set_landscape();
    let other = book.add_worksheet();
    other.set_name("Municipios").unwrap();
    for (row, name) in (0_u32..).zip(["Mapiripán", "Uribe", "Acacías"]) {
        other.write_string(row, 0, name).unwrap();
    }
    other.write_formula(5, 0, Formula::new("COUNTA(A1:A3)").set_result("3")).unwrap();
    other.add_table(10, 0, 12, 1, &Table::new().set_name("Tabla")).unwrap();
    other.insert_image(14, 0, &Image::new_from_buffer(&PNG).unwrap()).unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values(("Municipios", 0, 0, 2, 0));
    other.insert_chart(14, 4, &chart).unwrap();
    book.define_name("Nombres", "=Municipios!$A$1:$A$3").unwrap();
    book.define_name("Fuera", "=HYPERLINK(\"http://mal.example\")").unwrap();
    book.save_to_buffer().unwrap()
}

fn remark(row: u32, column: Option<u32>, is_error: bool, text: &str) -> SheetRemark {
    SheetRemark { row, column, is_error, text: text.to_owned() }
}

fn reviewed(bytes: &[u8], remarks: &[SheetRemark]) -> Result<Vec<u8>, CopyRefusal> {
    let review = SheetReview { sheet: 0, header: 3, heading: "Revisión", remarks };
    reviewed_copy(bytes, Limits::default(), &review)
}

fn judge(bytes: &[u8]) -> Judge<Cursor<&[u8]>> {
    Judge::new(Cursor::new(bytes)).expect("another program opens it")
}

/// The values of a sheet and how many formulas it has.
fn values(bytes: &[u8], sheet: &str) -> (Vec<Vec<Data>>, usize) {
    let mut book = judge(bytes);
    let range = book.worksheet_range(sheet).unwrap();
    let formulas = book.worksheet_formula(sheet).unwrap().used_cells().count();
    (range.rows().map(<[Data]>::to_vec).collect(), formulas)
}

fn names(bytes: &[u8]) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.file_names().map(|name| name.unwrap().into_owned()).collect()
}

/// A part of the archive as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut content = Vec::new();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.by_name(name).unwrap().read_to_end(&mut content).unwrap();
    String::from_utf8_lossy(&content).into_owned()
}

/// The same archive with some parts written otherwise, left out, or added.
fn altered(
    bytes: &[u8],
    change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>,
    more: &[(&str, &str)],
) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().to_string();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if let Some(content) = change(&name, content) {
            out.start_file(name, SimpleFileOptions::default()).unwrap();
            out.write_all(&content).unwrap();
        }
    }
    for (name, text) in more {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The archive with one part written otherwise.
fn replaced(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let change = |name: &str, content: Vec<u8>| {
        if name != part {
            return Some(content);
        }
        let text = String::from_utf8(content).unwrap();
        assert!(text.contains(from), "{part} has no {from}");
        Some(text.replacen(from, to, 1).into_bytes())
    };
    altered(bytes, change, &[])
}

/// A format of the workbook as it is written, by the cell that has it.
fn format_of(bytes: &[u8], sheet: &str, cell: &str) -> (String, String) {
    let sheet = part(bytes, sheet);
    let (_, after) = sheet.split_once(&format!("<c r=\"{cell}\"")).expect("the cell");
    let (_, after) = after.split_once("s=\"").expect("its format");
    let number: usize = after.split('"').next().unwrap().parse().unwrap();
    let styles = part(bytes, "xl/styles.xml");
    let (_, formats) = styles.split_once("<cellXfs").unwrap();
    let format =
        formats.split("<xf ").nth(number + 1).unwrap().split('>').next().unwrap().to_owned();
    let fill = value_of(&format, "fillId").parse::<usize>().unwrap();
    let (fills, _) = styles.split_once("</fills>").unwrap();
    (format, fills.split("<fill>").nth(fill + 1).unwrap().to_owned())
}

fn value_of(tag: &str, name: &str) -> String {
    let (_, after) = tag.split_once(&format!("{name}=\"")).expect("the attribute");
    after.split('"').next().unwrap().to_owned()
}

#[test]
fn the_workbook_comes_back_as_it_was_with_its_cells_marked() {
    let sent = workbook();
    let remarks = [
        remark(4, Some(2), true, "No es una fecha."),
        remark(4, Some(0), false, "=cmd|' /C calc'!A0 <b>&_x0041_"),
        remark(6, Some(1), true, "Falta el nombre."),
        remark(7, None, false, "Está dos veces."),
    ];
    let back = reviewed(&sent, &remarks).unwrap();
    assert_eq!(judge(&back).sheet_names(), ["Lista", "Municipios"]);
    // Every value is what it was, on both sheets, and no cell is a formula.
    let (before, formulas) = values(&sent, "Lista");
    let (after, none) = values(&back, "Lista");
    assert_eq!((formulas, none, before.len(), after.len()), (5, 0, 8, 8));
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before[..4], after[..4]);
        assert_eq!(after.len(), 5);
    }
    assert_eq!(values(&sent, "Municipios").0, values(&back, "Municipios").0);
    assert_eq!((values(&sent, "Municipios").1, values(&back, "Municipios").1), (1, 0));
    // The remarks stand beside their rows.
    let text = |row: usize| after[row][4].to_string();
    assert_eq!(text(2), "Revisión");
    assert_eq!(text(3), "Posesión: No es una fecha. · Cédula: =cmd|' /C calc'!A0 <b>&_x0041_");
    assert_eq!((text(5), text(6)), ("Nombre: Falta el nombre.".into(), "Está dos veces.".into()));
    assert_eq!((text(0), text(4), text(7)), (String::new(), String::new(), String::new()));
    // A marked cell keeps its format but for the fill.
    let sheet = "xl/worksheets/sheet1.xml";
    let (format, fill) = format_of(&back, sheet, "C4");
    let (was, _) = format_of(&sent, sheet, "C4");
    for name in ["numFmtId", "fontId", "borderId"] {
        assert_eq!(value_of(&format, name), value_of(&was, name), "{name}");
    }
    assert!(fill.contains("FFF8D7DA") && !was.contains("applyFill"), "{fill}");
    assert!(format_of(&back, sheet, "A4").1.contains("FFFFF3CD"));
    assert!(format_of(&back, sheet, "E7").1.contains("FFFFF3CD"));
    assert!(format_of(&back, sheet, "E3").0.contains("applyFont"), "a heading as the others");
    assert!(matches!(after[3][2], Data::DateTime(_)), "{:?}", after[3][2]);
    assert_eq!(format_of(&back, sheet, "C5"), format_of(&sent, sheet, "C5"));
    // What surrounds the cells is there.
    let written = part(&back, sheet);
    for kept in [
        "<col width=\"33.7109375\" customWidth=\"1\" min=\"2\" max=\"2\"/>",
        "hidden=\"1\" customWidth=\"1\" min=\"4\" max=\"4\"/>",
        "<col min=\"5\" max=\"5\" width=\"60\" customWidth=\"1\"/>",
        "ht=\"39.75\" customHeight=\"1\"",
        "<formula1>Municipios!$A$1:$A$3</formula1>",
        "type=\"duplicateValues\"",
        "state=\"frozen\"",
        "orientation=\"landscape\"",
        "<legacyDrawing r:id=",
    ] {
        assert!(written.contains(kept), "{kept} in {written}");
    }
    assert_eq!(written.matches("<hyperlink ").count(), 1, "that of the mail");
    assert!(part(&back, "xl/worksheets/_rels/sheet1.xml.rels").contains("mailto:luz@"));
    assert!(!part(&back, "xl/worksheets/_rels/sheet1.xml.rels").contains("mal.example"));
    assert!(part(&back, "xl/comments1.xml").contains("Preguntar"));
    assert!(part(&back, "xl/tables/table1.xml").contains("Tabla"));
    assert!(part(&back, "xl/charts/chart1.xml").contains("Municipios!$A$1:$A$3"));
    assert!(part(&back, "xl/drawings/drawing1.xml").contains("r:embed=\"rId"));
    assert!(names(&back).contains(&"xl/media/image1.png".to_owned()));
    let listed = part(&back, "xl/workbook.xml");
    assert!(listed.contains("Municipios!$A$1:$A$3</definedName>") && !listed.contains("HYPERLINK"));
    assert_eq!(part(&sent, "xl/sharedStrings.xml"), part(&back, "xl/sharedStrings.xml"));
    assert!(!names(&back).iter().any(|name| name.contains("calcChain")));
}

#[test]
fn a_copy_that_is_sent_again_has_one_column_of_remarks_with_the_new_ones() {
    let first = reviewed(&workbook(), &[remark(4, Some(1), true, "a"), remark(5, None, true, "b")]);
    let again = reviewed(&first.unwrap(), &[remark(5, Some(1), true, "c")]).unwrap();
    let (rows, _) = values(&again, "Lista");
    assert_eq!(rows[0].len(), 5);
    let texts: Vec<String> = rows.iter().map(|row| row[4].to_string()).collect();
    assert_eq!(texts, ["", "", "Revisión", "", "Nombre: c", "", "", ""]);
    let sheet = "xl/worksheets/sheet1.xml";
    assert!(format_of(&again, sheet, "B4").1.contains("none"), "mended: marked no more");
    assert!(format_of(&again, sheet, "B5").1.contains("FFF8D7DA"));
    // The reader of this crate takes what comes out.
    let mut book = Book::open(&again, Limits::default()).unwrap();
    let mut read = Vec::new();
    book.rows(0, |row| {
        read.push(row.text(4).to_owned());
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(read.contains(&"Nombre: c".to_owned()));
}

#[test]
fn rows_and_cells_that_are_not_there_are_written_in_their_order() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in [(2, "Nombre"), (4, "Ana"), (9, "Luz")] {
        sheet.write_string(row, 1, text).unwrap();
    }
    sheet.merge_range(2, 3, 2, 5, "Otros datos", &Format::new()).unwrap();
    let remarks = [
        remark(5, Some(0), true, "falta"),
        remark(1, None, true, "arriba"),
        remark(8, Some(1), false, "entre"),
        remark(40, None, false, "abajo"),
        remark(0, None, true, "en ninguna parte"),
        remark(u32::MAX, Some(u32::MAX), true, "en ninguna parte"),
    ];
    let back = reviewed(&book.save_to_buffer().unwrap(), &remarks).unwrap();
    let (rows, _) = values(&back, "Sheet1");
    let told: Vec<(usize, String)> =
        (1..).zip(rows.iter().map(|row| row.last().unwrap().to_string())).collect();
    let told: Vec<_> = told.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let expected =
        [(1, "arriba"), (3, "Revisión"), (5, "A: falta"), (8, "Nombre: entre"), (40, "abajo")];
    assert_eq!(told, expected.map(|(row, text)| (row, text.to_owned())));
    let written = part(&back, "xl/worksheets/sheet1.xml");
    assert!(written.contains("<c r=\"G3\""), "beside the merged heading: {written}");
    assert!(format_of(&back, "xl/worksheets/sheet1.xml", "A5").1.contains("FFF8D7DA"));
}
