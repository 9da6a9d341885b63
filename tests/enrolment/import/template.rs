//! The template: filled in, it comes back as any other file.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::Workbook;

use super::sent;
use crate::enrolment::places;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

#[rocket::async_test]
async fn the_template_filled_in_is_understood_without_a_correction() {
    let world = World::new("import-template").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/importacion/plantilla.xlsx");
    let file = staff.get(&path).await.expect(200);
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice())).unwrap();
    assert_eq!(book.sheet_names(), ["Inscritos", "Notas", "Listas"]);
    let sheet = book.worksheet_range("Inscritos").unwrap();
    let headings: Vec<String> =
        sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(sheet.height(), 1, "no example among the people");
    let notes = book.worksheet_range("Notas").unwrap();
    assert!(notes.used_cells().any(|cell| cell.2.to_string().contains("Mapiripán (Meta)")));
    // Filled in as a person would, with values of its lists.
    let mut filled = Workbook::new();
    let to = filled.add_worksheet();
    let rows = [
        [
            "Cédula de ciudadanía",
            "1.234.567",
            "Luz",
            "Marcela",
            "Guayacán",
            "Ñandú",
            "Mapiripán (Meta)",
            "Alcaldía",
            "Tesorera",
            "Carrera administrativa",
            "luz@entidad.example",
            "310 123 4567",
        ],
        [
            "Permiso por protección temporal",
            "99000030",
            "José",
            "",
            "Drago",
            "",
            "Puerto Lleras (Meta)",
            "Personería",
            "Auxiliar",
            "Contratista de prestación de servicios",
            "",
            "",
        ],
    ];
    for (column, heading) in (0_u16..).zip(&headings) {
        to.write_string(0, column, heading).unwrap();
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(cells) {
            to.write_string(row, column, text).unwrap();
        }
    }
    let address = sent(&staff, cohort, "plantilla.xlsx", &filled.save_to_buffer().unwrap()).await;
    let page = staff.get(&address).await.expect(200).body();
    let guessed = page.matches("selected").count();
    let mut fields = vec![("accion", "revisar"), ("hoja", "0"), ("fila", "1"), ("autorizo", "si")];
    let targets = [
        "tipo_documento",
        "documento",
        "primer_nombre",
        "segundo_nombre",
        "primer_apellido",
        "segundo_apellido",
        "municipio",
        "entidad",
        "cargo",
        "tipo_vinculacion",
        "correo",
        "telefono",
    ];
    let names: Vec<String> = (0..12).map(|n| format!("columna[{n}]")).collect();
    for (name, target) in names.iter().zip(targets) {
        assert!(page.contains(&format!("value=\"{target}\" selected")), "{target} is guessed");
        fields.push((name, target));
    }
    assert!(guessed >= 12);
    let checked = staff.submit(&format!("{address}/columnas"), &fields).await.expect(200);
    checked.expect_text("Importar 2 personas");
    staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
    assert_eq!(places(&world, cohort).await.len(), 2);
    staff
        .get(&format!("/cohortes/{cohort}/inscritos"))
        .await
        .expect_text("Guayacán Ñandú, Luz Marcela")
        .expect_text("C. C. 1.234.567")
        .expect_text("Alcaldía de Mapiripán")
        .expect_text("P. P. T. 99.000.030");
    world.finish().await;
}
