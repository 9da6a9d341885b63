//! A file of questions: sent, and looked at.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Figure, View};

use super::crumbs;

#[derive(Clone, Debug, Serialize)]
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
    fn samples() -> Vec<Self> {
        let empty = Self { form: FormState::default(), capacities: vec![], most: 500 };
        let refused = Self {
            form: FormState::default().refused("archivo", "El archivo no tiene preguntas."),
            capacities: vec![Alternative::new("TRI-01", "TRI-01 · Recaudar")],
            ..empty.clone()
        };
        vec![empty, refused]
    }
}

#[derive(Clone, Debug, Serialize)]
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

#[derive(Clone, Debug, Serialize)]
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
    fn samples() -> Vec<Self> {
        let good = Self {
            form: FormState::default(),
            name: "banco.gift".into(),
            figures: vec![Figure::new("12", "nuevas")],
            summary: "Las preguntas quedan en borrador.".into(),
            warns: false,
            lines: vec![],
            more: 0,
            marked: None,
            button: Some("Importar 12 preguntas".into()),
            action: "/banco/importacion/1".into(),
        };
        let wrong = Self {
            form: FormState::default().refused("", "El archivo tiene errores."),
            warns: true,
            lines: vec![
                QuestionIssueLine {
                    place: "Celda C12".into(),
                    is_error: true,
                    text: "La capacidad XYZ no está en el marco.".into(),
                },
                QuestionIssueLine {
                    place: "Fila 13".into(),
                    is_error: false,
                    text: "No dice su dificultad.".into(),
                },
            ],
            more: 3,
            marked: Some("/banco/importacion/1/archivo".into()),
            button: None,
            ..good.clone()
        };
        vec![good, wrong]
    }
}
