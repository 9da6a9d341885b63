//! A report on paper: its figures, pictures and tables, ready for whoever reads it in five minutes.
//!
//! Words and cells arrive written; `templates/documents/report.typ` decides only where they go. It is
//! a page on its side, because the tables are wide.

mod samples;

use serde::Serialize;

pub use samples::sample;

use crate::DocumentError;
use crate::paper::{PaperHead, PaperLayout, plain};

/// More lines than anybody reads on paper: what is longer is a spreadsheet's.
pub const MOST_ROWS: usize = 2_000;

const LAYOUT: PaperLayout = PaperLayout {
    kind: "informe",
    version: "1",
    template: include_str!("../../../templates/documents/report.typ"),
};

/// Everything that a report says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    #[serde(flatten)]
    pub head: PaperHead,
    /// «Informe de asistencia»
    pub title: String,
    /// «Meta»
    pub subject: String,
    pub figures: Vec<ReportFigure>,
    pub sections: Vec<Section>,
}

/// A number with what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportFigure {
    pub number: String,
    pub label: String,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    pub title: String,
    /// A sentence beneath the title; may be empty.
    pub intro: String,
    pub pictures: Vec<Drawing>,
    pub table: Option<Table>,
}

/// A picture as SVG, and what it says to whoever does not see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drawing {
    pub title: String,
    pub alt: String,
    #[serde(skip)]
    pub svg: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// As many as columns, or none.
    pub total: Vec<String>,
    /// The place of the column that says whose a row is.
    pub head: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    pub heading: String,
    /// Aligned to the right.
    pub number: bool,
    /// Beside the other columns.
    pub width: f64,
}

/// The report as a PDF/A-2a and PDF/UA-1 file. The same report gives the same bytes.
///
/// It computes for some hundreds of milliseconds: call it from a blocking task.
pub fn pdf(report: &Report) -> Result<Vec<u8>, DocumentError> {
    check(report)?;
    let report = printable(report);
    let pictures: Vec<Vec<u8>> = report
        .sections
        .iter()
        .flat_map(|section| &section.pictures)
        .map(|drawing| drawing.svg.clone().into_bytes())
        .collect();
    LAYOUT.pdf(&report.head, &report, pictures)
}

fn check(report: &Report) -> Result<(), DocumentError> {
    for (field, text) in [("title", &report.title), ("subject", &report.subject)] {
        if text.trim().is_empty() {
            return DocumentError::invalid(field, "no puede estar vacío");
        }
    }
    for table in report.sections.iter().filter_map(|section| section.table.as_ref()) {
        let columns = table.columns.len();
        let uneven = |row: &Vec<String>| row.len() != columns;
        if columns <= table.head || table.rows.iter().any(uneven) {
            return DocumentError::invalid("rows", "cada fila tiene una celda por columna");
        }
        if !table.total.is_empty() && uneven(&table.total) {
            return DocumentError::invalid("total", "tiene una celda por columna");
        }
        if table.rows.len() > MOST_ROWS {
            return DocumentError::invalid("rows", "una tabla tiene hasta 2000 filas");
        }
    }
    Ok(())
}

/// A strange character in one name must not keep a director from reading: it is a question mark.
fn printable(report: &Report) -> Report {
    let mut report = report.clone();
    report.head.make_printable();
    plain(&mut report.title);
    plain(&mut report.subject);
    for section in &mut report.sections {
        plain(&mut section.title);
        plain(&mut section.intro);
        for drawing in &mut section.pictures {
            plain(&mut drawing.title);
            plain(&mut drawing.alt);
        }
        if let Some(table) = &mut section.table {
            table.columns.iter_mut().for_each(|column| plain(&mut column.heading));
            table.rows.iter_mut().flatten().for_each(plain);
            table.total.iter_mut().for_each(plain);
        }
    }
    report
}
