//! P13: whatever people type, no cell of any workbook or CSV of the product is a formula.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use formacion::assembly::cards;
use formacion::platform::cells::harmless;
use rocket::http::Method;

use super::attacker;
use super::lands::Land;
use crate::support::figures::figure;
use crate::support::world::{Answered, Character, World};

/// Every card that answers a workbook or CSV of what people typed; `scripts` opens every address and
/// finds one that is missing here.
pub const SHEETS: [&str; 29] = [
    "/banco/importacion/plantilla",
    "/brechas/xlsx",
    "/capacidad-instalada/csv/<table>",
    "/capacidad-instalada/xlsx",
    "/carencias/xlsx",
    "/cohortes/<cohort>/asistencia/xlsx",
    "/cohortes/<cohort>/importacion/plantilla.xlsx",
    "/cohortes/<cohort>/inscritos/xlsx",
    "/cohortes/<cohort>/notas/xlsx",
    "/cohortes/xlsx",
    "/datos-abiertos/diccionario.csv",
    "/datos-abiertos/formacion.csv",
    "/importaciones/<import>/xlsx",
    "/indicadores/importacion/plantilla",
    "/informes/departamentos/<department>/cortes/<term>/csv/<sheet>",
    "/informes/departamentos/<department>/cortes/<term>/xlsx",
    "/informes/departamentos/<department>/csv/<sheet>",
    "/informes/departamentos/<department>/personas/csv",
    "/informes/departamentos/<department>/xlsx",
    "/informes/ejecutivos/calidad/xlsx",
    "/informes/ejecutivos/capacidad/xlsx",
    "/informes/ejecutivos/operacion/xlsx",
    "/informes/ganancia/xlsx",
    "/municipios/xlsx",
    "/necesidades/xlsx",
    "/notas/<book>/archivo",
    "/personas/xlsx",
    "/preguntas/archivo/xlsx",
    "/prioridades/xlsx",
];

/// What spreadsheets take for a formula when a text begins with it; each is put before the one above.
const BEGINNINGS: [&str; 8] = [
    "+573001234567 ",
    "-2+3 ",
    "@SUM(A1:A9) ",
    "＝1+1 ",
    "\t=1+1 ",
    "=cmd|' /C calc'!A0 ",
    "=HYPERLINK(\"http://mal.example\",\"x\") ",
    "=1+1;\"a\nb ",
];

/// Whether a spreadsheet opens what was answered.
pub fn is_sheet(answered: &Answered) -> bool {
    let kind = answered.header("Content-Type").unwrap_or_default();
    kind.starts_with("text/csv") || kind.contains("spreadsheetml")
}

/// One file: its cells, how many of them are formulas, and the headings of its columns in which the
/// payload stands.
#[derive(Default)]
struct Cells {
    all: usize,
    formulas: usize,
    written: BTreeSet<String>,
}

impl Cells {
    fn row(&mut self, sheet: &str, headings: &[String], row: &[String], payload: &str) {
        self.all += row.len();
        let bare = payload.trim();
        for (place, _) in row.iter().enumerate().filter(|(_, text)| text.contains(bare)) {
            // A heading may hold the payload too, and another one each time.
            let heading = headings.get(place).filter(|heading| !heading.contains(bare));
            self.written.insert(format!("{sheet} {place} {}", heading.map_or("", String::as_str)));
        }
    }
}

fn workbook(bytes: &[u8], payload: &str) -> Cells {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut cells = Cells::default();
    for sheet in book.sheet_names() {
        cells.formulas += book.worksheet_formula(&sheet).unwrap().used_cells().count();
        let range = book.worksheet_range(&sheet).unwrap();
        let rows: Vec<Vec<String>> =
            range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
        let headings = rows.first().cloned().unwrap_or_default();
        for row in &rows {
            cells.row(&sheet, &headings, row, payload);
        }
    }
    cells
}

