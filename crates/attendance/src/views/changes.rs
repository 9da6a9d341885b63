//! Every mark of a session.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::pager::Pager;
use platform::pages::{Crumb, View};

#[derive(Debug, Serialize)]
pub struct ChangesPage {
    pub heading: String,
    pub when: String,
    pub cohort_title: String,
    pub cohort_href: String,
    pub roll_href: String,
    pub rows: Vec<MarkChangeRow>,
    pub pager: Pager,
}

#[derive(Clone, Debug, Serialize)]
pub struct MarkChangeRow {
    pub when: String,
    pub person: String,
    pub from: &'static str,
    pub to: &'static str,
    pub minutes: Option<String>,
    pub how: &'static str,
    pub after_closing: bool,
    pub who: String,
    pub why: String,
}

impl View for ChangesPage {
    const TEMPLATE: &'static str = "pages/attendance/changes";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort_title, &self.cohort_href, &self.heading)
    }
    fn samples() -> Vec<Self> {
        let row = MarkChangeRow {
            when: "24/11/2026, 8:15 a. m.".into(),
            person: "Ruiz Peña, Ana".into(),
            from: "Sin registro",
            to: "Tarde",
            minutes: Some("90 minutos".into()),
            how: "lista",
            after_closing: true,
            who: "Facilitadora".into(),
            why: "Llegó en chalupa".into(),
        };
        let sample = |rows: Vec<MarkChangeRow>| Self {
            heading: "Registros de la sesión 2".into(),
            when: "martes 24 de noviembre de 2026".into(),
            cohort_title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            roll_href: "/sesiones/2/asistencia".into(),
            pager: Pager::new(None, rows.len() as u64, "/sesiones/2/cambios"),
            rows,
        };
        let plain = MarkChangeRow {
            minutes: None,
            after_closing: false,
            why: String::new(),
            ..row.clone()
        };
        vec![sample(vec![]), sample(vec![row, plain])]
    }
}
