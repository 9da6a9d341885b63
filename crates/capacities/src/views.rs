//! The page of the framework.

use serde::Serialize;

use platform::example::Example;
use platform::pages::{Crumb, Sample, View, samples_of};

/// Capacities by dimension, each with the indicators that speak of it.
#[derive(Serialize, Example)]
pub struct CapacityListPage {
    pub dimensions: Vec<Dimension>,
    /// «23 capacidades y 24 indicadores.»
    pub count: String,
    pub may_edit: bool,
}

#[derive(Serialize, Example)]
pub struct Dimension {
    /// Id of the table's caption.
    pub id: String,
    pub name: String,
    pub capacities: Vec<FrameworkCapacityRow>,
}

#[derive(Serialize, Example)]
pub struct FrameworkCapacityRow {
    pub code: String,
    pub name: String,
    pub subject: String,
    /// No course takes it any more.
    pub retired: bool,
    pub indicators: Vec<IndicatorLine>,
}

#[derive(Serialize, Example)]
pub struct IndicatorLine {
    /// The index and the indicator's code: «MDM 080010008», or «IDF-G1» where the code says both.
    pub code: String,
    pub name: String,
    pub certainty: String,
    pub tone: &'static str,
}

impl View for CapacityListPage {
    const TEMPLATE: &'static str = "pages/capacities/list";
    fn title(&self) -> String {
        "Capacidades municipales".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Capacidades")]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<CapacityListPage>()
}
