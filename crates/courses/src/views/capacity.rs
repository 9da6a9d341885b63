//! The page of one capacity. It is here and not in `capacities` because it tells which courses
//! build the capacity, and courses come later on the map.

use platform::prelude::*;

use super::home;

/// A capacity of the framework: how it is measured and which courses build it.
#[derive(Serialize, Example)]
pub struct CapacityPage {
    pub code: String,
    pub name: String,
    pub facts: Vec<Fact>,
    pub indicators: Vec<IndicatorRow>,
    pub courses: Vec<BuildingRow>,
    /// «/capacidades/PLA-01», for those who edit the framework.
    pub edit: Option<String>,
}

#[derive(Serialize, Example)]
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

#[derive(Serialize, Example)]
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
}
