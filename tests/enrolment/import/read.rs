//! Files as they really come: titles above, totals below, blank rows, two rows of headings, merged
//! cells, dates in three ways, capitals without accents, people twice.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::{last_import, sent};
use crate::enrolment::places;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::{Character, World};
use formacion::cohorts::entity::cohort::CohortId;

/// The form of the columns as the page shows it, sent back with the consent ticked.
async fn as_guessed(staff: &Character<'_>, address: &str, more: &[(&str, &str)]) {
    let page = staff.get(&format!("{address}?paso=columnas")).await.expect(200).body();
    let mut fields: Vec<(String, String)> =
        vec![("accion".into(), "revisar".into()), ("autorizo".into(), "si".into())];
    for select in page.split("<select").skip(1) {
        let name = select.split("name=\"").nth(1).and_then(|rest| rest.split('"').next());
        let chosen = select
            .split("</select")
            .next()
            .unwrap()
            .split("<option")
            .find(|o| o.contains("selected"));
        let value = chosen.and_then(|option| option.split("value=\"").nth(1)?.split('"').next());
        if let (Some(name), Some(value)) = (name, value) {
            fields.push((name.to_owned(), value.to_owned()));
        }
    }
    for (name, value) in more {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    staff.submit(&format!("{address}/columnas"), &fields).await.expect(200);
}

async fn enrols(
    staff: &Character<'_>,
    cohort: CohortId,
    bytes: &[u8],
    more: &[(&str, &str)],
) -> usize {
    let address = sent(staff, cohort, "lista", bytes).await;
    as_guessed(staff, &address, more).await;
    let done = staff.submit(&format!("{address}/confirmacion"), &[]).await;
    done.expect(200).expect_text("Importación terminada");
    places(staff.world, cohort).await.len()
}

#[rocket::async_test]
async fn a_workbook_of_an_alcaldia_with_everything_that_they_have() {
    let world = World::new("import-real").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 8, "ALCALDIA MUNICIPAL - LISTADO DE FUNCIONARIOS", &bold).unwrap();
    sheet.write_string(1, 0, "Fecha:").unwrap();
    sheet
        .write_datetime_with_format(1, 1, ExcelDateTime::from_ymd(2026, 11, 3).unwrap(), &date)
        .unwrap();
    // Two rows of headings, some of them merged over both.
    sheet.merge_range(3, 0, 4, 0, "No.", &bold).unwrap();
    sheet.merge_range(3, 1, 4, 1, "C.C.", &bold).unwrap();
    sheet.merge_range(3, 2, 3, 3, "APELLIDOS", &bold).unwrap();
    sheet.merge_range(3, 4, 3, 5, "NOMBRES", &bold).unwrap();
    for (column, text) in [(2, "PRIMER"), (3, "SEGUNDO"), (4, "PRIMER"), (5, "SEGUNDO")] {
        sheet.write_string(4, column, text).unwrap();
    }
    for (column, text) in [(6, "CARGO "), (7, "MUNICIPIO"), (8, "FECHA INGRESO"), (9, "CELULAR")] {
        sheet.write_string(4, column, text).unwrap();
    }
    let people = [
        ("1", "9200000901", "GUAYACAN", "ÑANDU", "LUZ", "MARCELA"),
        ("2", "9200000902", "DE LA HOZ", "", "JOSE", ""),
        ("3", "9200000903", " IRACA ", "MORA", "MARIA", "DEL PILAR"),
    ];
    let mut row = 5;
    for (n, (number, document, a, b, c, d)) in people.into_iter().enumerate() {
        sheet.write_string(row, 0, number).unwrap();
        sheet.write_number(row, 1, document.parse::<f64>().unwrap()).unwrap();
        for (column, text) in
            [(2, a), (3, b), (4, c), (5, d), (6, "PROFESIONAL "), (7, "Mapiripán - Meta")]
        {
            sheet.write_string(row, column, text).unwrap();
        }
        match n {
            0 => sheet
                .write_datetime_with_format(
                    row,
                    8,
                    ExcelDateTime::from_ymd(2020, 2, 1).unwrap(),
                    &date,
                )
                .unwrap(),
            1 => sheet.write_string(row, 8, "1 de febrero de 2020").unwrap(),
            _ => sheet.write_string(row, 8, "2020-02-01").unwrap(),
        };
        sheet.write_number(row, 9, 3_101_234_567.0).unwrap();
        row += 2;
    }
    sheet.write_string(row + 1, 0, "TOTAL: 3 FUNCIONARIOS").unwrap();
    sheet.write_string(row + 3, 0, "Elaboró: talento humano").unwrap();
    // Sixty thousand rows that somebody painted and left empty.
    for empty in row + 10..row + 1_010 {
        sheet.write_blank(empty, 0, &bold).unwrap();
    }
    let more = [("tipo_vinculacion", "carrera"), ("alcaldia", "si")];
    let count = enrols(&staff, cohort, &book.save_to_buffer().unwrap(), &more).await;
    assert_eq!(count, 3);
    let import = last_import(&world).await;
    assert_eq!((import.rows, import.skipped), (5, 2), "the total and the signature are nobody");
    staff
        .get(&format!("/cohortes/{cohort}/inscritos"))
        .await
        .expect_text("Guayacan Ñandu, Luz Marcela")
        .expect_text("de la Hoz, Jose")
        .expect_text("Iraca Mora, Maria del Pilar");
    world.finish().await;
}

