//! Mail of installed capacity.

use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of, subject};

/// The letter that a municipality loses the last certified person of some capacities.
#[derive(Clone, Debug, Serialize)]
pub struct Handover {
    /// «Mapiripán (Meta)».
    pub municipality: String,
    pub lost: Vec<LostCapacity>,
    #[serde(skip)]
    pub href: String,
    #[serde(skip)]
    pub unit: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct LostCapacity {
    pub name: String,
    /// The first day without anybody: «1 de diciembre de 2026».
    pub date: String,
    pub cohorts: Vec<HandoverCohort>,
}

#[derive(Clone, Debug, Serialize)]
pub struct HandoverCohort {
    pub course: String,
    pub name: String,
    pub dates: String,
}

impl Letter for Handover {
    const TEMPLATE: &'static str = "emails/ledger/handover";

    fn subject(&self) -> String {
        subject("Capacidad por relevar", &self.municipality)
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver el municipio", self.href.clone()))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn samples() -> Vec<Self> {
        let lost = |cohorts: Vec<HandoverCohort>| LostCapacity {
            name: "Movilizar recursos propios".into(),
            date: "1 de diciembre de 2026".into(),
            cohorts,
        };
        let cohort = HandoverCohort {
            course: "Gestión tributaria territorial".into(),
            name: "Meta 2026-2".into(),
            dates: "03/11/2026 a 27/11/2026".into(),
        };
        vec![Self {
            municipality: "Mapiripán (Meta)".into(),
            lost: vec![lost(vec![cohort]), lost(vec![])],
            href: "/municipios/50325/capacidad".into(),
            unit: "Dirección territorial Meta".into(),
        }]
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<Handover>()
}
