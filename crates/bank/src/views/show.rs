//! One question: for who writes it, and as who answers it sees it.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Crumb, Fact, Moment, View};

use super::crumbs;
use crate::key::{AnswerKey, AnswerLine};
use crate::prompt::{PromptOption, QuestionPrompt};

/// One version of a question with its answers.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionPage {
    pub form: FormState,
    pub href: String,
    pub code: String,
    pub number: i32,
    pub tone: &'static str,
    pub state: &'static str,
    /// This version is published.
    pub is_published: bool,
    pub facts: Vec<Fact>,
    /// HTML.
    pub text: String,
    /// «Opciones», «Orden correcto»; nothing for an open one.
    pub key: AnswerKey,
    /// HTML.
    pub feedback: Option<String>,
    pub advice: Vec<&'static str>,
    /// What it corrects.
    pub note: Option<String>,
    pub preview: String,
    /// «Editar el borrador», «Corregir»; nothing for who only reads or when it is retired.
    pub edit: Option<&'static str>,
    /// The draft that is in sight may be published: what the form says was seen.
    pub publish: Option<String>,
    pub may_retire: bool,
    pub may_restore: bool,
    pub may_add_pictures: bool,
    pub pictures: Vec<PictureLine>,
    pub versions: Vec<QuestionVersionRow>,
    pub story: Vec<Moment>,
    /// How people did, or why it is not shown.
    pub results: Vec<Fact>,
    pub results_note: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct PictureLine {
    pub href: String,
    pub name: String,
    /// What is written in the text to show it.
    pub snippet: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct QuestionVersionRow {
    pub number: i32,
    pub href: String,
    pub is_shown: bool,
    pub tone: &'static str,
    pub state: &'static str,
    pub when: String,
    pub note: String,
}

impl View for QuestionPage {
    const TEMPLATE: &'static str = "pages/assessment/bank/question";
    fn title(&self) -> String {
        format!("Pregunta {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(None, &self.code)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            form: FormState::default().refused("archivo", "Elija la imagen."),
            href: "/preguntas/1".into(),
            code: "P-1".into(),
            number: 2,
            tone: "published",
            state: "Publicada",
            is_published: false,
            facts: vec![Fact::new("Tipo", "Opción única")],
            text: "<p>¿Quién fija la <strong>tarifa</strong>?</p>".into(),
            key: AnswerKey {
                heading: Some("Opciones"),
                lines: vec![
                    AnswerLine {
                        worth: "Correcta".into(),
                        tone: "success",
                        text: "El concejo".into(),
                        feedback: Some("Ley 44 de 1990".into()),
                    },
                    AnswerLine {
                        worth: "0 %".into(),
                        tone: "",
                        text: "El IGAC".into(),
                        feedback: None,
                    },
                ],
                notes: vec!["Las opciones se muestran en este orden.".into()],
            },
            feedback: Some("<p>Art. 4.</p>".into()),
            advice: vec!["Todas las opciones son correctas."],
            note: Some("La opción B era ambigua".into()),
            preview: "/preguntas/1/vista?version=2".into(),
            edit: Some("Editar el borrador"),
            publish: Some("3-abc".into()),
            may_retire: true,
            may_restore: true,
            may_add_pictures: true,
            pictures: vec![PictureLine {
                href: "/preguntas/1/imagenes/1".into(),
                name: "imagen-1".into(),
                snippet: "![Describa la imagen](picture:imagen-1)".into(),
            }],
            versions: vec![
                QuestionVersionRow {
                    number: 2,
                    href: "/preguntas/1?version=2".into(),
                    is_shown: true,
                    tone: "draft",
                    state: "Borrador",
                    when: "20/11/2026".into(),
                    note: "La opción B era ambigua".into(),
                },
                QuestionVersionRow {
                    number: 1,
                    href: "/preguntas/1?version=1".into(),
                    is_shown: false,
                    tone: "published",
                    state: "Publicada",
                    when: "1/11/2026".into(),
                    note: String::new(),
                },
            ],
            story: vec![Moment {
                when: "20/11/2026, 8:15 a. m.".into(),
                text: "Versión 1 publicada".into(),
                who: Some("Coordinación".into()),
            }],
            results: vec![Fact::new("Dificultad", "62 % del puntaje")],
            results_note: "Del primer intento de cada persona.",
        };
        let read_only = Self {
            form: FormState::default(),
            is_published: true,
            key: AnswerKey { heading: None, lines: vec![], notes: vec![] },
            feedback: None,
            advice: vec![],
            note: None,
            edit: None,
            publish: None,
            may_retire: false,
            may_restore: false,
            may_add_pictures: false,
            pictures: vec![],
            story: vec![],
            results: vec![],
            ..full.clone()
        };
        vec![full, read_only]
    }
}

/// A version as whoever answers it sees it, and what an answer that is tried is worth.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionPreviewPage {
    pub code: String,
    pub number: i32,
    pub back: String,
    pub action: String,
    pub asked: QuestionPrompt,
    pub result: Option<TrialResult>,
}

/// What a tried answer is worth.
#[derive(Clone, Debug, Serialize)]
pub struct TrialResult {
    /// «66,7 % de la pregunta».
    pub worth: String,
    /// HTML, what the question says to this answer and to everybody.
    pub feedback: Vec<String>,
}

impl View for QuestionPreviewPage {
    const TEMPLATE: &'static str = "pages/assessment/bank/preview";
    fn title(&self) -> String {
        format!("Vista de la pregunta {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(Some((&self.code, &self.back)), "Como la ve quien responde")
    }
    fn has_errors(&self) -> bool {
        self.asked.error.is_some() || self.asked.rows.iter().any(|row| row.error.is_some())
    }
    fn samples() -> Vec<Self> {
        use crate::prompt::{PromptChoice, PromptRow};
        let marking = Self {
            code: "P-1".into(),
            number: 1,
            back: "/preguntas/1".into(),
            action: "/preguntas/1/vista".into(),
            asked: QuestionPrompt {
                text: "<p>¿Quién fija la tarifa?</p>".into(),
                task: "Marque una respuesta".into(),
                mark: Some("radio"),
                options: vec![PromptOption {
                    id: "respuesta-0".into(),
                    value: "0".into(),
                    label: "El concejo".into(),
                    marked: true,
                }],
                rows: vec![],
                typing: None,
                typed: String::new(),
                error: Some("Elija una de las opciones que muestra la página.".into()),
            },
            result: Some(TrialResult {
                worth: "100 % de la pregunta".into(),
                feedback: vec!["<p>Ley 44 de 1990</p>".into()],
            }),
        };
        let row = PromptRow {
            field: "respuesta[0]".into(),
            label: "Diagnóstico".into(),
            value: "nueve".into(),
            choices: vec![],
            error: Some("Escriba el lugar con un número del 1 al 3.".into()),
        };
        let paired = PromptRow {
            field: "respuesta[1]".into(),
            choices: vec![PromptChoice {
                value: "0".into(),
                label: "Municipio".into(),
                chosen: true,
            }],
            error: None,
            ..row.clone()
        };
        let rows = Self {
            asked: QuestionPrompt {
                mark: None,
                options: vec![],
                rows: vec![row, paired],
                error: None,
                ..marking.asked.clone()
            },
            result: None,
            ..marking.clone()
        };
        let typing = |kind| Self {
            asked: QuestionPrompt {
                mark: None,
                options: vec![],
                typing: Some(kind),
                typed: "4,7".into(),
                ..marking.asked.clone()
            },
            result: None,
            ..marking.clone()
        };
        vec![typing("number"), typing("text"), typing("long"), rows, marking]
    }
}
