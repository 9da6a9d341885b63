//! The CSV of each sheet opens in a spreadsheet set to Spanish as what it is.

use super::META;
use crate::support::world::World;

/// The fields of a CSV of ours; fails when it is not one.
pub fn rows_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(text);
    reader
        .records()
        .map(|record| record.expect("a record").iter().map(str::to_owned).collect())
        .collect()
}

#[rocket::async_test]
async fn a_sheet_has_mark_semicolons_commas_and_nothing_but_its_rows() {
    let world = World::demo("reports_csv").await;
    let reader = world.as_account(META).await;
    for (slug, first) in [
        ("resumen", "Indicador"),
        ("municipios", "Código"),
        ("cohortes", "Cohorte"),
        ("asistencia", "Cohorte"),
    ] {
        let answered =
            reader.get(&format!("/informes/departamentos/50/csv/{slug}")).await.expect(200);
        let kind = answered.header("Content-Type").unwrap_or_default().to_owned();
        assert!(kind.starts_with("text/csv"), "{kind}");
        let name = answered.header("Content-Disposition").unwrap_or_default();
        assert!(name.contains(&format!("{slug}-50-")), "{name}");
        let rows = rows_of(&answered.bytes);
        assert_eq!(rows[0][0], first);
        for row in &rows {
            assert_eq!(row.len(), rows[0].len(), "{slug}: {row:?}");
            assert!(!row.iter().any(|cell| cell == "Total"), "{slug}: no sum among what is summed");
        }
    }
    let notes = reader.get("/informes/departamentos/50/csv/notas").await.expect(200);
    let notes = rows_of(&notes.bytes);
    assert_eq!(notes[0], ["Nota", "Texto"]);
    for fact in ["Fuente", "Fecha de corte", "Asistencia", "Territorio"] {
        assert!(notes.iter().any(|row| row[0] == fact), "the notes say «{fact}»");
    }
    let summary = reader.get("/informes/departamentos/50/csv/resumen").await;
    let hours = rows_of(&summary.bytes);
    let hours = hours.iter().find(|row| row[0] == "Horas dictadas").unwrap();
    assert!(hours[1].contains(','), "decimals have a comma: {}", hours[1]);
    let municipalities = reader.get("/informes/departamentos/50/csv/municipios").await;
    assert!(
        municipalities.body().contains("\r\n50001;Villavicencio;"),
        "codes are texts as they are"
    );
    world.finish().await;
}

#[rocket::async_test]
async fn a_sheet_that_does_not_exist_is_not_found() {
    let world = World::new("reports_csv_unknown").await;
    let reader = world.as_gobernacion("50").await;
    for sheet in ["Notas", "", "resumen.csv", "..%2F..%2Fetc"] {
        let path = format!("/informes/departamentos/50/csv/{sheet}");
        reader.get(&path).await.expect(404);
    }
    world.finish().await;
}
