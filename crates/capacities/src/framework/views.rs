//! Pages on which the framework is edited.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

fn crumbs(capacity: Option<&str>, here: &str) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::to("Inicio", "/"), Crumb::to("Capacidades", "/capacidades")];
    if let Some(code) = capacity {
        crumbs.push(Crumb::to(code, format!("/capacidades/{code}")));
    }
    crumbs.push(Crumb::here(here));
    crumbs
}

/// The form of a capacity, new or there.
#[derive(Serialize, Example)]
pub struct CapacityFormPage {
    pub form: FormState,
    /// Empty for a new one, whose code is asked.
    pub code: Option<String>,
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
}

/// The form of an indicator and its link, new or there.
#[derive(Serialize, Example)]
pub struct IndicatorFormPage {
    pub form: FormState,
    pub capacity: String,
    pub capacity_name: String,
    /// «MDM 080010008»; empty for a new one.
    pub named: Option<String>,
    pub action: String,
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
}

/// The dimensions and the form that gives one another name.
#[derive(Serialize, Example)]
pub struct DimensionsPage {
    pub form: FormState,
    pub rows: Vec<DimensionRow>,
    pub names: Vec<Alternative>,
}

#[derive(Serialize, Example)]
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
}

/// What a capacity and its indicators said before.
#[derive(Serialize, Example)]
pub struct HistoryPage {
    pub code: String,
    pub name: String,
    pub rows: Vec<RevisionRow>,
}

#[derive(Serialize, Example)]
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

#[derive(Serialize, Example)]
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
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<CapacityFormPage>();
    all.extend(samples_of::<IndicatorFormPage>());
    all.extend(samples_of::<DimensionsPage>());
    all.extend(samples_of::<HistoryPage>());
    all
}
