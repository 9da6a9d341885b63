//! The page of who is at risk.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Clone, Debug, Serialize)]
pub struct RiskPage {
    pub title: String,
    pub cohort_href: String,
    /// «3 personas por debajo del 80 %; 2 todavía lo alcanzan».
    pub summary: String,
    pub rule: String,
    pub rows: Vec<RiskRow>,
}

#[derive(Clone, Debug, Serialize)]
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
    fn samples() -> Vec<Self> {
        let row = RiskRow {
            href: "/inscripciones/1/asistencia".into(),
            name: "Ruiz Peña, Ana".into(),
            entity: "Alcaldía de Mapiripán".into(),
            percent: "72 %".into(),
            reachable: "83 %".into(),
            tone: "warning",
            state: "En riesgo",
            needs: Some("3 de 4 sesiones".into()),
            email: Some("ana@alcaldia.example".into()),
            phone: Some("310 000 0000".into()),
            noticed: "24/11/2026".into(),
        };
        let silent = RiskRow { email: None, phone: None, ..row.clone() };
        let full = Self {
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            summary: "2 personas por debajo del 80 %.".into(),
            rule: "Mínimo de asistencia: 80 %.".into(),
            rows: vec![row, silent],
        };
        vec![Self { rows: vec![], ..full.clone() }, full]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<RiskPage>()
}
