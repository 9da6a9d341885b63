//! What an activity asks for, to be changed or read.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Fact, View};

use super::{RubricTable, sample_rubric};

#[derive(Clone, Debug, Serialize)]
pub struct AssignmentPage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub list_href: String,
    pub action: String,
    /// On what scale the discount is, with an example.
    pub discount_hint: String,
    pub editable: bool,
    pub blocked: Option<String>,
    /// A grader graded by the rubric: only the rest may change.
    pub used: bool,
    /// The rubric is the usual one and nothing is saved yet.
    pub usual: bool,
    pub late: Vec<Alternative>,
    pub accepts: Vec<Alternative>,
    pub levels: Vec<LevelFields>,
    pub criteria: Vec<CriterionFields>,
    /// For those who only read, and when the rubric stands.
    pub facts: Vec<Fact>,
    pub instructions: String,
    pub rubric: RubricTable,
}

#[derive(Clone, Debug, Serialize)]
pub struct LevelFields {
    pub name_field: String,
    pub name_label: String,
    pub points_field: String,
    pub points_label: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct CriterionFields {
    pub legend: String,
    pub name_field: String,
    pub name_label: String,
    pub weight_field: String,
    pub weight_label: String,
    pub expected_field: String,
    pub expected_label: String,
}

impl View for AssignmentPage {
    const TEMPLATE: &'static str = "pages/assessment/products/asked";
    fn title(&self) -> String {
        format!("Producto: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Producto")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let editing = Self {
            form: FormState::default().refused("peso[0]", "Los criterios suman 97 %."),
            name: "Plan de mejora".into(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            list_href: "/actividades/1/entregas".into(),
            action: "/actividades/1/producto".into(),
            discount_hint: "Sobre 5,0; por ejemplo 0,3".into(),
            editable: true,
            blocked: None,
            used: false,
            usual: true,
            late: vec![Alternative::new("no", "No se recibe")],
            accepts: vec![Alternative::new("ambos", "Un archivo o un enlace")],
            levels: vec![LevelFields {
                name_field: "nivel[0]".into(),
                name_label: "Nivel 1".into(),
                points_field: "puntos[0]".into(),
                points_label: "Nota del nivel 1".into(),
            }],
            criteria: vec![CriterionFields {
                legend: "Criterio 1".into(),
                name_field: "criterio[0]".into(),
                name_label: "Nombre del criterio 1".into(),
                weight_field: "peso[0]".into(),
                weight_label: "Peso del criterio 1".into(),
                expected_field: "espera[0]".into(),
                expected_label: "Qué se espera en el criterio 1".into(),
            }],
            facts: vec![Fact::new("Se recibe hasta", "24/11/2026")],
            instructions: "Escriba el plan de mejora de su municipio.".into(),
            rubric: sample_rubric(),
        };
        let used = Self { used: true, usual: false, form: FormState::default(), ..editing.clone() };
        let reading = Self {
            editable: false,
            blocked: Some("La cohorte está cerrada.".into()),
            ..used.clone()
        };
        let nothing = Self {
            facts: vec![],
            instructions: String::new(),
            rubric: RubricTable::default(),
            ..reading.clone()
        };
        vec![editing, used, reading, nothing]
    }
}
