//! One's own product.

use platform::prelude::*;

use super::Opinion;
use crate::products::rules::Rubric;

#[derive(Clone, Debug, Serialize, Example)]
pub struct LearnerProductPage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    pub cohort: String,
    pub place_href: String,
    pub instructions: String,
    pub facts: Vec<Fact>,
    pub tone: &'static str,
    pub state: String,
    /// Why nothing can be handed in now.
    pub blocked: Option<String>,
    /// What coming now means: «Lleva 2 días tarde: se descuentan 0,6».
    #[example((size.count == 2).then(|| "Lleva 2 días tarde: se descuentan 0,6.".into()))]
    pub warning: Option<String>,
    pub takes_file: bool,
    /// The file that waits for this form.
    pub kept: Option<String>,
    pub takes_link: bool,
    pub action: String,
    pub button: &'static str,
    pub rubric: Rubric,
    /// The last one first.
    pub versions: Vec<VersionLine>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct VersionLine {
    /// «Versión 2».
    pub name: String,
    pub when: String,
    pub late: Option<String>,
    pub note: Option<String>,
    pub file: Option<String>,
    pub file_href: String,
    pub link: Option<String>,
    pub opinions: Vec<Opinion>,
    /// What the coordination decided.
    pub moderated: Option<String>,
}

impl View for LearnerProductPage {
    const TEMPLATE: &'static str = "pages/assessment/products/own";
    fn title(&self) -> String {
        self.name.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mis inscripciones", "/mis-inscripciones"),
            Crumb::to(self.cohort.clone(), self.place_href.clone()),
            Crumb::here(self.name.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
