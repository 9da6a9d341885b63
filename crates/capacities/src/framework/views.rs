//! Pages on which the framework is edited.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Sample, View, samples_of};

fn crumbs(capacity: Option<&str>, here: &str) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::to("Inicio", "/"), Crumb::to("Capacidades", "/capacidades")];
    if let Some(code) = capacity {
        crumbs.push(Crumb::to(code, format!("/capacidades/{code}")));
    }
    crumbs.push(Crumb::here(here));
    crumbs
}

/// The form of a capacity, new or there.
#[derive(Serialize)]
pub struct CapacityFormPage {
    pub form: FormState,
    /// Empty for a new one, whose code is asked.
    pub code: Option<String>,
    pub action: String,
    pub cancel: String,
    /// The revision that the form was filled with.
    pub base: String,
    pub dimensions: Vec<Alternative>,
    pub subjects: Vec<Alternative>,
}

impl View for CapacityFormPage {
    const TEMPLATE: &'static str = "pages/capacities/capacity_form";
    fn title(&self) -> String {
        match &self.code {
            Some(code) => format!("Cambiar la capacidad {code}"),
            None => "Agregar una capacidad".into(),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(self.code.as_deref(), if self.code.is_some() { "Cambiar" } else { "Agregar" })
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let page = |form: FormState, code: Option<&str>| Self {
            form,
            code: code.map(str::to_owned),
            action: "/capacidades".into(),
            cancel: "/capacidades".into(),
            base: code.map(|_| "1".to_owned()).unwrap_or_default(),
            dimensions: vec![Alternative::new("Hacienda", "Hacienda")],
            subjects: vec![Alternative::new("transversal", "Transversal")],
        };
        vec![
            page(FormState::default(), None),
            page(
                FormState::default()
                    .with("nombre", "Cobrar el predial")
                    .refused("motivo", "Escriba por qué cambia."),
                Some("TRI-02"),
            ),
        ]
    }
}

/// The form of an indicator and its link, new or there.
#[derive(Serialize)]
pub struct IndicatorFormPage {
    pub form: FormState,
    pub capacity: String,
    pub capacity_name: String,
    /// «MDM 080010008»; empty for a new one.
    pub named: Option<String>,
    pub action: String,
    pub cancel: String,
    pub base: String,
    pub directions: Vec<Alternative>,
    pub certainties: Vec<Alternative>,
}

impl View for IndicatorFormPage {
    const TEMPLATE: &'static str = "pages/capacities/indicator_form";
    fn title(&self) -> String {
        match &self.named {
            Some(named) => format!("Cambiar el indicador {named}"),
            None => "Agregar un indicador".into(),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(Some(&self.capacity), if self.named.is_some() { "Indicador" } else { "Agregar" })
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let page = |form: FormState, named: Option<&str>| Self {
            form,
            capacity: "PLA-01".into(),
            capacity_name: "Formular el Plan de Desarrollo Territorial".into(),
            named: named.map(str::to_owned),
            action: "/capacidades/PLA-01/indicadores".into(),
            cancel: "/capacidades/PLA-01".into(),
            base: named.map(|_| "1".to_owned()).unwrap_or_default(),
            directions: vec![Alternative::new("up", "Mejor cuanto más alto")],
            certainties: vec![Alternative::new("con_fuente", "Con fuente")],
        };
        vec![
            page(FormState::default(), None),
            page(
                FormState::default().with("rango", "0-100").refused("rango", "Escriba el rango."),
                Some("MDM 080010008"),
            ),
        ]
    }
}

/// The dimensions and the form that gives one another name.
#[derive(Serialize)]
pub struct DimensionsPage {
    pub form: FormState,
    pub rows: Vec<DimensionRow>,
    pub names: Vec<Alternative>,
}

#[derive(Serialize)]
pub struct DimensionRow {
    pub name: String,
    /// «8 capacidades».
    pub capacities: String,
}

impl View for DimensionsPage {
    const TEMPLATE: &'static str = "pages/capacities/dimensions";
    fn title(&self) -> String {
        "Dimensiones del marco".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(None, "Dimensiones")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let row = DimensionRow { name: "Hacienda".into(), capacities: "8 capacidades".into() };
        vec![
            Self { form: FormState::default(), rows: vec![], names: vec![] },
            Self {
                form: FormState::default().refused("nombre", "Escriba el nombre nuevo."),
                rows: vec![row],
                names: vec![Alternative::new("Hacienda", "Hacienda")],
            },
        ]
    }
}

/// What a capacity and its indicators said before.
#[derive(Serialize)]
pub struct HistoryPage {
    pub code: String,
    pub name: String,
    pub rows: Vec<RevisionRow>,
}

#[derive(Serialize)]
pub struct RevisionRow {
    /// «Capacidad», «Indicador MDM 080010008».
    pub about: String,
    /// «Versión 2».
    pub number: String,
    pub when: String,
    pub who: String,
    pub reason: Option<String>,
    /// Empty for the first.
    pub changes: Vec<RevisionChangeRow>,
}

#[derive(Serialize)]
pub struct RevisionChangeRow {
    pub what: &'static str,
    pub before: String,
    pub now: String,
}

impl View for HistoryPage {
    const TEMPLATE: &'static str = "pages/capacities/history";
    fn title(&self) -> String {
        format!("Historia de la capacidad {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(Some(&self.code), "Historia")
    }
    fn samples() -> Vec<Self> {
        let page = |rows| Self { code: "PLA-01".into(), name: "Formular el plan".into(), rows };
        let row = |number: &str, reason: Option<&str>, changes| RevisionRow {
            about: "Capacidad".into(),
            number: number.into(),
            when: "22 nov 2026, 10:15".into(),
            who: "Administración".into(),
            reason: reason.map(str::to_owned),
            changes,
        };
        let change = RevisionChangeRow {
            what: "Nombre",
            before: "Formular el plan".into(),
            now: "Formular y aprobar el plan".into(),
        };
        vec![
            page(vec![]),
            page(vec![
                row("Versión 2", Some("Nombre de la guía de 2026"), vec![change]),
                row("Versión 1", None, vec![]),
            ]),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<CapacityFormPage>();
    all.extend(samples_of::<IndicatorFormPage>());
    all.extend(samples_of::<DimensionsPage>());
    all.extend(samples_of::<HistoryPage>());
    all
}
