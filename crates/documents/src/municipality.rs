//! «El municipio en una página»: what the figures of a municipality say, on one upright page of paper.
//!
//! Words and cells arrive written; `templates/documents/municipality.typ` decides only where they go.

mod samples;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use samples::sample;

use crate::export::{self, Identity};
use crate::report::Note;
use crate::{DocumentError, text};

pub const VERSION: &str = "1";

/// More rows than these are no longer one page.
pub const MOST_ROWS: usize = 60;

const SOURCE: &str = include_str!("../../../templates/documents/municipality.typ");

/// Everything that the page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MunicipalitySheet {
    /// The entity that gives the page.
    pub issuer: String,
    /// «Puerto Rico (Caquetá)»
    pub name: String,
    /// «Corte 30/11/2026, 8:15 a. m.»
    pub cut_off: String,
    /// What the figures say, the most telling first.
    pub findings: Vec<String>,
    pub standings: Vec<StandingRow>,
    /// The cohorts that reached the municipality.
    pub reached: Vec<String>,
    /// What the municipality lacks.
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

/// A capacity with its cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandingRow {
    pub capacity: String,
    /// Who holds it, what was taught, what an index says.
    pub cells: [StandingCell; 3],
}

/// A cell that says its word and has its colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandingCell {
    pub text: String,
    /// none, lost, 1, 2 or 3.
    pub level: String,
}

#[derive(Serialize)]
struct Page<'a> {
    version: &'static str,
    #[serde(flatten)]
    sheet: &'a MunicipalitySheet,
}

/// The page as a PDF/A-2a and PDF/UA-1 file. The same page gives the same bytes.
///
/// It computes for some tens of milliseconds: call it from a blocking task.
pub fn pdf(sheet: &MunicipalitySheet) -> Result<Vec<u8>, DocumentError> {
    if sheet.name.trim().is_empty() {
        return invalid("name", "no puede estar vacío");
    }
    if sheet.standings.len() > MOST_ROWS {
        return invalid("standings", "una página tiene hasta 60 filas");
    }
    let sheet = printable(sheet);
    let ident = format!("municipio@{VERSION}/{}", sheet.ident);
    let identity = Identity { ident: &ident, created_at: sheet.cut_off_at };
    let page = Page { version: VERSION, sheet: &sheet };
    export::pdf(SOURCE, &page, serde_json::Value::Null, &identity)
}

fn invalid<T>(field: &str, reason: &str) -> Result<T, DocumentError> {
    Err(DocumentError::Invalid { field: field.to_owned(), reason: reason.to_owned() })
}

/// A strange character in one name must not keep anybody from reading: it is a question mark.
fn printable(sheet: &MunicipalitySheet) -> MunicipalitySheet {
    let mut sheet = sheet.clone();
    let plain = |text: &mut String| *text = text::piece(text);
    plain(&mut sheet.issuer);
    plain(&mut sheet.name);
    for lines in [&mut sheet.findings, &mut sheet.reached, &mut sheet.lacks, &mut sheet.next] {
        lines.iter_mut().for_each(plain);
    }
    for row in &mut sheet.standings {
        plain(&mut row.capacity);
        row.cells.iter_mut().for_each(|cell| plain(&mut cell.text));
    }
    sheet.notes.iter_mut().for_each(|note| plain(&mut note.text));
    sheet
}
