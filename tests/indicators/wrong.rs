//! Every bad row is named, and nothing is half-imported.

use formacion::indicators::refusals::IndicatorRefusal;
use rust_xlsxwriter::Workbook;

use super::{Sent, import, look, send, values, workbook};
use crate::support::world::World;

/// Rows of a file with what is said of each that is wrong.
async fn told(rows: &str) -> Vec<(u32, String)> {
    let world = World::new("indicators wrong").await;
    let by = world.as_administrator().await;
    let id = send(&by, Sent::values(rows)).await.unwrap();
    let looked = look(&by, id).await;
    let issues = looked.reading.issues.iter();
    let told: Vec<(u32, String)> = issues.map(|one| (one.row, one.what.clone())).collect();
    assert_eq!(told.len(), looked.reading.errors);
    if !told.is_empty() {
        assert_eq!(import(&by, id).await, Err(IndicatorRefusal::FileWrong));
        assert!(values(&world).await.is_empty(), "nothing is half-imported");
    }
    world.finish().await;
    told
}

fn assert_told(told: &[(u32, String)], expected: &[(u32, &str)]) {
    let rows: Vec<u32> = told.iter().map(|one| one.0).collect();
    assert_eq!(rows, expected.iter().map(|one| one.0).collect::<Vec<_>>(), "{told:?}");
    for ((_, said), (row, words)) in told.iter().zip(expected) {
        assert!(said.contains(words), "row {row}: «{said}» does not say «{words}»");
    }
}

#[rocket::async_test]
async fn each_bad_row_is_named_with_what_is_wrong_and_the_good_ones_wait() {
    let told = told(
        "080020001;;50;Meta;50325;Mapiripán;45,2;;2024;\n\
         080020001;;50;Meta;99999;Nadie;45,2;;2024;\n\
         080020001;;50;Meta;5001;Medellín;45,2;;2024;\n\
         080020001;;50;Meta;50450;Puerto Concordia;145,2;;2024;\n\
         080020001;;50;Meta;50577;Puerto Lleras;cuarenta;;2024;\n\
         080020001;;50;Meta;50325;Mapiripán;45,3;;2024;\n\
         080020001;;50;Meta;50325;Mapiripán;45,2;;2024;\n\
         080020001;;50;Meta;50006;Acacías;-1;;2024;\n\
         080020001;;50;Meta;50110;Barranca;50;;1815;\n\
         080020001;;50;Meta;Meta;Barranca;50;;2024;\n\
         ;;50;Meta;50110;Barranca;50;;2024;\n",
    )
    .await;
    assert_told(
        &told,
        &[
            (3, "Ningún municipio tiene el código 99999"),
            (4, "05001 es del departamento 05 y la fila dice 50"),
            (5, "fuera del rango de 080020001: 0 a 100"),
            (6, "«cuarenta» no es un número"),
            (7, "La fila 2 dice otro dato"),
            (9, "fuera del rango"),
            (10, "«1815» no es una vigencia"),
            (11, "no es un código DIVIPOLA"),
            (12, "no dice el código del indicador"),
        ],
    );
}

#[rocket::async_test]
async fn parts_of_one_among_points_of_a_hundred_are_named_and_not_guessed() {
    let mixed = told(
        "080020001;;;;50325;;0,452;;2024;\n080020001;;;;50450;;45,2;;2024;\n\
         080020001;;;;50577;;0;;2024;\n",
    )
    .await;
    assert_told(&mixed, &[(2, "0 a 1 junto a datos de 0 a 100")]);
    let parts = told("080020001;;;;50325;;0,452;;2024;\n").await;
    assert_told(&parts, &[(2, "Todos los datos de 080020001 de 2024 van de 0 a 1")]);
    // Another year of the same indicator, or another indicator, is another column.
    let apart = told("080020001;;;;50325;;0;;2024;\n080020001;;;;50450;;45,2;;2023;\n").await;
    assert!(apart.is_empty());
}

