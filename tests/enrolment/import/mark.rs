//! The person's own file comes back with what is wrong marked, and nothing in it runs.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

use super::{confirmed, csv, fill, imported, people, sent, xlsx};
use crate::enrolment::places;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

/// The text of a part of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// What the column «Revisión» says of each row that it says something of, by the number of the row.
fn remarks(bytes: &[u8], sheet: &str) -> Vec<(usize, String)> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let rows = book.worksheet_range(sheet).unwrap();
    assert_eq!(rows.start(), Some((0, 0)));
    let told = (1..).zip(rows.rows().map(|row| row.last().unwrap().to_string()));
    told.filter(|(_, text)| !text.is_empty()).collect()
}

#[rocket::async_test]
async fn their_own_workbook_comes_back_with_its_cells_marked_and_the_mended_one_is_taken() {
    let world = World::new("import-mark").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..10);
    rows[4][1] = "12".to_owned();
    rows[6][4] = String::new();
    rows[7][6] = "sin arroba".to_owned();
    let mut sheets = rust_xlsxwriter::Workbook::new();
    for (name, rows) in [("Lista", &rows), ("Otra", &people(20..21))] {
        let sheet = sheets.add_worksheet();
        sheet.set_name(name).unwrap();
        fill(sheet, rows);
        sheet.set_column_width(2, 44).unwrap();
    }
    let address = sent(&staff, cohort, "lista.xlsx", &sheets.save_to_buffer().unwrap()).await;
    confirmed(&staff, &address, "3").await.expect_text("3 filas con errores");
    let file = staff.get(&format!("{address}/xlsx")).await.expect(200);
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice())).unwrap();
    assert_eq!(book.sheet_names(), ["Lista", "Otra"]);
    let data = book.worksheet_range("Lista").unwrap();
    assert_eq!(data.get_value((0, 0)), Some(&Data::String("LISTADO DE PARTICIPANTES".into())));
    assert_eq!(data.get_value((2, 1)), Some(&Data::String("CEDULA".into())));
    let document = super::document(0).parse().unwrap();
    assert_eq!(data.get_value((3, 1)), Some(&Data::Float(document)), "as it was sent");
    assert_eq!(data.get_value((3, 0)), Some(&Data::Float(1.0)));
    let told = remarks(&file.bytes, "Lista");
    let numbers: Vec<usize> = told.iter().map(|(row, _)| *row).collect();
    assert_eq!(numbers, [3, 8, 10, 11], "the heading and three rows");
    assert_eq!(told[0].1, "Revisión");
    assert!(told[1].1.starts_with("CEDULA: "), "{}", told[1].1);
    let position = &told[2].1;
    assert!(position.contains("Falta el cargo") && position.contains("Escriba el cargo"));
    let sheet = part(&file.bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("width=\"44."), "the widths are theirs: {sheet}");
    assert!(part(&file.bytes, "xl/styles.xml").contains("F8D7DA"));
    // What the person would do: the same file with three cells mended.
    let mended = xlsx(&people(0..10));
    let second = sent(&staff, cohort, "lista.xlsx", &mended).await;
    confirmed(&staff, &second, "3").await.expect_text("Importar 10 personas");
    staff.submit(&format!("{second}/confirmacion"), &[]).await.expect(200);
    assert_eq!(places(&world, cohort).await.len(), 10);
    world.finish().await;
}

