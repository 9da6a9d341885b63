//! «El municipio en una página»: what the figures of a municipality say, on one upright page of paper.
//!
//! Words and cells arrive written; `templates/documents/municipality.typ` decides only where they go.

mod samples;

use serde::Serialize;

pub use samples::sample;

use crate::DocumentError;
use crate::paper::{PaperHead, PaperLayout, plain};

/// More rows than these are no longer one page.
pub const MOST_ROWS: usize = 60;

const LAYOUT: PaperLayout = PaperLayout {
    kind: "municipio",
    version: "1",
    template: include_str!("../../../templates/documents/municipality.typ"),
};

/// Everything that the page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MunicipalitySheet {
    #[serde(flatten)]
    pub head: PaperHead,
    /// «Puerto Rico (Caquetá)»
    pub name: String,
    /// What the figures say, the most telling first.
    pub findings: Vec<String>,
    pub standings: Vec<StandingRow>,
    /// The cohorts that reached the municipality.
    pub reached: Vec<String>,
    /// What the municipality lacks.
    pub lacks: Vec<String>,
    /// What comes.
    pub next: Vec<String>,
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

/// The page as a PDF/A-2a and PDF/UA-1 file. The same page gives the same bytes.
///
/// It computes for some tens of milliseconds: call it from a blocking task.
pub fn pdf(sheet: &MunicipalitySheet) -> Result<Vec<u8>, DocumentError> {
    if sheet.name.trim().is_empty() {
        return DocumentError::invalid("name", "no puede estar vacío");
    }
    if sheet.standings.len() > MOST_ROWS {
        return DocumentError::invalid("standings", "una página tiene hasta 60 filas");
    }
    let sheet = printable(sheet);
    LAYOUT.pdf(&sheet.head, &sheet, Vec::new())
}

/// A strange character in one name must not keep anybody from reading: it is a question mark.
fn printable(sheet: &MunicipalitySheet) -> MunicipalitySheet {
    let mut sheet = sheet.clone();
    sheet.head.make_printable();
    plain(&mut sheet.name);
    for lines in [&mut sheet.findings, &mut sheet.reached, &mut sheet.lacks, &mut sheet.next] {
        lines.iter_mut().for_each(plain);
    }
    for row in &mut sheet.standings {
        plain(&mut row.capacity);
        row.cells.iter_mut().for_each(|cell| plain(&mut cell.text));
    }
    sheet
}
