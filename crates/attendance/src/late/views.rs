//! The page that says since when people count.

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

#[derive(Clone, Debug, Serialize, Example)]
pub struct LatePage {
    pub form: FormState,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    /// Everybody is listed, not only who came late.
    pub everybody: bool,
    pub people: Vec<LateRow>,
    /// The first session that counts.
    pub sessions: Vec<Alternative>,
    /// Sessions that may have been attended before.
    pub past: Vec<Alternative>,
    /// Why nothing may be changed.
    pub blocked: Option<String>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct LateRow {
    pub id: EnrolmentId,
    pub name: String,
    /// «CC 1.234, Alcaldía de Mapiripán».
    pub about: String,
    /// «Cupo del 24 de noviembre de 2026; no le cuentan las sesiones 1 y 2».
    pub text: String,
    /// Why they count since another date.
    pub reason: Option<String>,
    pub is_own: bool,
    pub chosen: bool,
}

impl View for LatePage {
    const TEMPLATE: &'static str = "pages/attendance/late";
    fn title(&self) -> String {
        "Desde cuándo cuenta cada persona".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(self.title.clone(), self.cohort_href.clone()),
            Crumb::to("Asistencia", format!("{}/asistencia", self.cohort_href)),
            Crumb::here("Desde cuándo"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<LatePage>()
}
