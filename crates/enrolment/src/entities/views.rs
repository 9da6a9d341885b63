//! The page of entities to review.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

#[derive(Serialize, Example)]
pub struct EntityLine {
    pub name: String,
    /// Where it is accepted.
    pub accept: String,
    /// `clase[17]`, where its kind is said.
    pub field: String,
}

#[derive(Serialize, Example)]
pub struct EntityQueuePage {
    pub form: FormState,
    pub kinds: Vec<Alternative>,
    pub rows: Vec<EntityLine>,
}

impl View for EntityQueuePage {
    const TEMPLATE: &'static str = "pages/enrolment/entities";
    fn title(&self) -> String {
        "Entidades por revisar".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Personas", "/personas"),
            Crumb::to("Personas por revisar", "/personas/revision"),
            Crumb::here("Entidades por revisar"),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<EntityQueuePage>()
}
