//! Pages of rescoring: what can be scored anew, and who would change.

use serde::Serialize;

use assessment_model::bank::key::{AnswerKey, AnswerLine};
use cohorts_model::views::cohort_crumbs;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Figure, Sample, View, samples_of};

/// The questions of a test, those that were corrected first, and what was decided.
#[derive(Clone, Debug, Serialize)]
pub struct RescoringListPage {
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub exam_href: String,
    /// Corrected since they were asked, and still scored as they were.
    pub corrected: Vec<QuestionRow>,
    pub others: Vec<QuestionRow>,
    pub decided: Vec<RescoringRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct QuestionRow {
    pub href: String,
    pub code: String,
    /// The beginning of what it asks.
    pub text: String,
    /// «versión 1», «versiones 1 y 2».
    pub asked: String,
    pub newest: String,
    pub attempts: String,
    /// «Con la versión 2», «Anulada».
    pub scored: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RescoringRow {
    pub when: String,
    pub who: String,
    pub code: String,
    pub how: String,
    pub reason: String,
    pub changed: String,
}

impl View for RescoringListPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/rescoring/list";
    fn title(&self) -> String {
        format!("Recalificar: {}", self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Recalificar la prueba")
    }
    fn samples() -> Vec<Self> {
        let row = QuestionRow {
            href: "/actividades/1/prueba/recalificar/1".into(),
            code: "P-0003".into(),
            text: "¿Quién aprueba el acuerdo tributario?".into(),
            asked: "versión 1".into(),
            newest: "2".into(),
            attempts: "31 intentos".into(),
            scored: None,
        };
        let full = Self {
            activity: "Prueba final".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            exam_href: "/actividades/1/prueba".into(),
            corrected: vec![row.clone()],
            others: vec![QuestionRow { scored: Some("Anulada".into()), ..row }],
            decided: vec![RescoringRow {
                when: "24/11/2026, 10:00 a. m.".into(),
                who: "Luz Marina Cely".into(),
                code: "P-0004".into(),
                how: "Anulada: todos sus puntos a todas las personas".into(),
                reason: "Tenía dos respuestas correctas.".into(),
                changed: "4 respuestas".into(),
            }],
        };
        vec![Self { corrected: vec![], others: vec![], decided: vec![], ..full.clone() }, full]
    }
}

/// One question: what was asked beside its correction, and who would change.
#[derive(Clone, Debug, Serialize)]
pub struct RescorePage {
    pub form: FormState,
    pub code: String,
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub list_href: String,
    pub action: String,
    pub ways: Vec<Alternative>,
    /// What was asked and, where there is one, its correction.
    pub versions: Vec<VersionView>,
    /// Why it cannot be scored so.
    pub blocked: Option<String>,
    pub outlook: Option<RescoringPreviewView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct VersionView {
    pub id: String,
    pub heading: String,
    /// Safe HTML.
    pub html: String,
    pub key: AnswerKey,
}

#[derive(Clone, Debug, Serialize)]
pub struct RescoringPreviewView {
    pub figures: Vec<Figure>,
    pub rows: Vec<AnswerChangeRow>,
    /// Attempts that go on.
    pub open: Option<String>,
    /// The way that was looked at, and what was seen of it.
    pub way: &'static str,
    pub keeps: bool,
    pub seen: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct AnswerChangeRow {
    pub href: String,
    pub name: String,
    pub number: i32,
    /// «0 → 2».
    pub earned: String,
    pub points: String,
    pub grade: String,
    pub tone: &'static str,
    pub effect: &'static str,
}

/// How a question may be scored anew.
pub const CORRECTED: &str = "corregida";
pub const FULL: &str = "anulada";

/// With and without a correction to score with.
pub fn ways(is_corrected: bool) -> Vec<Alternative> {
    let full = Alternative::new(FULL, "Anularla: todos sus puntos a todas las personas");
    match is_corrected {
        true => vec![Alternative::new(CORRECTED, "Con la versión corregida"), full],
        false => vec![full],
    }
}

impl View for RescorePage {
    const TEMPLATE: &'static str = "pages/assessment/exam/rescoring/rescore";
    fn title(&self) -> String {
        format!("Recalificar la pregunta {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Recalificar una pregunta")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let version = |id: &str, heading: &str| VersionView {
            id: id.into(),
            heading: heading.into(),
            html: "<p>¿Quién aprueba el acuerdo tributario?</p>".into(),
            key: AnswerKey {
                heading: Some("Opciones"),
                lines: vec![AnswerLine {
                    worth: "Correcta".into(),
                    tone: "success",
                    text: "El concejo".into(),
                    feedback: None,
                }],
                notes: vec![],
            },
        };
        let full = Self {
            form: FormState::default()
                .with("como", CORRECTED)
                .with("conserva", "si")
                .refused("motivo", "Escriba el motivo."),
            code: "P-0003".into(),
            activity: "Prueba final".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            list_href: "/actividades/1/prueba/recalificar".into(),
            action: "/actividades/1/prueba/recalificar/1".into(),
            ways: ways(true),
            versions: vec![
                version("t-version-1", "Se preguntó: versión 1"),
                version("t-version-2", "La corrección: versión 2"),
            ],
            blocked: None,
            outlook: Some(RescoringPreviewView {
                figures: vec![Figure::new(1, "respuesta cambia"), Figure::new(30, "quedan igual")],
                rows: vec![AnswerChangeRow {
                    href: "/actividades/1/prueba/intentos/1".into(),
                    name: "Ruiz Peña, Ana".into(),
                    number: 1,
                    earned: "0 → 2".into(),
                    points: "6 → 8".into(),
                    grade: "3,0 → 4,0".into(),
                    tone: "success",
                    effect: "Sube",
                }],
                open: Some("2 intentos siguen abiertos: se califican así cuando terminen.".into()),
                way: CORRECTED,
                keeps: true,
                seen: "0123456789abcdef".into(),
            }),
        };
        let blocked = Self {
            form: FormState::default().with("como", FULL),
            ways: ways(false),
            blocked: Some("Nadie cambiaría.".into()),
            outlook: None,
            ..full.clone()
        };
        vec![full, blocked]
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<RescoringListPage>(), samples_of::<RescorePage>()].into_iter().flatten().collect()
}
