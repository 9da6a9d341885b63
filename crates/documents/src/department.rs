//! «La hoja del departamento»: the board of a department on one upright page of paper.
//!
//! Words and cells arrive written; `templates/documents/department.typ` decides only where they go.

mod samples;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use samples::sample;

use crate::export::{self, Identity};
use crate::report::{Drawing, Note, ReportFigure};
use crate::{DocumentError, text};

pub const VERSION: &str = "1";

/// More rows of municipalities than these are no longer one page.
pub const MOST_ROWS: usize = 8;

const SOURCE: &str = include_str!("../../../templates/documents/department.typ");

/// Everything that the page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DepartmentSheet {
    /// The entity that gives the page.
    pub issuer: String,
    /// «Caquetá»
    pub name: String,
    /// «Periodo 01/01/2026 a 31/12/2026»
    pub period: String,
    /// «Corte 30/11/2026, 8:15 a. m.»
    pub cut_off: String,
    pub figures: Vec<ReportFigure>,
    /// What the map says is its title. `None` where there is no municipality to draw.
    pub map: Option<Drawing>,
    /// At most two, beside the map.
    pub trends: Vec<Drawing>,
    /// What the municipalities with most people say.
    pub finding: String,
    pub rows: Vec<MunicipalityRow>,
    /// How many municipalities have no row; empty where none.
    pub more: String,
    /// What the department lacks.
    pub lacks: Vec<String>,
    /// What comes.
    pub next: Vec<String>,
    /// Where the figures come from and how they are counted.
    pub notes: Vec<Note>,
    /// Made from demonstration data: says so.
    pub demo: bool,
    /// What tells this page from any other; only its hash is in the file.
    #[serde(skip)]
    pub ident: String,
    #[serde(skip)]
    pub cut_off_at: DateTime<Utc>,
}

/// A municipality with its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MunicipalityRow {
    pub name: String,
    /// Enrolled, in cohorts that began, attended, certified.
    pub cells: [String; 4],
}

#[derive(Serialize)]
struct Page<'a> {
    version: &'static str,
    #[serde(flatten)]
    sheet: &'a DepartmentSheet,
}

/// The page as a PDF/A-2a and PDF/UA-1 file. The same page gives the same bytes.
///
/// It computes for some hundreds of milliseconds: call it from a blocking task.
pub fn pdf(sheet: &DepartmentSheet) -> Result<Vec<u8>, DocumentError> {
    if sheet.name.trim().is_empty() {
        return invalid("name", "no puede estar vacío");
    }
    if sheet.rows.len() > MOST_ROWS {
        return invalid("rows", "una página tiene hasta 8 municipios");
    }
    if sheet.trends.len() > 2 {
        return invalid("trends", "al lado del mapa caben dos dibujos");
    }
    let sheet = printable(sheet);
    let drawings = sheet.map.iter().chain(&sheet.trends);
    let pictures = drawings.map(|drawing| drawing.svg.clone().into_bytes()).collect();
    let ident = format!("departamento@{VERSION}/{}", sheet.ident);
    let identity = Identity { ident: &ident, created_at: sheet.cut_off_at };
    let page = Page { version: VERSION, sheet: &sheet };
    export::illustrated(SOURCE, &page, serde_json::Value::Null, pictures, &identity)
}

fn invalid<T>(field: &str, reason: &str) -> Result<T, DocumentError> {
    Err(DocumentError::Invalid { field: field.to_owned(), reason: reason.to_owned() })
}

/// A strange character in one name must not keep anybody from reading: it is a question mark.
fn printable(sheet: &DepartmentSheet) -> DepartmentSheet {
    let mut sheet = sheet.clone();
    let plain = |text: &mut String| *text = text::piece(text);
    for text in [&mut sheet.issuer, &mut sheet.name, &mut sheet.finding, &mut sheet.more] {
        plain(text);
    }
    for lines in [&mut sheet.lacks, &mut sheet.next] {
        lines.iter_mut().for_each(plain);
    }
    for row in &mut sheet.rows {
        plain(&mut row.name);
        row.cells.iter_mut().for_each(plain);
    }
    for drawing in sheet.map.iter_mut().chain(&mut sheet.trends) {
        plain(&mut drawing.title);
        plain(&mut drawing.alt);
    }
    sheet.notes.iter_mut().for_each(|note| plain(&mut note.text));
    sheet
}