#[rocket::async_test]
async fn lists_of_several_programs_and_encodings() {
    let world = World::new("import-dresses").await;
    let cohort =
        cohort(&world, CohortPlan { municipalities: vec!["50325"], ..CohortPlan::default() }).await;
    let staff = world.as_coordinator("MET").await;
    let list = |separator: char, from: usize| {
        let mut text = String::from(
            "Tipo|Número de identificación|Apellidos y nombres|Dependencia|Empleo|Correo electrónico institucional\r\n",
        );
        for n in from..from + 3 {
            text.push_str(&format!("C.C.|{}|Ñañez Peña, José María|Secretaría de Planeación|Técnico, nivel 2|a{n}@pueblo.example\r\n", super::document(n)));
        }
        let quoted: Vec<String> = text
            .lines()
            .map(|line| {
                let cells: Vec<String> =
                    line.split('|').map(|cell| format!("\"{cell}\"")).collect();
                cells.join(&separator.to_string())
            })
            .collect();
        quoted.join("\r\n")
    };
    let western =
        |text: &str| text.chars().map(|c| u8::try_from(c as u32).unwrap()).collect::<Vec<u8>>();
    let wide = |text: &str| {
        [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
    };
    let more = [("tipo_vinculacion", "provisional"), ("alcaldia", "si")];
    let mut expected = 0;
    for bytes in [
        list(';', 100).into_bytes(),
        format!("\u{feff}{}", list(',', 110)).into_bytes(),
        western(&list(';', 120)),
        wide(&list('\t', 130)),
        format!("sep=,\n{}", list(',', 140)).into_bytes(),
    ] {
        expected += 3;
        assert_eq!(enrols(&staff, cohort, &bytes, &more).await, expected);
    }
    staff.get(&format!("/cohortes/{cohort}/inscritos")).await.expect_text("Ñañez Peña, José María");
    world.finish().await;
}

#[rocket::async_test]
async fn a_list_without_headings_begins_with_its_first_person() {
    let world = World::new("import-bare").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let bytes = b"9200000950;Ana Iraca Mora;Tesorera\n9200000951;Luz Cedro;Auxiliar\n";
    let more = [
        ("columna[0]", "documento"),
        ("columna[1]", "nombre_completo"),
        ("columna[2]", "cargo"),
        ("municipio", "50325"),
        ("tipo_vinculacion", "carrera"),
        ("alcaldia", "si"),
    ];
    let address = sent(&staff, cohort, "lista.csv", bytes).await;
    staff.get(&address).await.expect_text("Columna A: sin título");
    as_guessed(&staff, &address, &more).await;
    let page = staff.get(&address).await.expect_text("Importar 2 personas");
    page.expect_text("Iraca Mora, Ana")
        .expect_text("Comprobar")
        .expect_text("Se leyó nombre «Ana» y apellido «Iraca Mora».")
        .expect_text("Compruebe cuáles palabras son nombres");
    world.finish().await;
}