#[rocket::async_test]
async fn a_point_that_may_be_of_thousands_is_in_doubt_where_decimals_have_a_comma() {
    let comma = "080020001;;;;50325;;45.125;;2024;\n080020001;;;;50450;;45,2;;2024;\n";
    assert_told(&told(comma).await, &[(2, "El punto puede ser de miles o de decimales")]);
    let point = "080020001;;;;50325;;45.125;;2024;\n080020001;;;;50450;;45.2;;2024;\n";
    assert!(told(point).await.is_empty());
}

#[rocket::async_test]
async fn a_file_that_is_something_else_is_told_what_it_lacks() {
    let world = World::new("indicators strange").await;
    let by = world.as_administrator().await;
    let people = send(&by, Sent::csv("Nombre;Documento\nAna;1\n")).await;
    assert!(matches!(people, Err(IndicatorRefusal::NoHeadings { .. })));
    let twice = "codigo_unico;codigo_entidad;dato;anio;dato\n080020001;50325;1;2024;2\n";
    let twice = send(&by, Sent::csv(twice)).await;
    assert_eq!(twice, Err(IndicatorRefusal::HeadingTwice { cell: "E1".to_owned() }));
    let empty = Sent { bytes: workbook(&[]), ..Sent::csv("") };
    for sent in [Sent::csv(""), empty, Sent { bytes: b"PK\x03\x04x".to_vec(), ..Sent::csv("") }] {
        assert!(matches!(send(&by, sent).await, Err(IndicatorRefusal::File(_))));
    }
    let excel_error = workbook(&[
        vec!["codigo_unico", "codigo_entidad", "dato", "anio"],
        vec!["080020001", "50325", "#¡DIV/0!", "2024"],
    ]);
    let id = send(&by, Sent { bytes: excel_error, ..Sent::csv("") }).await.unwrap();
    assert_eq!(look(&by, id).await.reading.errors, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn notes_words_for_nothing_and_a_second_sheet_are_told_and_nothing_else_is_wrong() {
    let world = World::new("indicators notes").await;
    let by = world.as_administrator().await;
    let headings = ["codigo_unico", "codigo_entidad", "dato", "anio"];
    let mut book = Workbook::new();
    for (name, year) in [("2024", "2024"), ("2023", "2023")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        let rows = [
            headings,
            ["080020001", "50325", "45,2", year],
            ["080020001", "50006", "No disponible", year],
            ["080020001", "50110", "s.d.", year],
            ["Fuente: el publicador. * dato preliminar", "", "", ""],
        ];
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                sheet.write_string(row, column, text).unwrap();
            }
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let sent = |sheet| Sent { name: "mdm.xlsx", bytes: bytes.clone(), sheet, ..Sent::csv("") };
    let id = send(&by, sent(None)).await.unwrap();
    let looked = look(&by, id).await;
    assert_eq!(looked.preview.added(), 1, "the figures of one year");
    let reading = looked.reading;
    assert_eq!((reading.errors, reading.missing, reading.remarks), (0, 2, 1));
    assert_eq!(reading.unread, ["2023"]);
    let page = by.get(&format!("/indicadores/importacion/{id}")).await.expect(200);
    let page =
        page.expect_text("No se leyó la hoja 2023").expect_text("1 fila con una nota y sin datos");
    // The other sheet is offered, and read when it is chosen.
    let offered = format!("/indicadores/importacion?desde={id}&hoja=2023");
    assert!(page.addresses().contains(&offered), "the page leads to it");
    let form = by.get(&offered).await.expect(200);
    let named = form.body();
    let named = named.split("<input").find(|tag| tag.contains("name=\"hoja\"")).unwrap();
    let named = named.split('>').next().unwrap();
    assert!(named.contains("value=\"2023\""), "the form names the sheet: {named}");
    let id = send(&by, sent(Some("2023"))).await.unwrap();
    let looked = look(&by, id).await;
    assert!(looked.reading.entries.iter().all(|entry| entry.key.year == 2023));
    assert!(looked.reading.unread.is_empty());
    let none = send(&by, sent(Some("2022"))).await;
    assert_eq!(none, Err(IndicatorRefusal::NoSheet { name: "2022".to_owned() }));
    world.finish().await;
}
