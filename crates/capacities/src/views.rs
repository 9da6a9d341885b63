//! The page of the framework.

use serde::Serialize;

use platform::pages::{Crumb, Sample, View, samples_of};

/// Capacities by dimension, each with the indicators that speak of it.
#[derive(Serialize)]
pub struct CapacityListPage {
    pub dimensions: Vec<Dimension>,
    /// «23 capacidades y 24 indicadores.»
    pub count: String,
    pub may_edit: bool,
}

#[derive(Serialize)]
pub struct Dimension {
    /// Id of the table's caption.
    pub id: String,
    pub name: String,
    pub capacities: Vec<FrameworkCapacityRow>,
}

#[derive(Serialize)]
pub struct FrameworkCapacityRow {
    pub href: String,
    pub code: String,
    pub name: String,
    pub subject: String,
    /// No course takes it any more.
    pub retired: bool,
    pub indicators: Vec<IndicatorLine>,
}

#[derive(Serialize)]
pub struct IndicatorLine {
    pub index: String,
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
    fn samples() -> Vec<Self> {
        let row = FrameworkCapacityRow {
            href: "/capacidades/GEN-04".into(),
            code: "GEN-04".into(),
            name: "Ganancia de aprendizaje".into(),
            subject: "Transversal".into(),
            retired: true,
            indicators: vec![IndicatorLine {
                index: "SISTEMA".into(),
                name: "Ganancia".into(),
                certainty: "Propuesta".into(),
                tone: "warning",
            }],
        };
        vec![
            Self {
                dimensions: vec![],
                count: "0 capacidades y 0 indicadores.".into(),
                may_edit: false,
            },
            Self {
                dimensions: vec![Dimension {
                    id: "dimension-1".into(),
                    name: "Índice general".into(),
                    capacities: vec![row],
                }],
                count: "1 capacidad y 1 indicador.".into(),
                may_edit: true,
            },
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<CapacityListPage>()
}
