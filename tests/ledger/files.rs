//! A department's installed capacity as workbook and CSV: the cells of the page (R61).

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use super::class;
use crate::reports::pages::table;
use crate::support::fixtures::day;
use crate::support::world::{Character, World};
use formacion::platform::dates::input_date;

const PAGE: &str = "/capacidad-instalada";
const FILTERS: &str = "departamento=50&capacidad=TRI-01";

/// The fields of a CSV, headings first.
async fn csv(reader: &Character<'_>, kind: &str) -> Vec<Vec<String>> {
    let answer = reader.get(&format!("{PAGE}/csv/{kind}?{FILTERS}")).await.expect(200).body();
    let lines = answer.trim_start_matches('\u{feff}').lines();
    lines.map(|line| line.split(';').map(|field| field.replace('\u{a0}', " ")).collect()).collect()
}

fn said(cell: &Data, heading: &str) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Float(part) if ["De la meta"].contains(&heading) => {
            format!("{} %", (part * 100.0).round())
        }
        other => other.to_string(),
    }
}

#[rocket::async_test]
async fn workbook_and_csv_say_the_cells_of_the_page_on_the_same_day() {
    let world = World::new("ledger files").await;
    class(&world, 3).await;
    let met = world.as_coordinator("MET").await;
    let since = input_date(day(&world, -20));
    let wanted = [
        ("capacidad", "TRI-01"),
        ("personas", "4"),
        ("desde", since.as_str()),
        ("motivo", "Plan de desarrollo"),
    ];
    met.post("/municipios/50325/capacidad/meta", &wanted).await.expect(303);
    let gobernacion = world.as_gobernacion("50").await;
    let html = gobernacion.get(&format!("{PAGE}?{FILTERS}")).await.expect(200).body();
    let answer = gobernacion.get(&format!("{PAGE}/xlsx?{FILTERS}")).await.expect(200);
    let name = answer.header("Content-Disposition").unwrap_or_default();
    let today = input_date(day(&world, 0));
    assert!(name.contains(&format!("capacidad-instalada-50-{today}.xlsx")), "{name}");
    let mut book = Xlsx::new(Cursor::new(answer.bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Capacidades", "Municipios", "Detalle", "Notas"]);
    for (kind, sheet) in [("capacidades", "Capacidades"), ("municipios", "Municipios")] {
        let fields = csv(&gobernacion, kind).await;
        let range = book.worksheet_range(sheet).expect("the sheet");
        let typed: Vec<Vec<String>> = range
            .rows()
            .map(|row| {
                let cells = row.iter().zip(&fields[0]);
                cells.map(|(cell, heading)| said(cell, heading)).collect()
            })
            .collect();
        assert_eq!(typed, fields, "{sheet}");
        let shown = table(&html, kind);
        assert_eq!(shown.len(), fields.len(), "{sheet}");
        for (shown, row) in shown.iter().zip(&fields).skip(1) {
            // The page writes a name with its code, or as a link; the numbers are at its end.
            let numbers = |cells: &[String], count: usize| -> Vec<String> {
                let own = cells[cells.len() - count..].iter();
                own.map(|cell| {
                    if cell == "—" || cell == "sin meta" { String::new() } else { cell.clone() }
                })
                .collect()
            };
            let count = shown.len() - 1;
            let without_everybody: Vec<String> = match kind {
                // The page says once how many are known in the department.
                "capacidades" => [&row[..5], &row[6..]].concat(),
                _ => row.clone(),
            };
            assert_eq!(numbers(shown, count), numbers(&without_everybody, count), "{row:?}");
            assert!(shown[0].starts_with(&row[1]), "{row:?}");
        }
    }
    let here = csv(&gobernacion, "detalle").await;
    let pair = here.iter().find(|row| row[0] == "50325" && row[2] == "TRI-01").expect("the pair");
    assert_eq!(pair[4..], ["3", "0", "0", "4", "75 %"]);
    let notes = csv(&gobernacion, "notas").await;
    assert!(notes.iter().any(|row| row[0] == "Quién cuenta"), "{notes:?}");
    let capacity = csv(&gobernacion, "capacidades").await;
    let sums = capacity.iter().find(|row| row[0] == "TRI-01").expect("the capacity");
    assert_eq!(sums[2..], ["3", "0", "0", "3", "4", "75 %"]);
    world.finish().await;
}

#[rocket::async_test]
async fn files_of_another_department_or_of_no_sheet_are_not_there_and_a_day_to_come_is_refused() {
    let world = World::new("ledger files scope").await;
    let gobernacion = world.as_gobernacion("50").await;
    for path in
        ["/xlsx?departamento=18", "/csv/detalle?departamento=18", "/csv/nada?departamento=50"]
    {
        gobernacion.get(&format!("{PAGE}{path}")).await.expect(404);
    }
    let tomorrow = input_date(day(&world, 1));
    let refused = gobernacion.get(&format!("{PAGE}/xlsx?corte={tomorrow}")).await.expect(422);
    refused.expect_text("Esa fecha no ha llegado");
    world.finish().await;
}
