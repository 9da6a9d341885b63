//! The grade book as a sheet: one row a person, one column an activity, and what it showed when it
//! went out.
//!
//! The heading of the last column says of which cohort it is, which was the last grade it showed, and
//! a digest of all that it showed. What was seen cannot be changed by hand to a later moment, because
//! the digest is of the grades as they were at that moment, which only the server can tell again.

use std::collections::HashMap;
use std::ops::ControlFlow;

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::scale::GradeScale;
use enrolment_model::queries::RollRow;
use platform::marked::REVIEW;
use platform::prelude::*;
use platform::search::fold;
use platform::secrets::digest;
use platform::xlsx::{self, Column, SheetLayout};
use sheets::{Book, Cell as Read, Kind, Limits, Row, SheetRefusal};

use crate::entity::activity::{self, ActivityId};
use crate::entity::grade_entry::GradeEntryId;
use crate::queries::{self, GradeKey};

const PERSON: &str = "Persona";
const DOCUMENT: &str = "Documento";
const ENTITY: &str = "Entidad";
const CODE: &str = "Código";
const FINAL: &str = "Definitiva";
const CONTROL: &str = "Control";

/// A cohort of a thousand people, and not much more.
pub fn limits() -> Limits {
    Limits { rows: 1_200, columns: 40, cell: 300, ..Limits::default() }
}

/// The control heading of a file: what it showed when it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookControl {
    pub cohort: CohortId,
    pub seen: GradeEntryId,
    digest: String,
}

impl BookControl {
    /// The digest of the grades that the file showed.
    pub fn of(cohort: CohortId, seen: GradeEntryId, shown: &HashMap<GradeKey, i32>) -> Self {
        let mut cells: Vec<_> = shown.iter().map(|((a, e), tenths)| (a.0, e.0, *tenths)).collect();
        cells.sort_unstable();
        let mut text = format!("{cohort} {seen}");
        for (activity, enrolment, tenths) in cells {
            text.push_str(&format!(";{activity} {enrolment} {tenths}"));
        }
        Self { cohort, seen, digest: digest(text).chars().take(20).collect() }
    }

    fn heading(&self) -> String {
        format!("{CONTROL} {}-{}-{}", self.cohort, self.seen, self.digest)
    }

    fn read(heading: &str) -> Option<Self> {
        let mut parts = heading.strip_prefix(CONTROL)?.trim().split('-');
        let control = Self {
            cohort: parts.next()?.parse().ok()?,
            // 0: nobody had been graded.
            seen: GradeEntryId(parts.next()?.parse().ok().filter(|seen: &i64| *seen >= 0)?),
            digest: parts.next()?.to_owned(),
        };
        parts.next().is_none().then_some(control)
    }
}

/// Everything that a grade book is written from.
pub struct BookContents<'a> {
    pub title: &'a str,
    pub cohort: &'a cohort::Model,
    pub activities: &'a [activity::Model],
    pub people: &'a [RollRow],
    /// Documents are masked.
    pub masked: bool,
    pub grades: &'a HashMap<GradeKey, i32>,
    pub seen: GradeEntryId,
}

/// «Prueba final (60 %) [12]»: the number in brackets is what is read again.
fn heading(activity: &activity::Model) -> String {
    format!("{} ({} %) [{}]", activity.name, activity.weight, activity.id)
}

