//! Pages of activities and grades.

use serde::Serialize;

use super::exam::gain::GainRow;
use super::labels;
use crate::attendance::views::{Figure, cohort_crumbs};
use crate::platform::fields::{Alternative, FormState};
use crate::platform::pages::{Crumb, Sample, View, samples_of};

/// The kinds an activity can have.
pub fn kind_choices() -> Vec<Alternative> {
    labels::KINDS
        .into_iter()
        .map(|kind| Alternative::new(labels::form_value(kind), labels::kind(kind)))
        .collect()
}

#[derive(Clone, Debug, Serialize)]
pub struct ActivitiesPage {
    pub form: FormState,
    /// Of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub grades_href: String,
    pub action: String,
    pub editable: bool,
    pub blocked: Option<String>,
    /// The rows are the usual plan and nothing is saved yet.
    pub usual: bool,
    pub rows: Vec<ActivityFields>,
    pub kinds: Vec<Alternative>,
    /// For those who only read.
    pub list: Vec<ActivityLine>,
}

/// The fields of one activity in the form.
#[derive(Clone, Debug, Serialize)]
pub struct ActivityFields {
    pub legend: String,
    pub id_field: String,
    pub id: String,
    pub name_field: String,
    pub kind_field: String,
    pub weight_field: String,
    /// Its test, of an activity that is saved and may have one.
    pub exam_href: Option<String>,
    /// What is handed in, of a product that is saved.
    pub product_href: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ActivityLine {
    pub name: String,
    pub kind: &'static str,
    /// «60 %».
    pub weight: String,
    /// Its test or its products.
    pub work_href: Option<String>,
}

impl View for ActivitiesPage {
    const TEMPLATE: &'static str = "pages/assessment/activities";
    fn title(&self) -> String {
        "Actividades y pesos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Actividades y pesos")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            form: FormState::default(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            grades_href: "/cohortes/1/notas".into(),
            action: "/cohortes/1/actividades".into(),
            editable: false,
            blocked: None,
            usual: false,
            rows: vec![],
            kinds: kind_choices(),
            list: vec![],
        };
        let full = Self {
            form: FormState::default()
                .with("nombre[0]", "Prueba final")
                .with("peso[0]", "90")
                .refused("peso[0]", "Los pesos suman 90 %."),
            editable: true,
            usual: true,
            rows: vec![ActivityFields {
                legend: "Actividad 1".into(),
                id_field: "actividad[0]".into(),
                id: String::new(),
                name_field: "nombre[0]".into(),
                kind_field: "tipo[0]".into(),
                weight_field: "peso[0]".into(),
                exam_href: Some("/actividades/1/prueba".into()),
                product_href: Some("/actividades/2/entregas".into()),
            }],
            ..empty.clone()
        };
        let read_only = Self {
            blocked: Some("La cohorte está cerrada.".into()),
            list: vec![ActivityLine {
                name: "Prueba final".into(),
                kind: "Prueba final",
                weight: "60 %".into(),
                work_href: None,
            }],
            ..empty.clone()
        };
        vec![empty, full, read_only]
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct GradesPage {
    pub form: FormState,
    /// Of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub activities_href: String,
    pub attendance_href: String,
    pub action: String,
    pub editable: bool,
    pub blocked: Option<String>,
    pub figures: Vec<Figure>,
    /// How the final grade and the gain are computed.
    pub rule: String,
    /// The last entry that the form shows.
    pub seen: String,
    pub activities: Vec<ActivityHeading>,
    pub rows: Vec<GradeLine>,
    /// Of both tests, capacity by capacity.
    pub gains: Vec<GainRow>,
    pub empty_title: &'static str,
    pub empty_text: &'static str,
    pub empty_href: String,
    pub empty_action: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct ActivityHeading {
    pub name: String,
    /// «60 %».
    pub weight: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct GradeLine {
    pub name: String,
    pub cells: Vec<GradeCell>,
    pub r#final: String,
    pub gain: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct GradeCell {
    /// `nota[3][12]`.
    pub field: String,
    /// «Prueba final de Ana Ruiz».
    pub label: String,
    /// «4,2», or a dash.
    pub value: String,
}

impl View for GradesPage {
    const TEMPLATE: &'static str = "pages/assessment/grades";
    fn title(&self) -> String {
        "Notas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Notas")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            form: FormState::default(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            activities_href: "/cohortes/1/actividades".into(),
            attendance_href: "/cohortes/1/asistencia".into(),
            action: "/cohortes/1/notas".into(),
            editable: false,
            blocked: None,
            figures: vec![],
            rule: "Nota para aprobar: 3,0.".into(),
            seen: "0".into(),
            activities: vec![],
            rows: vec![],
            gains: vec![],
            empty_title: "No hay actividades",
            empty_text: "Defina primero qué se califica.",
            empty_href: "/cohortes/1/actividades".into(),
            empty_action: "Definir actividades",
        };
        let full = Self {
            form: FormState::default()
                .with("nota[3][12]", "cuatro")
                .refused("nota[3][12]", "«cuatro» no es una nota."),
            editable: true,
            figures: vec![Figure::new("0,50", "ganancia promedio").note("n = 2")],
            activities: vec![ActivityHeading {
                name: "Prueba final".into(),
                weight: "60 %".into(),
            }],
            rows: vec![GradeLine {
                name: "Ruiz Peña, Ana".into(),
                cells: vec![GradeCell {
                    field: "nota[3][12]".into(),
                    label: "Prueba final de Ana Ruiz".into(),
                    value: "4,2".into(),
                }],
                r#final: "falta Producto".into(),
                gain: "—".into(),
            }],
            gains: vec![GainRow {
                capacity: "Recaudo".into(),
                n: "12".into(),
                tests: "42 % → 71 %".into(),
                gain: "0,50".into(),
                interval: "de 0,38 a 0,62".into(),
                why_not: None,
            }],
            ..empty.clone()
        };
        let read_only = Self {
            editable: false,
            form: FormState::default(),
            blocked: Some("La cohorte está cerrada.".into()),
            ..full.clone()
        };
        vec![empty, full, read_only]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<ActivitiesPage>();
    all.extend(samples_of::<GradesPage>());
    all
}
