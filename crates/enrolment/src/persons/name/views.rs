//! The page where a name is corrected.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use crate::persons::merge::crumbs;

#[derive(Serialize, Example)]
pub struct NamePage {
    pub form: FormState,
    pub name: String,
    pub document: String,
    pub person: String,
    /// Whether the change is asked for, and others decide.
    pub asks: bool,
}

impl View for NamePage {
    const TEMPLATE: &'static str = "pages/people/name";
    fn title(&self) -> String {
        "Corregir el nombre".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![
            Crumb::to(self.name.clone(), self.person.clone()),
            Crumb::here("Corregir el nombre"),
        ])
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<NamePage>()
}
