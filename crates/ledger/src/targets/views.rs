//! The page of a target.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Debug, Serialize)]
pub struct TargetPage {
    pub form: FormState,
    pub code: String,
    /// «Mapiripán (Meta)».
    pub name: String,
    pub capacity: String,
    /// Which capacity the page is about.
    pub choice: FormState,
    pub capacities: Vec<Alternative>,
    pub capacity_code: String,
    pub rows: Vec<TargetLine>,
}

#[derive(Debug, Serialize)]
pub struct TargetLine {
    pub people: String,
    pub since: String,
    pub reason: String,
    pub made: String,
    pub who: String,
}

impl View for TargetPage {
    const TEMPLATE: &'static str = "pages/ledger/target";
    fn title(&self) -> String {
        format!("Meta de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to(self.name.clone(), format!("/municipios/{}/capacidad", self.code)),
            Crumb::here("Meta"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let page = |rows| Self {
            form: FormState::default().refused("personas", "Escriba cuántas."),
            code: "50325".into(),
            name: "Mapiripán (Meta)".into(),
            capacity: "Movilizar recursos propios".into(),
            choice: FormState::default(),
            capacities: vec![Alternative::new("TRI-01", "Movilizar recursos propios")],
            capacity_code: "TRI-01".into(),
            rows,
        };
        let line = TargetLine {
            people: "12".into(),
            since: "1 de enero de 2026".into(),
            reason: "Plan de desarrollo".into(),
            made: "24/11/2026, 8:15 a. m.".into(),
            who: "Ana Ruiz".into(),
        };
        vec![page(vec![line]), page(vec![])]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<TargetPage>()
}
