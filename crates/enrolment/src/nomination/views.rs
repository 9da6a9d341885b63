//! Pages of a focal point: choosing people and seeing what became of them.

use cohorts_model::views::StageTag;
use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use crate::views::EnrolmentHead;

#[derive(Serialize, Example)]
pub struct NominationLine {
    pub name: String,
    pub tag: StageTag,
    /// «Responde antes del 22 de noviembre de 2026, 10:00 a. m.», or who enrolled.
    pub note: String,
}

#[derive(Serialize, Example)]
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
}

#[derive(Serialize, Example)]
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
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<NominationsPage>();
    all.extend(samples_of::<NominateNewPage>());
    all
}
