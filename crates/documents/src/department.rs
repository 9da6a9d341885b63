//! «La hoja del departamento»: the board of a department on one upright page of paper.
//!
//! Words and cells arrive written; `templates/documents/department.typ` decides only where they go.

mod samples;

use serde::Serialize;

pub use samples::sample;

use crate::DocumentError;
use crate::paper::{PaperHead, PaperLayout, plain};
use crate::report::{Drawing, ReportFigure};

/// More rows of municipalities than these are no longer one page.
pub const MOST_ROWS: usize = 8;

const LAYOUT: PaperLayout = PaperLayout {
    kind: "departamento",
    version: "1",
    template: include_str!("../../../templates/documents/department.typ"),
};

/// Everything that the page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DepartmentSheet {
    #[serde(flatten)]
    pub head: PaperHead,
    /// «Caquetá»
    pub name: String,
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
}

/// A municipality with its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MunicipalityRow {
    pub name: String,
    /// Enrolled, in cohorts that began, attended, certified.
    pub cells: [String; 4],
}

/// The page as a PDF/A-2a and PDF/UA-1 file. The same page gives the same bytes.
///
/// It computes for some hundreds of milliseconds: call it from a blocking task.
pub fn pdf(sheet: &DepartmentSheet) -> Result<Vec<u8>, DocumentError> {
    if sheet.name.trim().is_empty() {
        return DocumentError::invalid("name", "no puede estar vacío");
    }
    if sheet.rows.len() > MOST_ROWS {
        return DocumentError::invalid("rows", "una página tiene hasta 8 municipios");
    }
    if sheet.trends.len() > 2 {
        return DocumentError::invalid("trends", "al lado del mapa caben dos dibujos");
    }
    let sheet = printable(sheet);
    let drawings = sheet.map.iter().chain(&sheet.trends);
    let pictures = drawings.map(|drawing| drawing.svg.clone().into_bytes()).collect();
    LAYOUT.pdf(&sheet.head, &sheet, pictures)
}

/// A strange character in one name must not keep anybody from reading: it is a question mark.
fn printable(sheet: &DepartmentSheet) -> DepartmentSheet {
    let mut sheet = sheet.clone();
    sheet.head.make_printable();
    for text in [&mut sheet.name, &mut sheet.finding, &mut sheet.more] {
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
    sheet
}
