//! The page of a test's figures.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::charts::Chart;
use platform::pages::{Crumb, Fact, Sample, View, samples_of};

pub fn samples() -> Vec<Sample> {
    samples_of::<FiguresPage>()
}

/// How a test did.
#[derive(Clone, Debug, Serialize)]
pub struct FiguresPage {
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub attempts_href: String,
    /// Nobody finished it.
    pub is_empty: bool,
    pub facts: Vec<Fact>,
    pub chart: Option<Chart>,
    pub rows: Vec<QuestionRow>,
    pub options: Vec<OptionTable>,
}

#[derive(Clone, Debug, Serialize)]
pub struct QuestionRow {
    pub code: String,
    /// Where the bank has it, for those who work with the bank.
    pub href: Option<String>,
    pub words: String,
    pub n: String,
    pub difficulty: String,
    pub discrimination: String,
    /// What should be looked at, or why there is no figure.
    pub note: String,
}

/// How the options of a question were chosen.
#[derive(Clone, Debug, Serialize)]
pub struct OptionTable {
    pub id: String,
    pub title: String,
    pub words: String,
    pub rows: Vec<OptionLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OptionLine {
    pub words: String,
    pub right: bool,
    pub chosen: usize,
    pub share: String,
    pub upper: String,
    pub lower: String,
    pub note: String,
}

impl View for FiguresPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/figures";
    fn title(&self) -> String {
        format!("Resultados: {}", self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Resultados de la prueba")
    }
    fn samples() -> Vec<Self> {
        let counts: Vec<(String, usize)> =
            [("De 0,0 a 0,9", 1), ("De 1,0 a 1,9", 3)].map(|(l, n)| (l.to_owned(), n)).to_vec();
        let row = QuestionRow {
            code: "P-0001".into(),
            href: Some("/preguntas/1".into()),
            words: "¿Quién aprueba el presupuesto?".into(),
            n: "12".into(),
            difficulty: "58 %".into(),
            discrimination: "−0,12".into(),
            note: "La aciertan más quienes menos saben: revise la clave y la redacción.".into(),
        };
        let line = OptionLine {
            words: "El concejo".into(),
            right: true,
            chosen: 7,
            share: "58 %".into(),
            upper: "100 %".into(),
            lower: "33 %".into(),
            note: String::new(),
        };
        let full = Self {
            activity: "Prueba inicial".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            attempts_href: "/actividades/1/prueba/intentos".into(),
            is_empty: false,
            facts: vec![Fact::new("Nota media", "3,4, de 3,0 a 3,8 (n = 12)")],
            chart: Some(Chart::new("12 personas".into(), (4, ("persona", "personas")), &counts)),
            rows: vec![row.clone(), QuestionRow { href: None, ..row }],
            options: vec![OptionTable {
                id: "opciones-1".into(),
                title: "P-0001".into(),
                words: "¿Quién aprueba el presupuesto?".into(),
                rows: vec![
                    line.clone(),
                    OptionLine {
                        right: false,
                        note: "La eligen quienes más saben.".into(),
                        ..line
                    },
                ],
            }],
        };
        let empty = Self {
            is_empty: true,
            facts: vec![],
            chart: None,
            rows: vec![],
            options: vec![],
            ..full.clone()
        };
        vec![full, empty]
    }
}
