//! Pages of requests about records.

use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use platform::prelude::*;

use crate::persons::merge::crumbs;

const LIST: &str = "Solicitudes sobre registros";

#[derive(Serialize, Example)]
pub struct RequestLine {
    pub name: String,
    pub document: String,
    #[example("corregir el nombre")]
    pub what: &'static str,
    pub asked: String,
    pub href: String,
    /// Whether the reader asked it, and somebody else decides.
    pub own: bool,
}

#[derive(Serialize, Example)]
pub struct RecordRequestsPage {
    pub rows: Vec<RequestLine>,
    pub pager: Pager,
}

impl View for RecordRequestsPage {
    const TEMPLATE: &'static str = "pages/people/requests";
    fn title(&self) -> String {
        LIST.to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![Crumb::to("Personas por revisar", "/personas/revision"), Crumb::here(LIST)])
    }
}

#[derive(Serialize, Example)]
pub struct RecordRequestPage {
    pub form: FormState,
    /// What is asked, beginning a sentence.
    pub title: String,
    pub facts: Vec<Fact>,
    pub path: String,
    pub may_decide: bool,
    /// Why the reader does not decide; empty when they do, or when it was decided.
    pub waits: String,
    pub answers: Vec<Alternative>,
}

impl View for RecordRequestPage {
    const TEMPLATE: &'static str = "pages/people/request";
    fn title(&self) -> String {
        self.title.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![
            Crumb::to("Personas por revisar", "/personas/revision"),
            Crumb::to(LIST, "/solicitudes-de-registro"),
            Crumb::here(self.title.clone()),
        ])
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<RecordRequestsPage>();
    all.extend(samples_of::<RecordRequestPage>());
    all
}
