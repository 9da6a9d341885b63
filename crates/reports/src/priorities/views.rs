//! The page of priorities.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Debug, Serialize)]
pub struct PrioritiesPage {
    pub form: FormState,
    pub departments: Vec<Alternative>,
    pub capacities: Vec<Alternative>,
    /// Code of the one that was chosen, if one.
    pub capacity: String,
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
    /// Somebody put it elsewhere than its score.
    pub moved: Option<RankMove>,
    /// Where that is done, for who may.
    pub move_href: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct RankMove {
    /// «Subido».
    pub label: &'static str,
    pub reason: String,
    pub who: String,
    pub when: String,
}

/// Changing the place of a municipality for a capacity.
#[derive(Debug, Serialize)]
pub struct RankPage {
    pub form: FormState,
    pub code: String,
    pub name: String,
    pub capacity: String,
    /// Which capacity the page is about.
    pub choice: FormState,
    pub capacities: Vec<Alternative>,
    pub capacity_code: String,
    pub ways: Vec<Alternative>,
    /// A change stands: it is withdrawn before another is made.
    pub stands: bool,
    pub rows: Vec<RankMoveLine>,
    pub back: String,
}

#[derive(Debug, Serialize)]
pub struct RankMoveLine {
    pub label: &'static str,
    pub reason: String,
    pub who: String,
    pub made: String,
    pub withdrawn: Option<String>,
}

impl View for RankPage {
    const TEMPLATE: &'static str = "pages/reports/rank";
    fn title(&self) -> String {
        format!("Cambiar el puesto de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Prioridades", self.back.clone()),
            Crumb::here(self.name.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let line = |withdrawn| RankMoveLine {
            label: "Subido",
            reason: "Emergencia invernal".into(),
            who: "Ana Ruiz".into(),
            made: "24/11/2026, 8:15 a. m.".into(),
            withdrawn,
        };
        let page = |stands, rows| Self {
            form: FormState::default().refused("motivo", "Escriba el motivo."),
            code: "50325".into(),
            name: "Mapiripán (Meta)".into(),
            capacity: "Movilizar recursos propios".into(),
            choice: FormState::default(),
            capacities: vec![Alternative::new("TRI-01", "Movilizar recursos propios")],
            capacity_code: "TRI-01".into(),
            ways: vec![Alternative::new("subir", "Subirlo")],
            stands,
            rows,
            back: "/prioridades?capacidad=TRI-01".into(),
        };
        let before = Some("25/11/2026, 8:15 a. m.".to_owned());
        vec![page(true, vec![line(None), line(before)]), page(false, vec![])]
    }
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
            moved: Some(RankMove {
                label: "Subido",
                reason: "Emergencia invernal".into(),
                who: "Ana Ruiz".into(),
                when: "24/11/2026".into(),
            }),
            move_href: Some("/municipios/50325/prioridad?capacidad=TRI-01".into()),
        };
        vec![
            Self {
                form: FormState::default().with("pdet", 20),
                departments: vec![Alternative::new("50", "Meta")],
                capacities: vec![Alternative::new("TRI-01", "Movilizar recursos propios")],
                capacity: "TRI-01".into(),
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
                capacities: vec![],
                capacity: String::new(),
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
    samples_of::<PrioritiesPage>().into_iter().chain(samples_of::<RankPage>()).collect()
}