#[rocket::async_test]
async fn the_marked_file_itself_may_be_sent_again() {
    let world = World::new("import-mark-back").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..4);
    rows[1][4] = String::new();
    // A CSV is written anew as a workbook, with its issues listed on a second sheet.
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    confirmed(&staff, &address, "1").await;
    let file = staff.get(&format!("{address}/xlsx")).await.expect(200);
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice())).unwrap();
    assert_eq!(book.sheet_names(), ["Datos", "Errores"]);
    let errors = book.worksheet_range("Errores").unwrap();
    let line: Vec<String> = errors.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(line[..3], ["3", "E3", "CARGO"].map(str::to_owned));
    assert!(line[5].contains("Falta el cargo") && line[6].contains("Escriba el cargo"));
    assert!(part(&file.bytes, "xl/comments1.xml").contains("Falta el cargo"));
    let again = sent(&staff, cohort, "por-corregir.xlsx", &file.bytes).await;
    let page = confirmed(&staff, &again, "1").await;
    page.expect_text("3 personas nuevas").expect_text("1 fila con errores").expect_text("E3");
    // A workbook comes back with a column more, which is nobody's data and does not come twice.
    let mut file = xlsx(&rows);
    for _ in 0..2 {
        let address = sent(&staff, cohort, "por-corregir.xlsx", &file).await;
        let page = confirmed(&staff, &address, "3").await;
        page.expect_text("3 personas nuevas").expect_text("1 fila con errores").expect_text("E5");
        file = staff.get(&format!("{address}/xlsx")).await.expect(200).bytes;
        let told = remarks(&file, "Sheet1");
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[1].0 == 5 && told[1].1.contains("CARGO: Falta el cargo"), "{told:?}");
        assert!(!part(&file, "xl/worksheets/sheet1.xml").contains("r=\"I"), "one column");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn formulas_are_refused_or_read_as_what_they_showed_and_never_written() {
    let world = World::new("import-formulas").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let payloads = [
        "=HYPERLINK(\"http://malo.example\",\"Ana\")",
        "=cmd|'/c calc'!A1",
        "@SUM(1+1)",
        "+1+1",
        "-1+1",
    ];
    let mut rows = people(0..payloads.len() * 2);
    for (n, payload) in payloads.iter().enumerate() {
        rows[n][2] = (*payload).to_owned();
        rows[payloads.len() + n][4] = (*payload).to_owned();
    }
    let address = sent(&staff, cohort, "lista.xlsx", &xlsx(&rows)).await;
    let page = confirmed(&staff, &address, "3").await;
    page.expect_text("10 filas con errores").expect_text("comienza como una fórmula");
    let file = staff.get(&format!("{address}/xlsx")).await.expect(200);
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice())).unwrap();
    let formulas = book.worksheet_formula("Sheet1").unwrap();
    assert_eq!(formulas.used_cells().filter(|cell| !cell.2.is_empty()).count(), 0);
    assert!(!part(&file.bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
    let data = book.worksheet_range("Sheet1").unwrap();
    assert_eq!(data.get_value((3, 2)), Some(&Data::String(payloads[0].into())), "as it was");
    assert_eq!(remarks(&file.bytes, "Sheet1").len(), 11, "the heading and ten rows");
    // A formula of theirs comes back as the value that it showed, on every sheet.
    let mut theirs = rust_xlsxwriter::Workbook::new();
    fill(theirs.add_worksheet(), &rows);
    let number = rust_xlsxwriter::Formula::new("A4+1").set_result("2");
    theirs.worksheet_from_index(0).unwrap().write_formula(4, 0, number).unwrap();
    let other = rust_xlsxwriter::Formula::new("HYPERLINK(\"http://malo.example\")").set_result("x");
    theirs.add_worksheet().write_formula(0, 0, other).unwrap();
    let address = sent(&staff, cohort, "lista.xlsx", &theirs.save_to_buffer().unwrap()).await;
    confirmed(&staff, &address, "3").await.expect_text("10 filas con errores");
    let file = staff.get(&format!("{address}/xlsx")).await.expect(200);
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice())).unwrap();
    for sheet in ["Sheet1", "Sheet2"] {
        assert_eq!(book.worksheet_formula(sheet).unwrap().used_cells().count(), 0, "{sheet}");
    }
    let data = book.worksheet_range("Sheet1").unwrap();
    assert_eq!(data.get_value((4, 0)), Some(&Data::Float(2.0)), "what it showed");
    imported(&staff, cohort, &people(20..22)).await;
    world.finish().await;
}
