//! Pages of what was done: the result of an attempt, and all tests of a cohort.

use serde::Serialize;

use platform::pages::{Crumb, Fact, View};

use super::crumbs;
use crate::views::ExamTag;

/// An attempt that is over.
#[derive(Clone, Debug, Serialize)]
pub struct ResultPage {
    pub heading: String,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub tag: ExamTag,
    pub facts: Vec<Fact>,
    /// When the questions are shown, or that they are not.
    pub notice: Option<String>,
    pub rows: Vec<ResultRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ResultRow {
    pub name: String,
    /// Safe HTML.
    pub html: String,
    pub answer: Vec<String>,
    pub right: Vec<String>,
    /// That it was scored anew.
    pub rescored: Option<&'static str>,
    /// «1 de 2 puntos».
    pub earned: String,
    pub is_full: bool,
    /// Safe HTML of what the question says to this answer.
    pub feedback: Vec<String>,
    pub comment: Option<String>,
}

impl View for ResultPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/result";
    fn title(&self) -> String {
        format!("{}: {}", self.heading, self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], &self.heading)
    }
    fn samples() -> Vec<Self> {
        let row = ResultRow {
            name: "Pregunta 1".into(),
            html: "<p>¿Quién aprueba el presupuesto?</p>".into(),
            answer: vec!["La contraloría".into()],
            right: vec!["El concejo".into()],
            rescored: Some("Esta pregunta se corrigió."),
            earned: "0 de 2 puntos".into(),
            is_full: false,
            feedback: vec!["<p>La contraloría vigila su ejecución.</p>".into()],
            comment: None,
        };
        let open = ResultRow {
            answer: vec![],
            right: vec![],
            feedback: vec![],
            earned: "2 de 2 puntos".into(),
            is_full: true,
            comment: Some("Bien argumentado.".into()),
            ..row.clone()
        };
        let full = Self {
            heading: "Intento 1".into(),
            activity: "Prueba inicial".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            cover_href: "/pruebas/1".into(),
            tag: ExamTag { code: "success", label: "Entregado" },
            facts: vec![Fact::new("Resultado", "2 de 4 puntos, nota 2,5")],
            notice: None,
            rows: vec![row, open],
        };
        let closed = Self {
            notice: Some("Las preguntas se muestran cuando cierre la prueba.".into()),
            rows: vec![],
            ..full.clone()
        };
        vec![full, closed]
    }
}

/// All tests of one's cohort.
#[derive(Clone, Debug, Serialize)]
pub struct LearnerExamsPage {
    pub course: String,
    pub enrolment_href: String,
    pub rows: Vec<LearnerExamRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LearnerExamRow {
    pub name: String,
    pub href: String,
    pub when: String,
    pub tag: ExamTag,
    pub result: String,
}

impl View for LearnerExamsPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/own";
    fn title(&self) -> String {
        "Pruebas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mis inscripciones", "/mis-inscripciones"),
            Crumb::to(self.course.clone(), self.enrolment_href.clone()),
            Crumb::here("Pruebas"),
        ]
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            course: "Gestión tributaria, cohorte Meta 2026-2".into(),
            enrolment_href: "/inscripciones/1".into(),
            rows: vec![LearnerExamRow {
                name: "Prueba inicial".into(),
                href: "/pruebas/1".into(),
                when: "Del 24/11/2026, 8:00 a. m., al 24/11/2026, 12:00 p. m.".into(),
                tag: ExamTag { code: "running", label: "Abierta" },
                result: "Sin empezar".into(),
            }],
        };
        vec![Self { rows: vec![], ..full.clone() }, full]
    }
}
