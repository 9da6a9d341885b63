//! The page of signature images.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use super::queries::SignatureImageHead;

/// The stored images, and the form that adds one.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SignatureImagesPage {
    pub form: FormState,
    /// The file that waits for the form.
    pub kept: Option<String>,
    pub rows: Vec<SignatureImageHead>,
}

impl View for SignatureImagesPage {
    const TEMPLATE: &'static str = "pages/certification/drawings";
    const SHEET: Option<&'static str> = Some("documento.css");
    fn title(&self) -> String {
        "Firmas de los documentos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Documentos", "/documentos"),
            Crumb::here("Firmas"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<SignatureImagesPage>()
}
