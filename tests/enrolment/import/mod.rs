//! Many people at once, from a spreadsheet as it really comes.

mod again;
mod check;
mod complete;
mod contradict;
mod elsewhere;
mod habits;
mod mark;
mod mend;
mod read;
mod same;
mod send;
mod template;
mod write;

use formacion::cohorts::entity::cohort::CohortId;
use formacion::enrolment::import::entity::import::{self, State};
use formacion::enrolment::import::entity::{import_file, import_issue};
use rust_xlsxwriter::{Workbook, Worksheet};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};

use crate::support::world::{Answered, Character, World};

/// The headings of a list as alcaldías send it.
pub const HEADINGS: [&str; 7] =
    ["No.", "CEDULA", "NOMBRES Y APELLIDOS", "MUNICIPIO", "CARGO", "VINCULACION", "CORREO"];

const GIVEN: [&str; 8] = ["ANA", "LUZ", "JOSE", "PEDRO", "CARMEN", "OLGA", "DARIO", "RUTH"];
const FAMILY: [&str; 9] =
    ["ARRAYAN", "BALSO", "CEDRO", "DRAGO", "ESPINO", "GUAYACAN", "IRACA", "LAUREL", "MORICHE"];

/// The document of the n-th person of a list.
pub fn document(n: usize) -> String {
    (9_200_000_000_u64 + n as u64).to_string()
}

/// The n-th person as a row of [`HEADINGS`].
pub fn person(n: usize) -> Vec<String> {
    let name =
        format!("{} {} {} {}", GIVEN[n % 8], GIVEN[n / 8 % 8], FAMILY[n / 64 % 9], FAMILY[n % 9]);
    vec![
        (n + 1).to_string(),
        document(n),
        name,
        "MAPIRIPAN".to_owned(),
        "TECNICO ADMINISTRATIVO".to_owned(),
        "CARRERA".to_owned(),
        format!("persona.{n}@pueblo.example"),
    ]
}

pub fn people(numbers: std::ops::Range<usize>) -> Vec<Vec<String>> {
    numbers.map(person).collect()
}

/// A list as CSV of Spanish Excel.
pub fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut text = HEADINGS.join(";");
    for row in rows {
        text.push_str("\r\n");
        text.push_str(&row.join(";"));
    }
    text.into_bytes()
}

/// A list as a workbook, its documents as numbers, below two rows of title.
pub fn xlsx(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), rows);
    book.save_to_buffer().unwrap()
}

/// Writes a list on a sheet, its documents as numbers, below two rows of title.
pub fn fill(sheet: &mut Worksheet, rows: &[Vec<String>]) {
    sheet.write_string(0, 0, "LISTADO DE PARTICIPANTES").unwrap();
    for (column, heading) in (0_u16..).zip(HEADINGS) {
        sheet.write_string(2, column, heading).unwrap();
    }
    for (row, cells) in (3_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(cells) {
            match text.parse::<f64>() {
                Ok(number) if column < 2 => sheet.write_number(row, column, number).unwrap(),
                _ => sheet.write_string(row, column, text).unwrap(),
            };
        }
    }
}

/// The columns of [`HEADINGS`] confirmed as they were guessed.
pub const CONFIRMED: [(&str, &str); 12] = [
    ("accion", "revisar"),
    ("hoja", "0"),
    ("columna[1]", "documento"),
    ("columna[2]", "nombre_completo"),
    ("columna[3]", "municipio"),
    ("columna[4]", "cargo"),
    ("columna[5]", "tipo_vinculacion"),
    ("columna[6]", "correo"),
    ("tipo_documento", "CC"),
    ("municipio", ""),
    ("alcaldia", "si"),
    ("autorizo", "si"),
];

/// Sends a file; answers where its import is.
pub async fn sent(staff: &Character<'_>, cohort: CohortId, name: &str, bytes: &[u8]) -> String {
    let path = format!("/cohortes/{cohort}/importacion");
    let answered = staff.upload(&path, name, bytes).await.expect(303);
    answered.location.expect("leads to the import")
}

/// Confirms the columns of an import; opens what follows.
pub async fn confirmed(staff: &Character<'_>, address: &str, header: &str) -> Answered {
    let fields = [CONFIRMED.as_slice(), &[("fila", header)]].concat();
    staff.submit(&format!("{address}/columnas"), &fields).await.expect(200)
}

/// Sends a list, confirms its columns and imports it.
pub async fn imported(staff: &Character<'_>, cohort: CohortId, rows: &[Vec<String>]) -> Answered {
    let address = sent(staff, cohort, "lista.csv", &csv(rows)).await;
    confirmed(staff, &address, "1").await;
    staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200)
}

pub async fn last_import(world: &World) -> import::Model {
    let last = import::Entity::find().order_by_desc(import::Column::Id).one(world.app.db.read());
    last.await.unwrap().expect("there is one")
}

/// Imports, files and issues that are kept.
pub async fn kept(world: &World) -> (u64, u64, u64) {
    let db = world.app.db.read();
    (
        import::Entity::find().count(db).await.unwrap(),
        import_file::Entity::find().count(db).await.unwrap(),
        import_issue::Entity::find().count(db).await.unwrap(),
    )
}

pub async fn state(world: &World) -> State {
    last_import(world).await.state
}
