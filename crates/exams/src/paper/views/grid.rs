//! The sheets of a print that nobody entered, a line each.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::fields::FormState;
use platform::pages::{Crumb, View};

#[derive(Clone, Debug, Serialize)]
pub struct GridPage {
    pub form: FormState,
    pub number: String,
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub print_href: String,
    pub action: String,
    /// Why nothing is entered.
    pub blocked: Option<String>,
    /// What was kept of the lines that were sent.
    pub told: Option<String>,
    pub rows: Vec<GridRow>,
    /// More sheets wait than one page takes.
    pub more: bool,
}

#[derive(Clone, Debug, Serialize)]
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
        format!("Digitar en planilla: {}", self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Digitar en planilla")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let row = |number: i32, name: &str| GridRow {
            field: format!("hoja[{number}]"),
            sheet: format!("{number} · 7F3K-Q2QD"),
            href: "/hojas/7F3KQ2QD".into(),
            name: name.into(),
            letter: "A".into(),
            asks: "10 respuestas".into(),
        };
        let full = Self {
            form: FormState::default()
                .with("fecha", "2026-11-24")
                .with("hora", "08:00")
                .with("hoja[1]", "ABX")
                .refused("hoja[1]", "Respuesta 3, «X»: escriba letras de la A a la D."),
            number: "1".into(),
            activity: "Prueba inicial".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            print_href: "/impresiones/1".into(),
            action: "/impresiones/1/planilla".into(),
            blocked: None,
            told: Some("Se guardaron 12 hojas.".into()),
            rows: vec![row(1, "Ruiz Peña, Ana"), row(2, "Guayacán Ñandú, Luz Marcela")],
            more: true,
        };
        let blocked = Self {
            form: FormState::default(),
            blocked: Some("La cohorte está cerrada.".into()),
            rows: vec![],
            told: None,
            more: false,
            ..full.clone()
        };
        let done = Self { blocked: None, ..blocked.clone() };
        vec![full, blocked, done]
    }
}
