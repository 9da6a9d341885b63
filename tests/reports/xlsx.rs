//! The workbook, read back by another library, says what page and CSV say.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::META;
use super::csv::rows_of;
use super::pages::table;
use crate::support::fixtures::day;
use crate::support::world::{Character, World};

async fn workbook(reader: &Character<'_>, department: &str) -> Xlsx<Cursor<Vec<u8>>> {
    workbook_of(reader, department, "").await
}

async fn workbook_of(
    reader: &Character<'_>,
    department: &str,
    query: &str,
) -> Xlsx<Cursor<Vec<u8>>> {
    let path = format!("/informes/departamentos/{department}/xlsx{query}");
    let answered = reader.get(&path).await.expect(200);
    let name = answered.header("Content-Disposition").unwrap_or_default();
    assert!(name.contains(".xlsx"), "{name}");
    Xlsx::new(Cursor::new(answered.bytes)).expect("a workbook")
}

/// A cell as the page writes it, from its type.
fn said(cell: &Data, heading: &str) -> String {
    match cell {
        Data::Empty => "—".to_owned(),
        Data::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year}")
        }
        Data::Float(value) if heading.starts_with("Asistencia") => {
            format!("{} %", (value * 100.0).round())
        }
        Data::Float(value) if heading == "Horas" || heading == "Horas dictadas" => {
            grouped(&format!("{value:.2}"))
        }
        Data::Float(value) => grouped(&format!("{value:.0}")),
        other => panic!("an unexpected cell {other:?} under «{heading}»"),
    }
}

fn grouped(plain: &str) -> String {
    let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(a, b)| (a, Some(b)));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    fraction.map_or(out.clone(), |fraction| format!("{out},{fraction}"))
}

fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Vec<Vec<Data>> {
    let range = book.worksheet_range(name).expect("the sheet");
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The kind of the summary's values is said by the line, not by the heading.
fn lines(name: &str, rows: &[Vec<Data>]) -> Vec<Vec<String>> {
    let headings: Vec<String> = rows[0].iter().map(|cell| said(cell, "")).collect();
    rows.iter()
        .enumerate()
        .map(|(place, row)| {
            let cells = row.iter().zip(&headings);
            cells
                .map(|(cell, heading)| match (place, name) {
                    (0, _) => said(cell, ""),
                    (_, "Resumen") => said(cell, &said(&row[0], "")),
                    _ => said(cell, heading),
                })
                .collect()
        })
        .collect()
}

#[rocket::async_test]
async fn workbook_page_and_csv_agree_cell_by_cell() {
    let world = World::demo("reports_xlsx").await;
    // As it is today, and as it was known on a day that is over.
    let then = format!("?corte={}", day(&world, -10));
    let asked = [(META, "50", ""), (super::CAQUETA, "18", ""), (META, "50", then.as_str())];
    for (email, department, query) in asked {
        let reader = world.as_account(email).await;
        let base = format!("/informes/departamentos/{department}");
        let page = reader.get(&format!("{base}{query}")).await.expect(200).body();
        let mut book = workbook_of(&reader, department, query).await;
        assert_eq!(
            book.sheet_names(),
            // The last two of figures are read in `results`.
            ["Resumen", "Municipios", "Cohortes", "Asistencia", "Capacidades", "Calidad", "Notas"]
        );
        let mut compared = 0;
        for (name, slug) in [
            ("Resumen", "resumen"),
            ("Municipios", "municipios"),
            ("Cohortes", "cohortes"),
            ("Asistencia", "asistencia"),
        ] {
            let rows = sheet(&mut book, name);
            assert!(rows.len() > 2, "{name} has rows");
            let cells = lines(name, &rows);
            if slug != "asistencia" {
                let mut shown = table(&page, slug);
                if slug != "resumen" {
                    // A blank of the totals is a blank on the page, not a dash.
                    let total = shown.last_mut().expect("a row of totals");
                    for cell in total.iter_mut().filter(|cell| cell.is_empty()) {
                        *cell = "—".to_owned();
                    }
                }
                // The page leaves some columns of the cohorts to the files.
                let places: Vec<usize> = shown[0]
                    .iter()
                    .map(|heading| cells[0].iter().position(|own| own == heading).unwrap())
                    .collect();
                let left_out = cells[0].len() - places.len();
                assert_eq!(left_out, if slug == "cohortes" { 10 } else { 0 }, "{name}");
                let kept: Vec<Vec<String>> = cells
                    .iter()
                    .map(|row| places.iter().map(|place| row[*place].clone()).collect())
                    .collect();
                assert_eq!(shown, kept, "{name}, page");
            }
            let csv = reader.get(&format!("{base}/csv/{slug}{query}")).await.expect(200);
            let csv = rows_of(&csv.bytes);
            // A file has no total.
            let cells = &cells[..cells.len() - usize::from(slug != "resumen")];
            let csv: Vec<Vec<String>> = csv
                .iter()
                .enumerate()
                .map(|(place, row)| {
                    row.iter()
                        .enumerate()
                        .map(|(column, text)| {
                            if place == 0 {
                                return text.clone();
                            }
                            match (&rows[place][column], text.as_str()) {
                                (Data::Empty, "") => "—".to_owned(),
                                (Data::Float(_), text) if !text.contains('%') => {
                                    grouped(&text.replace(',', "."))
                                }
                                (_, text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
                            }
                        })
                        .collect()
                })
                .collect();
            assert_eq!(csv, cells, "{name}, CSV");
            compared += cells.iter().map(Vec::len).sum::<usize>();
        }
        assert!(compared > 500, "{compared} cells");
        let notes = sheet(&mut book, "Notas");
        let notes: String = notes.iter().flatten().map(ToString::to_string).collect();
        for fact in ["Fecha de corte", "Sesiones asistidas ÷", "DIVIPOLA", "Fuente"] {
            assert!(notes.contains(fact), "the notes say «{fact}»");
        }
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_attendance_of_each_cohort_is_that_of_the_workbook() {
    let world = World::demo("reports_xlsx_grid").await;
    let reader = world.as_account(META).await;
    let mut book = workbook(&reader, "50").await;
    let rows = lines("Asistencia", &sheet(&mut book, "Asistencia"));
    let page = reader.get("/informes/departamentos/50").await.body();
    let mut seen = 0;
    for link in super::pages::links(&page).iter().filter(|link| link.contains("/cohortes/")) {
        let html = reader.get(link).await.expect(200).body();
        if !html.contains("t-asistencia") {
            continue;
        }
        let grid = table(&html, "asistencia");
        let sessions = grid[0].len() - 9;
        for row in &grid[1..grid.len() - 1] {
            // Person and document name the row; cohort and course are the page's.
            let own = rows.iter().find(|own| {
                own[2] == row[0]
                    && own[3] == row[1]
                    && html.contains(&format!(" en {}</h1>", own[0]))
                    && html.contains(&format!("<dd>{}</dd>", own[1]))
            });
            let own = own.unwrap_or_else(|| panic!("{row:?} is not in the workbook"));
            assert_eq!(row[2..4], own[4..6]);
            for place in 0..sessions {
                let mark = if row[4 + place].is_empty() { "—" } else { &row[4 + place] };
                assert_eq!(mark, own[6 + place], "{row:?}");
            }
            // How each was enrolled is told by the workbook alone.
            assert_eq!(row[4 + sessions..], own[own.len() - 6..own.len() - 1], "{row:?}");
            seen += 1;
        }
    }
    assert_eq!(seen, rows.len() - 2, "every row of the workbook is on one page");
    world.finish().await;
}
