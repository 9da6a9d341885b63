//! The page of priorities.

use serde::Serialize;

use crate::platform::fields::{Alternative, FormState};
use crate::platform::pager::Pager;
use crate::platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Debug, Serialize)]
pub struct PrioritiesPage {
    pub form: FormState,
    pub departments: Vec<Alternative>,
    pub weights: Vec<WeightField>,
    /// Criteria of which nothing is known of anybody.
    pub left_out: Vec<&'static str>,
    pub rows: Vec<PriorityRow>,
    pub pager: Pager,
    pub has_demo: bool,
    /// Whether a cohort may be built for the chosen ones.
    pub may_build: bool,
}

#[derive(Debug, Serialize)]
pub struct WeightField {
    pub name: &'static str,
    pub label: &'static str,
    pub how: &'static str,
}

#[derive(Debug, Serialize)]
pub struct PriorityRow {
    pub place: String,
    pub code: String,
    pub name: String,
    pub department: String,
    pub score: String,
    pub missing: String,
    pub account: Vec<String>,
    pub is_demo: bool,
}

impl View for PrioritiesPage {
    const TEMPLATE: &'static str = "pages/reports/priorities";
    fn title(&self) -> String {
        "Prioridades".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Informes", "/informes"),
            Crumb::here("Prioridades"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let weights = || {
            vec![WeightField { name: "pdet", label: "PDET", how: "100 si el municipio es PDET" }]
        };
        let row = PriorityRow {
            place: "1".into(),
            code: "50325".into(),
            name: "Mapiripán".into(),
            department: "Meta".into(),
            score: "60,59".into(),
            missing: "Falta 1 dato".into(),
            account: vec!["PDET (sí): 100 × 20 = 2.000".into()],
            is_demo: true,
        };
        vec![
            Self {
                form: FormState::default().with("pdet", 20),
                departments: vec![Alternative::new("50", "Meta")],
                weights: weights(),
                left_out: vec!["IDF"],
                rows: vec![row],
                pager: Pager::new(None, 1, "/prioridades"),
                has_demo: true,
                may_build: true,
            },
            Self {
                form: FormState::default().refused("pdet", "Escriba un peso."),
                departments: vec![],
                weights: weights(),
                left_out: vec!["IDF"],
                rows: vec![],
                pager: Pager::default(),
                has_demo: false,
                may_build: false,
            },
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<PrioritiesPage>()
}
