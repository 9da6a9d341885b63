//! The page of who is at risk.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::example::Example;
use platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Clone, Debug, Serialize, Example)]
pub struct RiskPage {
    pub title: String,
    pub cohort_href: String,
    /// «3 personas por debajo del 80 %; 2 todavía lo alcanzan».
    pub summary: String,
    pub rule: String,
    pub rows: Vec<RiskRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct RiskRow {
    pub href: String,
    pub name: String,
    pub entity: String,
    pub percent: String,
    pub reachable: String,
    pub tone: &'static str,
    pub state: &'static str,
    /// «3 de 4 sesiones»; empty when nothing helps.
    pub needs: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub noticed: String,
}

impl View for RiskPage {
    const TEMPLATE: &'static str = "pages/attendance/risk";
    fn title(&self) -> String {
        "Asistencia en riesgo".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "En riesgo")
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<RiskPage>()
}
