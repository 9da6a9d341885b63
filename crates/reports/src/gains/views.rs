//! The page of gains by municipality.

use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use platform::prelude::*;

use crate::views::charts::PagePicture;

pub fn samples() -> Vec<Sample> {
    samples_of::<GainsPage>()
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GainsPage {
    pub form: FormState,
    pub path: String,
    pub xlsx: String,
    pub period: String,
    pub facts: Vec<Fact>,
    /// The picture says the same as the table; none where nothing may be shown.
    pub chart: Option<PagePicture>,
    pub rows: Vec<GainLine>,
    pub source: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GainLine {
    pub name: String,
    pub href: String,
    pub department: String,
    pub n: String,
    pub before: String,
    pub after: String,
    pub gain: String,
    pub interval: String,
    /// Why there is no figure.
    pub note: String,
}

impl View for GainsPage {
    const TEMPLATE: &'static str = "pages/reports/gains";
    fn title(&self) -> String {
        "Ganancia por municipio".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Informes", "/informes"),
            Crumb::here("Ganancia por municipio"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
