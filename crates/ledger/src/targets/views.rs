//! The page of a target.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use super::queries::TargetRecord;

#[derive(Debug, Serialize, Example)]
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
    pub rows: Vec<TargetRecord>,
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
}

pub fn samples() -> Vec<Sample> {
    samples_of::<TargetPage>()
}
