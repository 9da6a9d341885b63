//! The page where a name is corrected.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Crumb, Sample, View, samples_of};

use crate::persons::merge::crumbs;

#[derive(Serialize)]
pub struct NamePage {
    pub form: FormState,
    pub name: String,
    pub document: String,
    pub person: String,
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
    fn samples() -> Vec<Self> {
        let sample = |form: FormState| Self {
            form: form.with("primer_nombre", "Luz").with("primer_apellido", "Guayacán"),
            name: "Luz Marcela Guayacán".into(),
            document: "C. C. 9.100.000.001".into(),
            person: "/personas/4".into(),
        };
        let wrong = FormState::default().refused("primer_nombre", "Escriba el primer nombre.");
        vec![sample(FormState::default()), sample(wrong)]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<NamePage>()
}
