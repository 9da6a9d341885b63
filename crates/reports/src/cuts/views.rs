//! The list of a department's cuts; a cut's own page is the report's.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use crate::figures::Summary;

#[derive(Debug, Serialize, Example)]
pub struct CutsPage {
    pub name: String,
    pub path: String,
    pub rows: Vec<CutLine>,
    /// By which rules attendance was counted (R34).
    pub rules: Option<String>,
    /// Days after the end of a period.
    pub grace: i64,
}

#[derive(Debug, Serialize, Example)]
pub struct CutLine {
    pub href: String,
    pub name: String,
    pub frozen_at: DateTime<Utc>,
    pub attendance: String,
    #[serde(flatten)]
    pub summary: Summary,
}

impl View for CutsPage {
    const TEMPLATE: &'static str = "pages/reports/cuts";
    fn title(&self) -> String {
        format!("Cortes del informe: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Informes", "/informes"),
            Crumb::to(&self.name, self.path.clone()),
            Crumb::here("Cortes"),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<CutsPage>()
}