/// # Errors
/// It cannot be written.
pub fn workbook(book: &BookContents<'_>, made_at: DateTime<Utc>) -> Result<Vec<u8>, AppError> {
    let control = BookControl::of(book.cohort.id, book.seen, book.grades);
    let mut columns = vec![
        Column::new(PERSON, 34.0),
        Column::new(DOCUMENT, 18.0),
        Column::new(ENTITY, 30.0),
        Column::new(CODE, 10.0),
    ];
    columns.extend(book.activities.iter().map(|one| Column::new(heading(one), 16.0)));
    columns.push(Column::new(FINAL, 12.0));
    columns.push(Column::new(control.heading(), 16.0));
    let rows =
        book.people.iter().map(|person| {
            let mut cells = vec![
                xlsx::Cell::text(person.name.by_surname()),
                xlsx::Cell::text(person.document(book.masked)),
                xlsx::Cell::text(person.entity.clone().unwrap_or_default()),
                xlsx::Cell::text(person.enrolment.to_string()),
            ];
            cells.extend(book.activities.iter().map(|one| {
                xlsx::Cell::grade(book.grades.get(&(one.id, person.enrolment)).copied())
            }));
            let fin = queries::final_of(book.activities, book.grades, person.enrolment);
            cells.push(match fin.tenths() {
                Some(tenths) => xlsx::Cell::Grade(tenths),
                None => xlsx::Cell::text(fin.text()),
            });
            cells
        });
    let mut written = xlsx::Book::new(book.title, made_at)?;
    written.sheet(SheetLayout { name: "Planilla", columns: &columns, frozen_columns: 1 }, rows)?;
    let scale = book.cohort.scale;
    written.notes(&[
        ("Cohorte", book.title.to_owned()),
        ("Notas", format!("De {}, con coma o punto y un decimal como máximo.", scale.label())),
        ("Qué se llena", "Solo las columnas de las actividades, las que terminan en un número entre corchetes.".to_owned()),
        ("Celdas vacías", "Dejan la nota como está. Una nota se quita en la página.".to_owned()),
        ("Definitiva", "Es un valor, no una fórmula: se calcula de nuevo cuando sube el archivo.".to_owned()),
        ("Persona, Documento, Código y Control", "Dicen de quién es cada fila y qué notas mostraba el archivo. No los cambie. Las filas se pueden ordenar, filtrar o borrar.".to_owned()),
        ("Fórmulas", "No se aceptan: pegue los valores.".to_owned()),
        ("Cómo vuelve", "Notas, «Subir la planilla»: primero se revisa todo y usted decide.".to_owned()),
    ])?;
    written.finish()
}

/// What was read from one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellReading {
    Grade(i32),
    /// Why the cell holds no grade.
    Wrong(String),
}

/// One row of a grade book: the person that it names, and its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookRow {
    /// From 1.
    pub row: u32,
    pub person: String,
    pub document: String,
    pub code: String,
    /// By activity, of the cells with something in them.
    pub cells: Vec<(ActivityId, CellReading)>,
    /// The final grade as the file has it. `None` means that there is no number, be it written as text,
    /// and no formula.
    pub fin: Option<CellReading>,
}

/// Everything that was read from a file.
#[derive(Clone, Debug, Default)]
pub struct BookReading {
    /// The row of the headings; 0 means that the file has none of them.
    pub header: u32,
    pub control: Option<BookControl>,
    pub lines: Vec<BookRow>,
    /// Headings that say of nothing what it is, each with its column.
    pub strange: Vec<(u32, String)>,
    /// The visible sheets after the first; only the first one is read.
    pub unread: Vec<String>,
    columns: HashMap<ActivityId, u32>,
    person: Option<u32>,
    document: Option<u32>,
    code: Option<u32>,
    fin: Option<u32>,
}

impl BookReading {
    /// Where an activity stands.
    pub fn column(&self, activity: ActivityId) -> Option<u32> {
        self.columns.get(&activity).copied()
    }

    pub fn code_column(&self) -> Option<u32> {
        self.code
    }

    pub fn final_column(&self) -> Option<u32> {
        self.fin
    }

    /// The activities of its columns, from left to right.
    pub fn activities(&self) -> Vec<(ActivityId, u32)> {
        let mut all: Vec<_> = self.columns.iter().map(|(id, column)| (*id, *column)).collect();
        all.sort_by_key(|(_, column)| *column);
        all
    }
}

/// What a file says, on a scale.
///
/// # Errors
/// What it is instead of a spreadsheet, or the limit that it passes.
pub fn read(bytes: &[u8], scale: GradeScale) -> Result<BookReading, SheetRefusal> {
    let mut book = Book::open(bytes, limits())?;
    let after = book.sheets().into_iter().skip(1);
    let unread = after.filter(|sheet| !sheet.hidden && sheet.name != xlsx::NOTES);
    let mut reading =
        BookReading { unread: unread.map(|sheet| sheet.name).collect(), ..BookReading::default() };
    let mut any = false;
    book.rows(0, |row| {
        any = true;
        if reading.header == 0 {
            headings(&row, &mut reading);
        } else {
            line(&row, scale, &mut reading);
        }
        ControlFlow::Continue(())
    })?;
    if any { Ok(reading) } else { Err(SheetRefusal::Empty) }
}

