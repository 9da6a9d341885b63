//! Pages of one question: the question itself, two answers that conflict, and one that came late.

use serde::Serialize;

use assessment_model::bank::prompt::{PromptOption, PromptRow, QuestionPrompt};
use platform::fields::FormState;
use platform::pages::{Crumb, View};

use super::crumbs;

/// One question.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionPage {
    pub form: FormState,
    /// «Pregunta 3 de 10».
    pub heading: String,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub action: String,
    pub answered: String,
    pub left: String,
    /// «2 puntos».
    pub points: String,
    pub question: QuestionPrompt,
    pub number: i32,
    /// The sequence of the answer that is shown.
    pub seen: i32,
    /// «Guardada a las 10:12 a. m.».
    pub saved: Option<String>,
    pub is_first: bool,
    pub is_last: bool,
}

pub(in crate::views) fn sample_question() -> QuestionPrompt {
    let option = |place: usize, text: &str| PromptOption {
        id: format!("respuesta-{place}"),
        value: place.to_string(),
        label: text.to_owned(),
        marked: place == 1,
    };
    QuestionPrompt {
        text: "<p>¿Quién aprueba el <strong>presupuesto</strong> municipal?</p>".into(),
        task: "Marque una respuesta".into(),
        mark: Some("radio"),
        options: vec![option(0, "El concejo"), option(1, "La contraloría")],
        rows: vec![],
        typing: None,
        typed: String::new(),
        error: None,
    }
}

/// One of another kind, with nothing to be marked.
fn sample_other() -> QuestionPrompt {
    QuestionPrompt { mark: None, options: vec![], ..sample_question() }
}

impl View for QuestionPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/question";
    fn title(&self) -> String {
        format!("{}: {}", self.heading, self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], &self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let one = Self {
            form: FormState::default(),
            heading: "Pregunta 1 de 4".into(),
            activity: "Prueba inicial".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            cover_href: "/pruebas/1".into(),
            action: "/pruebas/1/preguntas/1".into(),
            answered: "2 de 4 contestadas".into(),
            left: "Quedan 24 minutos: termina el 24/11/2026, 10:40 a. m.".into(),
            points: "2 puntos".into(),
            question: sample_question(),
            number: 1,
            seen: 3,
            saved: Some("Guardada a las 10:12 a. m.".into()),
            is_first: true,
            is_last: false,
        };
        let row = PromptRow {
            field: "respuesta[0]".into(),
            label: "Liquidar".into(),
            value: "1".into(),
            choices: vec![],
            error: None,
        };
        let order = Self {
            heading: "Pregunta 2 de 4".into(),
            question: QuestionPrompt { rows: vec![row], ..sample_other() },
            saved: None,
            is_first: false,
            ..one.clone()
        };
        let number = Self {
            form: FormState::default().refused("respuesta", "«cuatro» no es un número."),
            heading: "Pregunta 3 de 4".into(),
            question: QuestionPrompt {
                typing: Some("number"),
                typed: "cuatro".into(),
                error: Some("«cuatro» no es un número.".into()),
                ..sample_other()
            },
            ..order.clone()
        };
        let open = Self {
            form: FormState::default(),
            heading: "Pregunta 4 de 4".into(),
            question: QuestionPrompt { typing: Some("long"), ..sample_other() },
            is_last: true,
            ..number.clone()
        };
        vec![one, order, number, open]
    }
}

/// Two answers to one question, of which one page had seen only the other.
#[derive(Clone, Debug, Serialize)]
pub struct ConflictPage {
    pub heading: String,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub text: String,
    /// What is kept, in words.
    pub saved: Vec<String>,
    pub saved_when: String,
    /// What this page sent.
    pub sent: Vec<String>,
    pub action: String,
    pub keep_href: String,
    pub number: i32,
    pub seen: i32,
    /// What was typed, to be sent again: name and value.
    pub fields: Vec<(String, String)>,
}

impl View for ConflictPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/conflict";
    fn title(&self) -> String {
        format!("Dos respuestas: {}", self.heading)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], &self.heading)
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            heading: "Pregunta 1 de 4".into(),
            activity: "Prueba inicial".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            cover_href: "/pruebas/1".into(),
            text: "Esta pregunta ya tiene otra respuesta.".into(),
            saved: vec!["El concejo".into()],
            saved_when: "10:12 a. m.".into(),
            sent: vec!["La contraloría".into()],
            action: "/pruebas/1/preguntas/1".into(),
            keep_href: "/pruebas/1/preguntas/2".into(),
            number: 1,
            seen: 2,
            fields: vec![("respuesta".into(), "1".into())],
        };
        let emptied = Self { sent: vec![], fields: vec![], ..full.clone() };
        vec![full, emptied]
    }
}

/// An answer that came after the time.
#[derive(Clone, Debug, Serialize)]
pub struct LatePage {
    pub heading: &'static str,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub text: String,
    /// What was not saved, so that nobody has to guess.
    pub sent: Vec<String>,
}

impl View for LatePage {
    const TEMPLATE: &'static str = "pages/assessment/exam/late";
    fn title(&self) -> String {
        self.heading.to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], self.heading)
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            heading: "El tiempo terminó",
            activity: "Prueba inicial".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            cover_href: "/pruebas/1".into(),
            text: "El tiempo de este intento terminó.".into(),
            sent: vec!["El concejo".into()],
        };
        vec![Self { sent: vec![], ..full.clone() }, full]
    }
}
