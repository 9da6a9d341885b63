//! The person's own file comes back with what is wrong marked, and nothing in it runs.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

use super::{confirmed, csv, imported, people, sent, xlsx};
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

#[rocket::async_test]
async fn cells_in_error_are_marked_explained_and_listed_and_the_mended_file_is_taken() {
    let world = World::new("import-mark").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..10);
    rows[4][1] = "12".to_owned();
    rows[6][4] = String::new();
    rows[7][6] = "sin arroba".to_owned();
    let address = sent(&staff, cohort, "lista.xlsx", &xlsx(&rows)).await;
    confirmed(&staff, &address, "3").await.expect_text("3 filas con errores");
    let file = staff.get(&format!("{address}/xlsx")).await.expect(200);
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice())).unwrap();
    assert_eq!(book.sheet_names(), ["Datos", "Errores"]);
    let data = book.worksheet_range("Datos").unwrap();
    assert_eq!(data.get_value((0, 0)), Some(&Data::String("LISTADO DE PARTICIPANTES".into())));
    assert_eq!(data.get_value((2, 1)), Some(&Data::String("CEDULA".into())));
    assert_eq!(data.get_value((3, 1)), Some(&Data::String(super::document(0))));
    assert_eq!(data.get_value((3, 0)), Some(&Data::Float(1.0)), "numbers stay numbers");
    let errors = book.worksheet_range("Errores").unwrap();
    let lines: Vec<Vec<String>> =
        errors.rows().skip(1).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0][..4], ["8", "B8", "CEDULA", "12"].map(str::to_owned));
    assert!(lines[1][5].contains("Falta el cargo") && lines[1][6].contains("Escriba el cargo"));
    assert!(part(&file.bytes, "xl/comments1.xml").contains("Falta el cargo"));
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
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    confirmed(&staff, &address, "1").await;
    let file = staff.get(&format!("{address}/xlsx")).await.expect(200);
    let again = sent(&staff, cohort, "por-corregir.xlsx", &file.bytes).await;
    let page = confirmed(&staff, &again, "1").await;
    page.expect_text("3 personas nuevas").expect_text("1 filas con errores").expect_text("E3");
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
    for sheet in ["Datos", "Errores"] {
        let formulas = book.worksheet_formula(sheet).unwrap();
        assert_eq!(formulas.used_cells().filter(|cell| !cell.2.is_empty()).count(), 0, "{sheet}");
        assert!(!part(&file.bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
    }
    let data = book.worksheet_range("Datos").unwrap();
    assert_eq!(data.get_value((3, 2)), Some(&Data::String(payloads[0].into())), "as it was");
    imported(&staff, cohort, &people(20..22)).await;
    world.finish().await;
}
