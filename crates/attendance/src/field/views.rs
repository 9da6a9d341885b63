//! Pages about telephones and what arrived from them.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Fact, Sample, View, samples_of};

/// What waits for the coordination of a cohort.
#[derive(Clone, Debug, Serialize)]
pub struct FieldReviewPage {
    pub form: FormState,
    pub title: String,
    pub cohort_href: String,
    pub action: String,
    /// The page that enrols a person who is in the register but not in the cohort.
    pub add_href: String,
    /// The reader may decide; facilitators only read.
    pub may: bool,
    pub conflicts: Vec<WaitingArrival>,
    pub reviews: Vec<WaitingArrival>,
    pub walk_ins: Vec<WalkInCard>,
    pub people: Vec<Alternative>,
    pub more: Option<String>,
    /// There are arrivals; there is nothing at all.
    pub arrivals: bool,
    pub nothing: bool,
}

/// One arrival beside what counts now.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingArrival {
    pub name: String,
    pub session: String,
    pub roll_href: String,
    pub why: Option<&'static str>,
    pub sides: Vec<Side>,
    pub field: String,
    pub label: String,
    pub options: Vec<Alternative>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Side {
    pub title: &'static str,
    pub state_label: &'static str,
    pub state_code: &'static str,
    pub facts: Vec<Fact>,
}

#[derive(Clone, Debug, Serialize)]
pub struct WalkInCard {
    pub name: String,
    pub action: String,
    pub field: String,
    pub state_label: &'static str,
    pub state_code: &'static str,
    pub facts: Vec<Fact>,
}

impl View for FieldReviewPage {
    const TEMPLATE: &'static str = "pages/attendance/field/review";
    fn title(&self) -> String {
        "Registros por revisar".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Por revisar")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            form: FormState::default(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            action: "/cohortes/1/por-revisar".into(),
            add_href: "/cohortes/1/inscritos/nuevo".into(),
            may: true,
            conflicts: vec![],
            reviews: vec![],
            walk_ins: vec![],
            people: vec![],
            more: None,
            arrivals: false,
            nothing: true,
        };
        let side = |title, state_label, state_code| Side {
            title,
            state_label,
            state_code,
            facts: vec![Fact::new("Registró", "Rosa Peña")],
        };
        let waits = WaitingArrival {
            name: "Ruiz Peña, Ana".into(),
            session: "Sesión 2, martes 24 de noviembre de 2026".into(),
            roll_href: "/sesiones/2/asistencia".into(),
            why: None,
            sides: vec![
                side("Lo que llegó", "Ausente", "absent"),
                side("Lo que cuenta ahora", "Tarde", "late"),
            ],
            field: "decision[4]".into(),
            label: "Decisión sobre Ruiz Peña, Ana".into(),
            options: vec![
                Alternative::new("tomar", "Que cuente «Ausente»"),
                Alternative::new("dejar", "Dejar «Tarde»"),
            ],
        };
        let full = Self {
            form: FormState::default().refused("motivo", "Escriba el motivo de la decisión."),
            conflicts: vec![waits.clone()],
            reviews: vec![WaitingArrival {
                why: Some("La sesión ya estaba cerrada."),
                field: "decision[5]".into(),
                ..waits
            }],
            walk_ins: vec![WalkInCard {
                name: "Óscar Quiñones".into(),
                action: "/cohortes/1/por-revisar/llegadas/3".into(),
                field: "persona[3]".into(),
                state_label: "Presente",
                state_code: "present",
                facts: vec![Fact::new("Anotó", "Rosa Peña")],
            }],
            people: vec![Alternative::new(7, "Ruiz Peña, Ana")],
            more: Some("Se muestran los primeros 100.".into()),
            arrivals: true,
            nothing: false,
            ..empty.clone()
        };
        let read = Self { may: false, ..full.clone() };
        vec![empty, full, read]
    }
}

/// The telephones that keep lists of the reader.
#[derive(Debug, Serialize)]
pub struct DevicesPage {
    pub devices: Vec<DeviceLine>,
}

#[derive(Debug, Serialize)]
pub struct DeviceLine {
    pub name: String,
    pub since: String,
    pub seen: String,
    pub action: String,
    pub revoked: Option<String>,
}

impl View for DevicesPage {
    const TEMPLATE: &'static str = "pages/attendance/field/devices";
    fn title(&self) -> String {
        "Mis teléfonos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Mis teléfonos")]
    }
    fn samples() -> Vec<Self> {
        let line = |revoked: Option<&str>| DeviceLine {
            name: "Chrome en Android".into(),
            since: "20/11/2026, 8:00 a. m.".into(),
            seen: "24/11/2026, 8:00 a. m.".into(),
            action: "/mi-cuenta/dispositivos/1/retiro".into(),
            revoked: revoked.map(str::to_owned),
        };
        let devices = vec![line(None), line(Some("24/11/2026, 9:00 a. m."))];
        vec![Self { devices: vec![] }, Self { devices }]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<FieldReviewPage>();
    all.extend(samples_of::<DevicesPage>());
    all
}
