//! A file of questions: sent, and looked at.

use serde::Serialize;

use platform::example::Example;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Figure, View};

use super::crumbs;

#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionUploadPage {
    pub form: FormState,
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
    pub form: FormState,
    /// The name of the file.
    pub name: String,
    pub figures: Vec<Figure>,
    pub summary: String,
    pub warns: bool,
    pub lines: Vec<QuestionIssueLine>,
    /// Those that are not listed.
    pub more: usize,
    pub marked: Option<String>,
    pub button: Option<String>,
    pub action: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionIssueLine {
    /// «Celda C12», «Línea 40».
    pub place: String,
    pub is_error: bool,
    pub text: String,
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
        self.form.has_errors()
    }
}
