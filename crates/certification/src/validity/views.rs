//! The page of certificates that end soon.

use cohorts_model::views::crumbs;
use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use crate::views::StageTag;

#[derive(Serialize, Example)]
pub struct EndingPage {
    pub ahead: u64,
    pub before: u64,
    pub rows: Vec<EndingRow>,
    pub pager: Pager,
}

#[derive(Serialize, Example)]
pub struct EndingRow {
    pub number: String,
    pub href: String,
    pub name: String,
    pub course: String,
    /// «30/11/2028»
    pub until: String,
    pub tag: StageTag,
    /// «Se le avisó el 01/10/2028.»
    pub told: String,
}

impl View for EndingPage {
    const TEMPLATE: &'static str = "pages/certification/ending";
    fn title(&self) -> String {
        "Certificados por vencer".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Certificados por vencer")
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<EndingPage>()
}
