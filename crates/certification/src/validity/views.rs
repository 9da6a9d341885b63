//! The page of certificates that end soon.

use serde::Serialize;

use platform::pager::Pager;
use platform::pages::{Crumb, Sample, View, samples_of};

use crate::views::CertificationTag;

#[derive(Serialize)]
pub struct EndingPage {
    pub ahead: u64,
    pub before: u64,
    pub rows: Vec<EndingRow>,
    pub pager: Pager,
}

#[derive(Serialize)]
pub struct EndingRow {
    pub number: String,
    pub href: String,
    pub name: String,
    pub course: String,
    /// «30/11/2028»
    pub until: String,
    pub tag: CertificationTag,
    /// «Se le avisó el 01/10/2028.»
    pub told: String,
}

impl View for EndingPage {
    const TEMPLATE: &'static str = "pages/certification/ending";
    fn title(&self) -> String {
        "Certificados por vencer".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::here("Certificados por vencer"),
        ]
    }
    fn samples() -> Vec<Self> {
        let row = EndingRow {
            number: "2026-000123".into(),
            href: "/certificados/7".into(),
            name: "Luz Marcela Guayacán Ñandú".into(),
            course: "Gestión tributaria territorial".into(),
            until: "30/11/2028".into(),
            tag: CertificationTag { stage: "active", label: "Válido" },
            told: "Se le avisó el 01/10/2028.".into(),
        };
        let page = |rows: Vec<EndingRow>| Self {
            ahead: 180,
            before: 60,
            pager: Pager::new(None, rows.len() as u64, "/x"),
            rows,
        };
        vec![page(vec![row]), page(vec![])]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<EndingPage>()
}
