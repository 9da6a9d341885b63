//! The page of one capacity. It is here and not in `capacities` because it tells which courses
//! build the capacity, and courses come later on the map.

use serde::Serialize;

use platform::pages::{Crumb, Fact, View};

use super::home;

/// A capacity of the framework: how it is measured and which courses build it.
#[derive(Serialize)]
pub struct CapacityPage {
    pub code: String,
    pub name: String,
    pub facts: Vec<Fact>,
    pub indicators: Vec<IndicatorRow>,
    pub courses: Vec<BuildingRow>,
    /// «/capacidades/PLA-01», for those who edit the framework.
    pub edit: Option<String>,
}

#[derive(Serialize)]
pub struct IndicatorRow {
    pub name: String,
    pub index: String,
    pub code: String,
    pub reading: String,
    pub periodicity: String,
    pub owner: String,
    pub certainty: String,
    /// Tone of the certainty's tag: a fact with source, or not.
    pub tone: &'static str,
    pub note: String,
    /// How sure it is that it speaks of the capacity, and who says so.
    pub link_certainty: String,
    pub link_tone: &'static str,
    pub link_source: String,
    pub retired: bool,
    /// Its form, for those who edit the framework.
    pub edit: Option<String>,
}

#[derive(Serialize)]
pub struct BuildingRow {
    /// Empty for visitors, who read courses in the public catalogue.
    pub href: Option<String>,
    pub name: String,
    pub hours: i32,
    pub modality: String,
    pub level: String,
    pub evidence: String,
}

impl View for CapacityPage {
    const TEMPLATE: &'static str = "pages/courses/capacity";
    fn title(&self) -> String {
        self.name.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![home(), Crumb::to("Capacidades", "/capacidades"), Crumb::here(&self.code)]
    }
    fn samples() -> Vec<Self> {
        let page = |indicators, courses, edit: Option<&str>| Self {
            code: "PRE-04".into(),
            name: "Generar ahorro y balance sostenible".into(),
            facts: vec![Fact::new("Dimensión", "Hacienda")],
            indicators,
            courses,
            edit: edit.map(str::to_owned),
        };
        let building = |href: Option<String>| BuildingRow {
            href,
            name: "Gestión presupuestal".into(),
            hours: 40,
            modality: "Mixta".into(),
            level: "Gerencial".into(),
            evidence: "Ejercicio de marco fiscal".into(),
        };
        vec![
            page(vec![], vec![], None),
            page(
                vec![IndicatorRow {
                    name: "Balance fiscal primario".into(),
                    index: "IDF".into(),
                    code: "IDF-R5".into(),
                    reading: "Mejor cerca del equilibrio".into(),
                    periodicity: "anual".into(),
                    owner: "DNP".into(),
                    certainty: "Con fuente".into(),
                    tone: "success",
                    note: "un superávit alto indica recursos sin ejecutar".into(),
                    link_certainty: "Con fuente".into(),
                    link_tone: "success",
                    link_source: "Guía del índice, página 12".into(),
                    retired: false,
                    edit: Some("/capacidades/PRE-04/indicadores/12".into()),
                }],
                vec![building(None), building(Some("/cursos/3".into()))],
                Some("/capacidades/PRE-04"),
            ),
        ]
    }
}
