//! Pages where contacts are changed.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use crate::persons::merge::crumbs;

#[derive(Serialize, Example)]
pub struct ContactPage {
    pub form: FormState,
    pub name: String,
    pub document: String,
    pub person: String,
    /// Whether the person signs in, so that another mail makes the password void.
    pub has_account: bool,
    /// Whether the change is asked for and not made: another unit has a part in the record.
    pub asks: bool,
}

impl View for ContactPage {
    const TEMPLATE: &'static str = "pages/people/contact";
    fn title(&self) -> String {
        "Corregir el correo y el teléfono".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![
            Crumb::to(self.name.clone(), self.person.clone()),
            Crumb::here("Corregir el correo y el teléfono"),
        ])
    }
}

#[derive(Serialize, Example)]
pub struct OwnPhonePage {
    pub form: FormState,
}

impl View for OwnPhonePage {
    const TEMPLATE: &'static str = "pages/people/own_phone";
    fn title(&self) -> String {
        "Cambiar mi teléfono".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mis datos", "/mis-datos"),
            Crumb::here("Cambiar mi teléfono"),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<ContactPage>();
    all.extend(samples_of::<OwnPhonePage>());
    all
}
