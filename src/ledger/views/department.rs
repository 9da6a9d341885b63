//! `/capacidad-instalada`: a department, by capacity and by municipality.

use serde::Serialize;

use super::Figures;
use crate::platform::fields::{Alternative, FormState};
use crate::platform::pages::{Crumb, View};

#[derive(Debug, Serialize)]
pub struct DepartmentPage {
    pub form: FormState,
    pub departments: Vec<Alternative>,
    pub capacities: Vec<Alternative>,
    pub department: String,
    /// The name of the capacity that municipalities are counted for; empty is any.
    pub capacity: String,
    pub told: Vec<String>,
    pub by_capacity: Vec<CapacityRow>,
    pub by_place: Vec<PlaceRow>,
    /// Municipalities with somebody certified in post, of all.
    pub covered: String,
}

#[derive(Debug, Serialize)]
pub struct CapacityRow {
    pub code: String,
    pub name: String,
    pub href: String,
    pub figures: Figures,
}

#[derive(Debug, Serialize)]
pub struct PlaceRow {
    pub name: String,
    pub href: String,
    /// People in post that are known, certified or not.
    pub in_post: String,
    pub figures: Figures,
}

impl View for DepartmentPage {
    const TEMPLATE: &'static str = "pages/ledger/department";
    fn title(&self) -> String {
        match self.department.as_str() {
            "" => "Capacidad instalada".into(),
            name => format!("Capacidad instalada en {name}"),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Informes", "/informes"),
            Crumb::here("Capacidad instalada"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let count = crate::ledger::figures::Count { confirmed: 3, unconfirmed: 1, left: 2 };
        let page = |full: bool| Self {
            form: FormState::default(),
            departments: vec![Alternative::new("50", "Meta")],
            capacities: vec![Alternative::new("TRI-01", "Movilizar recursos propios")],
            department: "Meta".into(),
            capacity: if full { "Movilizar recursos propios" } else { "" }.into(),
            told: vec!["Corte al 20 de noviembre de 2026, con lo que se sabe hoy.".into()],
            by_capacity: full
                .then(|| CapacityRow {
                    code: "TRI-01".into(),
                    name: "Movilizar recursos propios".into(),
                    href: "/capacidad-instalada?capacidad=TRI-01".into(),
                    figures: Figures::plain(count, 12),
                })
                .into_iter()
                .collect(),
            by_place: full
                .then(|| PlaceRow {
                    name: "Mapiripán".into(),
                    href: "/municipios/50325/capacidad".into(),
                    in_post: "12".into(),
                    figures: Figures::listed(count, 12, "50325", "TRI-01", "2026-11-20"),
                })
                .into_iter()
                .collect(),
            covered: "1 de 29".into(),
        };
        vec![page(true), page(false)]
    }
}
