//! `/municipios/<place>/capacidad`: each capacity of a municipality, its history and who stayed.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, View};

use super::line::CapacityTimeline;
use super::{CapacityFigures, retention};
use crate::figures::{Count, Retention};

#[derive(Debug, Serialize)]
pub struct MunicipalityCapacityPage {
    pub code: String,
    /// «Mapiripán (Meta)».
    pub name: String,
    pub form: FormState,
    pub capacities: Vec<Alternative>,
    pub told: Vec<String>,
    pub in_post: String,
    pub rows: Vec<CapacityFiguresRow>,
    /// What the line is of.
    pub line_of: String,
    pub line: Option<CapacityTimeline>,
    pub department_href: String,
}

#[derive(Debug, Serialize)]
pub struct CapacityFiguresRow {
    /// Empty for people certified in any.
    pub code: String,
    pub name: String,
    pub figures: CapacityFigures,
    /// «3 de 4 (75 %)», at six months and at twelve.
    pub six: String,
    pub twelve: String,
    /// How many certified people are wanted; «—» where nobody said.
    pub target: String,
    /// Those in post, of the wanted ones.
    pub covered: String,
    /// Where it is set, for who may.
    pub target_href: Option<String>,
}

impl View for MunicipalityCapacityPage {
    const TEMPLATE: &'static str = "pages/ledger/municipality";
    fn title(&self) -> String {
        format!("Capacidad instalada de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Capacidad instalada", self.department_href.clone()),
            Crumb::here(self.name.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let count = Count { confirmed: 3, unconfirmed: 1, left: 2 };
        let days = ["2026-10-31", "2026-11-20"].map(|day| day.parse().unwrap_or_default());
        let page = |full: bool| Self {
            code: "50325".into(),
            name: "Mapiripán (Meta)".into(),
            form: FormState::default(),
            capacities: vec![Alternative::new("TRI-01", "Movilizar recursos propios")],
            told: vec!["Corte al 20 de noviembre de 2026, con lo que se sabe hoy.".into()],
            in_post: "12".into(),
            rows: vec![CapacityFiguresRow {
                code: "TRI-01".into(),
                name: "Movilizar recursos propios".into(),
                figures: CapacityFigures::listed(count, 12, "50325", "TRI-01", "2026-11-20"),
                six: retention(Retention { stayed: 3, of: 4 }),
                twelve: retention(Retention::default()),
                target: "4".into(),
                covered: "100 %".into(),
                target_href: full.then(|| "/municipios/50325/capacidad/meta".into()),
            }],
            line_of: "Movilizar recursos propios".into(),
            line: if full {
                CapacityTimeline::of(
                    "Movilizar recursos propios",
                    &days.map(|day| (day, count)),
                    Some(6),
                )
            } else {
                None
            },
            department_href: "/capacidad-instalada?departamento=50".into(),
        };
        vec![page(true), page(false)]
    }
}
