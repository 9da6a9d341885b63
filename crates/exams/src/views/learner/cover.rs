//! Pages around an attempt: the cover of a test and the question whether to submit.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Crumb, Fact, View};

use super::crumbs;
use crate::views::ExamTag;

/// What a test will be, how far it is, what it was.
#[derive(Clone, Debug, Serialize)]
pub struct CoverPage {
    pub form: FormState,
    pub heading: String,
    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub course: String,
    pub place_href: String,
    pub action: String,
    pub facts: Vec<Fact>,
    /// «Empezar», when an attempt may begin.
    pub start: Option<String>,
    /// Why none may.
    pub blocked: Option<String>,
    pub open: Option<OpenAttemptView>,
    pub past: Vec<PastAttemptRow>,
}

/// The attempt that is open.
#[derive(Clone, Debug, Serialize)]
pub struct OpenAttemptView {
    /// «8 de 10 contestadas».
    pub answered: String,
    /// «Quedan 24 minutos: termina el 24/11/2026, 10:40 a. m.».
    pub left: String,
    pub places: Vec<QuestionLink>,
    pub go_on: String,
    pub submit: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct QuestionLink {
    pub label: String,
    pub href: String,
    pub answered: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct PastAttemptRow {
    pub name: String,
    pub href: String,
    pub when: String,
    pub tag: ExamTag,
    /// «8 de 10 puntos, nota 4,0», or why there is none yet.
    pub result: String,
}

fn sample_open() -> OpenAttemptView {
    let place = |number: usize, answered| QuestionLink {
        label: format!("Pregunta {number}"),
        href: format!("/pruebas/1/preguntas/{number}"),
        answered,
    };
    OpenAttemptView {
        answered: "1 de 2 contestadas".into(),
        left: "Quedan 24 minutos: termina a las 10:40 a. m.".into(),
        places: vec![place(1, true), place(2, false)],
        go_on: "/pruebas/1/preguntas/2".into(),
        submit: "/pruebas/1/entrega".into(),
    }
}

impl View for CoverPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/cover";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[], &self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let before = Self {
            form: FormState::default(),
            heading: "Prueba inicial".into(),
            course: "Gestión tributaria, cohorte Meta 2026-2".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            action: "/pruebas/1".into(),
            facts: vec![Fact::new("Preguntas", "10"), Fact::new("Tiempo", "40 minutos")],
            start: Some("Empezar".into()),
            blocked: None,
            open: None,
            past: vec![],
        };
        let during = Self { start: None, open: Some(sample_open()), ..before.clone() };
        let after = Self {
            form: FormState::default().refused("", "La prueba cerró."),
            start: None,
            blocked: Some("La prueba cerró el 24/11/2026, 12:00 p. m.".into()),
            past: vec![PastAttemptRow {
                name: "Intento 1".into(),
                href: "/pruebas/1/intentos/1".into(),
                when: "24/11/2026, 10:38 a. m.".into(),
                tag: ExamTag { code: "success", label: "Entregado" },
                result: "8 de 10 puntos, nota 4,0".into(),
            }],
            ..before.clone()
        };
        vec![before, during, after]
    }
}

/// Whether to hand in.
#[derive(Clone, Debug, Serialize)]
pub struct SubmitPage {
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub action: String,
    pub answered: String,
    pub left: String,
    /// Questions without an answer.
    pub missing: Vec<QuestionLink>,
    pub number: i32,
}

impl View for SubmitPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/submit";
    fn title(&self) -> String {
        "Entregar la prueba".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], "Entregar")
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            activity: "Prueba inicial".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            cover_href: "/pruebas/1".into(),
            action: "/pruebas/1/entrega".into(),
            answered: "1 de 2 contestadas".into(),
            left: "Quedan 24 minutos.".into(),
            missing: sample_open().places.split_off(1),
            number: 1,
        };
        vec![Self { missing: vec![], ..full.clone() }, full]
    }
}
