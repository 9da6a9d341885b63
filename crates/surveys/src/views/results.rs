//! The page of what a cohort answered.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::charts::Chart;
use platform::pages::{Crumb, Figure, View};

/// What a cohort answered, round by round.
#[derive(Clone, Debug, Serialize)]
pub struct SurveyResultsPage {
    /// Where what people told becomes lessons, for those who read it.
    pub lessons: Option<String>,
    /// Of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub rounds: Vec<RoundView>,
    /// When the first one opens.
    pub soon: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct RoundView {
    /// For the headings' ids.
    pub id: String,
    pub heading: String,
    pub tone: &'static str,
    pub state: String,
    pub figures: Vec<Figure>,
    /// Why there is nothing beneath.
    pub says: Option<String>,
    pub questions: Vec<QuestionResult>,
}

/// The result of one question: a chart, sentences, or the reason why neither is shown.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionResult {
    pub id: String,
    pub text: String,
    /// In place of figures.
    pub hidden: Option<String>,
    pub chart: Option<Chart>,
    /// What people wrote, by the alphabet; `None` when the question is not answered in words.
    pub sentences: Option<Vec<String>>,
}

impl View for SurveyResultsPage {
    const TEMPLATE: &'static str = "pages/surveys/results";
    fn title(&self) -> String {
        "Encuestas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Encuestas")
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            lessons: None,
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            rounds: vec![],
            soon: "La de satisfacción se abre el 28/11/2026.".into(),
        };
        let outcome = QuestionResult {
            id: "calidad".into(),
            text: "¿Cómo califica la calidad?".into(),
            hidden: None,
            chart: Some(Chart::new(
                "8 respuestas, promedio 4,3 de 5".into(),
                (8, ("respuesta", "respuestas")),
                &[("1 Muy baja".to_owned(), 2), ("5 Muy alta".to_owned(), 6)],
            )),
            sentences: None,
        };
        let hidden = QuestionResult {
            id: "oportunidad".into(),
            hidden: Some("Se muestra desde 5 respuestas.".into()),
            chart: None,
            ..outcome.clone()
        };
        let words = QuestionResult {
            id: "comentario".into(),
            chart: None,
            sentences: Some(vec!["Más ejercicios con datos propios".into()]),
            ..outcome.clone()
        };
        let silent =
            QuestionResult { id: "ejemplo".into(), sentences: Some(vec![]), ..words.clone() };
        let over = RoundView {
            id: "satisfaction".into(),
            heading: "Satisfacción".into(),
            tone: "closed",
            state: "Cerrada el 19/12/2026".into(),
            figures: vec![Figure::new("8", "respondieron").noted("de 30")],
            says: None,
            questions: vec![outcome, hidden, words, silent],
        };
        let open = RoundView {
            id: "months-3".into(),
            heading: "Seguimiento a 3 meses".into(),
            tone: "running",
            state: "Abierta hasta el 19/12/2026".into(),
            says: Some("Los resultados se muestran cuando cierre.".into()),
            questions: vec![],
            ..over.clone()
        };
        vec![empty.clone(), Self { rounds: vec![over, open], ..empty }]
    }
}