fn headings(row: &Row, reading: &mut BookReading) {
    let mut read = BookReading { header: row.number, ..BookReading::default() };
    for cell in &row.cells {
        let text = fold(&cell.text);
        let own = [
            (PERSON, &mut read.person),
            (DOCUMENT, &mut read.document),
            (CODE, &mut read.code),
            (FINAL, &mut read.fin),
        ];
        if let Some((_, column)) = own.into_iter().find(|(title, _)| text == fold(title)) {
            column.get_or_insert(cell.column);
        } else if cell.text.starts_with(CONTROL) {
            read.control = read.control.or_else(|| BookControl::read(&cell.text));
        } else if let Some(activity) = activity_of(&cell.text) {
            read.columns.entry(activity).or_insert(cell.column);
        } else if text != fold(ENTITY) && cell.text != REVIEW {
            read.strange.push((cell.column, cell.text.clone()));
        }
    }
    if read.code.is_some() && read.person.is_some() {
        read.unread = std::mem::take(&mut reading.unread);
        *reading = read;
    }
}

fn activity_of(heading: &str) -> Option<ActivityId> {
    let (_, number) = heading.strip_suffix(']')?.rsplit_once('[')?;
    number.parse().ok()
}

fn line(row: &Row, scale: GradeScale, reading: &mut BookReading) {
    let text = |column: Option<u32>| column.map_or("", |column| row.text(column)).to_owned();
    let mut cells = Vec::new();
    for (activity, column) in reading.activities() {
        if let Some(cell) = row.cell(column) {
            cells.push((activity, typed(cell, scale)));
        }
    }
    let (person, code) = (text(reading.person), text(reading.code));
    if cells.is_empty() && person.is_empty() && code.is_empty() {
        return;
    }
    let document = text(reading.document);
    let fin = reading.fin.and_then(|column| row.cell(column));
    let says_number = |cell: &&Read| match cell.kind {
        Kind::Number => true,
        // All of a CSV is text.
        Kind::Text => numbers::parse_tenths(&cell.text).is_some(),
        Kind::Date | Kind::Boolean | Kind::Error => false,
    };
    let fin = fin.filter(|cell| cell.formula || says_number(cell));
    let fin = fin.map(|cell| typed(cell, scale));
    reading.lines.push(BookRow { row: row.number, person, document, code, cells, fin });
}

/// Reads a grade as people write it in a spreadsheet.
fn typed(cell: &Read, scale: GradeScale) -> CellReading {
    if cell.formula {
        return CellReading::Wrong("es una fórmula. Pegue el valor.".to_owned());
    }
    let shown: String = cell.text.chars().take(20).collect();
    let wrong = || {
        CellReading::Wrong(format!(
            "«{shown}» no es una nota. Escriba un número {}, con un decimal como máximo.",
            scale.between()
        ))
    };
    let tenths = match cell.kind {
        Kind::Number => cell.text.parse::<f64>().ok().and_then(whole_tenths),
        Kind::Text => numbers::parse_tenths(&cell.text),
        Kind::Date => {
            return CellReading::Wrong(format!(
                "la hoja de cálculo la volvió una fecha ({shown}). Escríbala como texto."
            ));
        }
        Kind::Boolean | Kind::Error => None,
    };
    match tenths {
        Some(tenths) if scale.has(tenths) => CellReading::Grade(tenths),
        _ => wrong(),
    }
}

/// Spreadsheets keep 4.7 as the nearest binary fraction: what differs by less than a millionth of a
/// tenth is that tenth, and nothing else is rounded.
fn whole_tenths(value: f64) -> Option<i32> {
    let tenths = value * 10.0;
    let whole = tenths.round();
    let near = (tenths - whole).abs() < 1e-6 && (0.0..=10_000.0).contains(&whole);
    near.then(|| numbers::parse_tenths(&format!("{:.1}", whole / 10.0))).flatten()
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