fn text_file(bytes: &[u8], payload: &str) -> Cells {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = if first.contains(&b';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text);
    let mut cells = Cells::default();
    let mut headings: Option<Vec<String>> = None;
    for record in reader.records() {
        let row: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
        cells.formulas += row.iter().filter(|text| is_formula(text)).count();
        let headings = headings.get_or_insert_with(|| row.clone()).clone();
        cells.row("", &headings, &row, payload);
    }
    cells
}

/// Whether a spreadsheet that opens a CSV computes this field. A number below nought is one.
fn is_formula(text: &str) -> bool {
    let begins = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let number = text.replace('.', "").replace(',', ".").replace(" %", "");
    text.trim_start_matches(' ').starts_with(begins) && number.parse::<f64>().is_err()
}

async fn cast(world: &World) -> Vec<Character<'_>> {
    let mut cast = vec![world.as_anyone()];
    for email in [
        "coordinacion.meta",
        "direccion.meta",
        "facilitador.meta",
        "gobernacion.meta",
        "enlace.mapiripan",
        "nacional",
    ] {
        cast.push(world.as_account(&format!("{email}@demostracion.example")).await);
    }
    cast
}

#[rocket::async_test]
async fn no_cell_of_any_file_is_a_formula_whatever_was_typed() {
    let world = World::demo("formulas").await;
    let own = Land::of_unit(world.app.db.read(), "MET", "50", "50325").await;
    let open = own.while_open(world.app.db.read(), "MET").await;
    let cast = cast(&world).await;
    // Who gets which file, found once: the payloads change no right.
    let mut files = Vec::new();
    for card in cards().into_iter().filter(|card| SHEETS.contains(&card.path)) {
        assert_eq!(card.method, Method::Get);
        for address in BTreeSet::from([own.address(card.path), open.address(card.path)]) {
            for character in &cast {
                let answered = character.get(&address).await;
                if answered.status == 200 && is_sheet(&answered) {
                    files.push((card.path, address, character));
                    break;
                }
            }
        }
    }
    let read: BTreeSet<&str> = files.iter().map(|(path, ..)| *path).collect();
    let unread: Vec<_> = SHEETS.iter().filter(|path| !read.contains(**path)).collect();
    assert!(unread.is_empty(), "nobody gets {unread:?}");
    let (mut cells, mut formulas, mut wrong) = (0, 0, Vec::new());
    let mut columns = BTreeSet::new();
    for payload in BEGINNINGS {
        attacker::write(&world, payload, "").await;
        for (path, address, character) in &files {
            let answered = character.get(address).await.expect(200);
            let found = match answered.header("Content-Type").unwrap().starts_with("text/csv") {
                true => text_file(&answered.bytes, payload),
                false => workbook(&answered.bytes, payload),
            };
            cells += found.all;
            formulas += found.formulas;
            if found.formulas > 0 {
                wrong.push(format!("{address}: {} with {payload:?}", found.formulas));
            }
            columns.extend(found.written.into_iter().map(|column| format!("{path} {column}")));
        }
    }
    figure(
        "P13",
        formulas as f64,
        "formula cells",
        formulas == 0,
        &format!(
            "{} payloads before every typed text, {cells} cells of {} files of {} addresses; they \
             stand in {} columns",
            BEGINNINGS.len(),
            files.len() * BEGINNINGS.len(),
            SHEETS.len(),
            columns.len()
        ),
    );
    assert_eq!(formulas, 0, "{}", wrong.join("\n"));
    assert!(columns.len() > 60, "the payloads stand in {} columns", columns.len());
    world.finish().await;
}

#[test]
fn a_formula_would_be_found() {
    // The control: the same texts, written as they are, are formulas to who opens the file.
    for beginning in BEGINNINGS {
        assert!(is_formula(beginning), "{beginning:?}");
        assert!(!is_formula(&harmless(beginning)), "{beginning:?}");
        let line = format!("Nombre;Cargo\r\n\"{}\";x\r\n", beginning.replace('"', "\"\""));
        assert_eq!(text_file(line.as_bytes(), beginning).formulas, 1, "{beginning:?}");
    }
    assert!(!is_formula("-3,50") && !is_formula("-12 %") && is_formula("-3,50+1"));
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_formula(0, 0, "=1+1").unwrap();
    sheet.write_string(1, 0, "=1+1").unwrap();
    let read = workbook(&book.save_to_buffer().unwrap(), "=1+1");
    assert_eq!((read.formulas, read.written.len()), (1, 1));
}
