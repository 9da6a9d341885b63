//! The sheets of a print that nobody entered, a line each.

use platform::prelude::*;

use crate::paper::entity::exam_print::PrintId;
use crate::views::ActivityHead;

#[derive(Clone, Debug, Serialize, Example)]
pub struct GridPage {
    pub form: FormState,
    pub head: ActivityHead,
    pub print: PrintId,
    /// Why nothing is entered.
    #[example((size.count == 1).then(|| "La cohorte está cerrada.".into()))]
    pub blocked: Option<String>,
    /// What was kept of the lines that were sent.
    pub told: Option<String>,
    pub rows: Vec<GridRow>,
    /// More sheets wait than one page takes.
    pub more: bool,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GridRow {
    pub field: String,
    /// «3 · 7F3K-Q2QD».
    pub sheet: String,
    pub href: String,
    pub name: String,
    pub letter: String,
    /// «10 respuestas».
    pub asks: String,
}

impl View for GridPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/paper/grid";
    fn title(&self) -> String {
        format!("Digitar en planilla: {}", self.head.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs("Digitar en planilla")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
