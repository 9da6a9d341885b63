//! The page of an attribution.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

#[derive(Serialize, Example)]
pub struct AttributionPage {
    pub person: String,
    pub course: String,
    pub cohort: String,
    /// The municipality that the place counts for today.
    pub counted_for: String,
    pub posts: Vec<Alternative>,
    pub form: FormState,
    pub enrolment: String,
}

impl View for AttributionPage {
    const TEMPLATE: &'static str = "pages/enrolment/attribution";
    fn title(&self) -> String {
        "Cambiar el municipio de la inscripción".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to(self.course.clone(), self.enrolment.clone()),
            Crumb::here("Municipio"),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<AttributionPage>()
}
