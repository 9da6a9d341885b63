//! The list of a department's cuts; a cut's own page is the report's.

use serde::Serialize;

use platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Debug, Serialize)]
pub struct CutsPage {
    pub name: String,
    pub path: String,
    pub rows: Vec<CutLine>,
    /// Days after the end of a period.
    pub grace: i64,
}

#[derive(Debug, Serialize)]
pub struct CutLine {
    pub href: String,
    pub name: String,
    pub frozen_at: String,
    pub cohorts: String,
    pub covered: String,
    pub enrolled: String,
    pub attended: String,
    pub attendance: String,
    pub certified: String,
}

impl View for CutsPage {
    const TEMPLATE: &'static str = "pages/reports/cuts";
    fn title(&self) -> String {
        format!("Cortes del informe: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Informes", "/informes"),
            Crumb::to(&self.name, self.path.clone()),
            Crumb::here("Cortes"),
        ]
    }
    fn samples() -> Vec<Self> {
        let page = |rows| Self {
            name: "Meta".into(),
            path: "/informes/departamentos/50".into(),
            rows,
            grace: 5,
        };
        let line = CutLine {
            href: "/informes/departamentos/50/cortes/2026-10".into(),
            name: "Octubre de 2026".into(),
            frozen_at: "06/11/2026".into(),
            cohorts: "3".into(),
            covered: "4 de 29".into(),
            enrolled: "96".into(),
            attended: "90".into(),
            attendance: "83 %".into(),
            certified: "41".into(),
        };
        vec![page(vec![]), page(vec![line])]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<CutsPage>()
}
