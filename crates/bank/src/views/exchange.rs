//! A file of questions: sent, and looked at.

use platform::prelude::*;
use platform::previews::FilePreview;

use super::crumbs;

#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionUploadPage {
    pub form: FormState,
    /// The file that waits for the form.
    pub kept: Option<String>,
    pub capacities: Vec<Alternative>,
    /// Questions of one file.
    pub most: usize,
}

impl View for QuestionUploadPage {
    const TEMPLATE: &'static str = "pages/assessment/bank/upload";
    fn title(&self) -> String {
        "Importar preguntas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(None, "Importar")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionCheckPage {
    #[serde(flatten)]
    pub file: FilePreview,
    pub marked: Option<String>,
}

impl View for QuestionCheckPage {
    const TEMPLATE: &'static str = "pages/assessment/bank/check";
    fn title(&self) -> String {
        "Revisar el archivo".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(Some(("Importar", "/banco/importacion")), "Revisar")
    }
    fn has_errors(&self) -> bool {
        self.file.form.has_errors()
    }
}
