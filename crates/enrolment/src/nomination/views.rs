//! Pages of a focal point: choosing people and seeing what became of them.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Sample, View, samples_of};

use crate::views::EnrolmentHead;

#[derive(Serialize)]
pub struct NominationLine {
    pub name: String,
    pub stage: &'static str,
    pub stage_label: &'static str,
    /// «Responde antes del 22/11/2026, 10:00 a. m.», or who enrolled.
    pub note: String,
}

#[derive(Serialize)]
pub struct NominationsPage {
    pub head: EnrolmentHead,
    pub form: FormState,
    /// «Quedan 12 cupos.»
    pub seats: String,
    /// What the course asks of whoever takes part.
    pub requirements: Vec<String>,
    /// Why nobody is put forward today.
    pub closed: Option<String>,
    /// The entity's people who have no place yet.
    pub people: Vec<Alternative>,
    /// Of them, those whom nobody can write to.
    pub unreachable: Vec<String>,
    pub rows: Vec<NominationLine>,
    pub add: String,
}

fn crumbs(head: &EnrolmentHead, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to(head.course.clone(), head.public_path()),
        Crumb::here(here),
    ]
}

impl View for NominationsPage {
    const TEMPLATE: &'static str = "pages/enrolment/nominations";
    fn title(&self) -> String {
        "Postular a su gente".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, "Postular")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let line = NominationLine {
            name: "Guayacán Ñandú, Luz Marcela".into(),
            stage: "warning",
            stage_label: "Cupo por aceptar",
            note: "Responde antes del 22/11/2026, 10:00 a. m.".into(),
        };
        let page = |people: Vec<Alternative>, rows, closed: Option<&str>| Self {
            head: EnrolmentHead::sample(),
            form: FormState::default(),
            seats: "Quedan 12 cupos.".into(),
            requirements: people.iter().map(|_| "Es para servidores públicos.".into()).collect(),
            closed: closed.map(str::to_owned),
            unreachable: people.iter().map(|one| one.label.clone()).collect(),
            people,
            rows,
            add: "/cohortes/7/postulaciones/nueva".into(),
        };
        vec![
            page(vec![Alternative::new(1, "Guayacán, Luz. Tesorera")], vec![line], None),
            page(Vec::new(), Vec::new(), None),
            page(Vec::new(), Vec::new(), Some("Las inscripciones cerraron.")),
        ]
    }
}

#[derive(Serialize)]
pub struct NominateNewPage {
    pub head: EnrolmentHead,
    pub form: FormState,
    pub seats: String,
    pub document_types: Vec<Alternative>,
    /// Those of the focal point that the cohort reaches.
    pub entities: Vec<Alternative>,
    pub kinds: Vec<Alternative>,
}

impl View for NominateNewPage {
    const TEMPLATE: &'static str = "pages/enrolment/nominate_new";
    fn title(&self) -> String {
        "Postular a otra persona".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, "Postular a otra persona")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let sample = |form| Self {
            head: EnrolmentHead::sample(),
            form,
            seats: "Quedan 12 cupos.".into(),
            document_types: crate::forms::document_types(),
            entities: vec![Alternative::new(3, "Alcaldía de Mapiripán")],
            kinds: crate::forms::kinds(),
        };
        let typed = FormState::default()
            .with("documento", "12")
            .refused("documento", "Revise el número del documento.");
        vec![sample(FormState::default()), sample(typed)]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<NominationsPage>();
    all.extend(samples_of::<NominateNewPage>());
    all
}
