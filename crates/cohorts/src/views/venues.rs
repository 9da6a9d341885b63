//! The venues of a territory: a list with a form, and one of them.

use platform::prelude::*;

use super::crumbs;

#[derive(Serialize, Example)]
pub struct VenueLine {
    pub id: i64,
    pub name: String,
    pub municipality: String,
    /// «40 puestos», or empty.
    pub capacity: String,
}

#[derive(Serialize, Example)]
pub struct VenuesPage {
    pub form: FormState,
    pub venues: Vec<VenueLine>,
    pub municipalities: Vec<Alternative>,
}

impl View for VenuesPage {
    const TEMPLATE: &'static str = "pages/cohorts/venues";
    fn title(&self) -> String {
        "Sedes".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Sedes")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

#[derive(Serialize, Example)]
pub struct VenuePage {
    pub form: FormState,
    pub id: i64,
    pub municipality: String,
}

impl View for VenuePage {
    const TEMPLATE: &'static str = "pages/cohorts/venue";
    fn title(&self) -> String {
        "Cambiar la sede".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Cambiar la sede")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
