//! Pages for those who build a test, look at its attempts and grade open answers.

use serde::Serialize;

use assessment_model::bank::prompt::QuestionPrompt;
use cohorts_model::views::cohort_crumbs;
use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, Fact, Figure, View};

use super::ExamTag;
use super::learner::sample_question;
use crate::labels;

/// The test of an activity: built, or as it is frozen.
#[derive(Clone, Debug, Serialize)]
pub struct BuildPage {
    pub form: FormState,
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub activities_href: String,
    pub action: String,
    pub window_action: String,
    pub preview_href: Option<String>,
    pub attempts_href: Option<String>,
    /// For those who may score it anew.
    pub rescoring_href: Option<String>,
    pub paper_href: Option<String>,
    pub editable: bool,
    pub extendable: bool,
    pub blocked: Option<String>,
    /// Since when it is frozen.
    pub frozen: Option<String>,
    /// The first and the last test do not compare.
    pub unmatched: Option<String>,
    pub facts: Vec<Fact>,
    pub figures: Vec<Figure>,
    pub lines: Vec<BlueprintLineFields>,
    /// For those who only read.
    pub rows: Vec<BlueprintLineRow>,
    pub capacities: Vec<Alternative>,
    pub difficulties: Vec<Alternative>,
    pub keeps: Vec<Alternative>,
    pub feedbacks: Vec<Alternative>,
}

#[derive(Clone, Debug, Serialize)]
pub struct BlueprintLineFields {
    pub legend: String,
    pub capacity: String,
    pub difficulty: String,
    pub count: String,
    pub points: String,
    /// «14 publicadas».
    pub there: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct BlueprintLineRow {
    pub capacity: String,
    pub difficulty: &'static str,
    pub count: String,
    pub points: String,
}

fn sample_choices<T>(all: &[(&str, T)], label: impl Fn(&T) -> &'static str) -> Vec<Alternative> {
    all.iter().map(|(value, one)| Alternative::new(value, label(one))).collect()
}

/// How difficult a line's questions may be.
pub fn difficulty_choices() -> Vec<Alternative> {
    sample_choices(&labels::DIFFICULTIES, |one| labels::difficulty(*one))
}

pub fn keep_choices() -> Vec<Alternative> {
    sample_choices(&labels::KEEPS, |one| labels::keep(*one))
}

pub fn feedback_choices() -> Vec<Alternative> {
    sample_choices(&labels::FEEDBACKS, |one| labels::feedback(*one))
}

impl View for BuildPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/build";
    fn title(&self) -> String {
        format!("{}: prueba en línea", self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, &self.title())
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let line = BlueprintLineFields {
            legend: "Renglón 1".into(),
            capacity: "capacidad[0]".into(),
            difficulty: "dificultad[0]".into(),
            count: "preguntas[0]".into(),
            points: "puntos[0]".into(),
            there: Some("14 publicadas".into()),
        };
        let building = Self {
            form: FormState::default()
                .with("preguntas[0]", 20)
                .refused("preguntas[0]", "El banco tiene 14."),
            activity: "Prueba inicial".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            activities_href: "/cohortes/1/actividades".into(),
            action: "/actividades/1/prueba".into(),
            window_action: "/actividades/1/prueba/plazo".into(),
            preview_href: None,
            attempts_href: None,
            rescoring_href: None,
            paper_href: None,
            editable: true,
            extendable: false,
            blocked: None,
            frozen: None,
            unmatched: None,
            facts: vec![],
            figures: vec![],
            lines: vec![BlueprintLineFields { there: None, ..line.clone() }, line],
            rows: vec![],
            capacities: vec![Alternative::new("TRI-01", "Recaudo")],
            difficulties: difficulty_choices(),
            keeps: keep_choices(),
            feedbacks: feedback_choices(),
        };
        let frozen = Self {
            form: FormState::default(),
            editable: false,
            extendable: true,
            frozen: Some("Alguien la empezó el 24/11/2026.".into()),
            unmatched: Some("Las dos pruebas no miden lo mismo.".into()),
            preview_href: Some("/actividades/1/prueba/vista-previa".into()),
            attempts_href: Some("/actividades/1/prueba/intentos".into()),
            rescoring_href: Some("/actividades/1/prueba/recalificar".into()),
            paper_href: Some("/actividades/1/prueba/papel".into()),
            facts: vec![Fact::new("Cierra", "24/11/2026, 12:00 p. m.")],
            figures: vec![Figure::new(12, "personas la empezaron")],
            lines: vec![],
            rows: vec![BlueprintLineRow {
                capacity: "Recaudo".into(),
                difficulty: "cualquiera",
                count: "10".into(),
                points: "1".into(),
            }],
            ..building.clone()
        };
        let blocked = Self {
            extendable: false,
            frozen: None,
            blocked: Some("La cohorte está cerrada.".into()),
            rows: vec![],
            ..frozen.clone()
        };
        vec![building, frozen, blocked]
    }
}

/// One draw of a test, as a person would meet it.
#[derive(Clone, Debug, Serialize)]
pub struct ExamPreviewPage {
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub exam_href: String,
    pub another_href: String,
    /// Why it cannot be drawn any more.
    pub blocked: Option<String>,
    pub rows: Vec<ExamPreviewRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExamPreviewRow {
    pub name: String,
    /// «Recaudo, 2 puntos».
    pub about: String,
    pub question: QuestionPrompt,
    pub right: Vec<String>,
}

impl View for ExamPreviewPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/preview";
    fn title(&self) -> String {
        format!("Vista previa: {}", self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Vista previa de la prueba")
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            activity: "Prueba inicial".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            exam_href: "/actividades/1/prueba".into(),
            another_href: "/actividades/1/prueba/vista-previa?sorteo=2".into(),
            blocked: None,
            rows: vec![ExamPreviewRow {
                name: "Pregunta 1".into(),
                about: "Recaudo, 2 puntos".into(),
                question: sample_question(),
                right: vec!["El concejo".into()],
            }],
        };
        let blocked =
            Self { blocked: Some("El banco cambió.".into()), rows: vec![], ..full.clone() };
        vec![full, blocked]
    }
}

/// The list of a test's attempts.
#[derive(Clone, Debug, Serialize)]
pub struct AttemptsPage {
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub exam_href: String,
    pub results_href: String,
    pub figures: Vec<Figure>,
    pub rows: Vec<AttemptRow>,
    pub pager: Pager,
}

#[derive(Clone, Debug, Serialize)]
pub struct AttemptRow {
    pub href: String,
    pub name: String,
    pub number: i32,
    pub started: String,
    pub ended: String,
    pub tone: &'static str,
    pub state: &'static str,
    pub result: String,
}

impl View for AttemptsPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/attempts";
    fn title(&self) -> String {
        format!("Intentos: {}", self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Intentos de la prueba")
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            activity: "Prueba inicial".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            exam_href: "/actividades/1/prueba".into(),
            results_href: "/actividades/1/prueba/resultados".into(),
            figures: vec![Figure::new(1, "persona la empezó")],
            rows: vec![AttemptRow {
                href: "/actividades/1/prueba/intentos/1".into(),
                name: "Ruiz Peña, Ana".into(),
                number: 1,
                started: "24/11/2026, 10:00 a. m.".into(),
                ended: "24/11/2026, 10:38 a. m.".into(),
                tone: "success",
                state: "Entregado",
                result: "8 de 10, nota 4,0".into(),
            }],
            pager: Pager::new(None, 1, "/actividades/1/prueba/intentos"),
        };
        vec![Self { rows: vec![], ..full.clone() }, full]
    }
}

/// One attempt, and its open answers to be graded.
#[derive(Clone, Debug, Serialize)]
pub struct AttemptPage {
    pub form: FormState,
    pub name: String,
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub attempts_href: String,
    pub action: String,
    pub tag: ExamTag,
    pub facts: Vec<Fact>,
    /// There are open answers that this reader may grade.
    pub gradable: bool,
    pub notice: Option<String>,
    pub rows: Vec<AttemptItemRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct AttemptItemRow {
    pub name: String,
    /// Safe HTML.
    pub html: String,
    pub answer: Vec<String>,
    pub right: Vec<String>,
    /// That it was scored anew.
    pub rescored: Option<&'static str>,
    pub earned: String,
    pub comment: Option<String>,
    /// The fields of an open answer.
    pub points_field: Option<String>,
    pub comment_field: String,
    pub hint: String,
}

impl View for AttemptPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/attempt";
    fn title(&self) -> String {
        format!("{}: {}", self.activity, self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Intento de una prueba")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let open = AttemptItemRow {
            name: "Pregunta 1".into(),
            html: "<p>Explique el recaudo.</p>".into(),
            answer: vec!["Es lo que el municipio recibe.".into()],
            right: vec![],
            rescored: None,
            earned: "Por calificar".into(),
            comment: None,
            points_field: Some("puntos[1]".into()),
            comment_field: "comentario[1]".into(),
            hint: "De 0 a 4".into(),
        };
        let scored = AttemptItemRow {
            answer: vec![],
            right: vec!["El concejo".into()],
            rescored: Some("Esta pregunta se corrigió."),
            earned: "0 de 1 puntos".into(),
            comment: Some("Vuelva a la guía 2.".into()),
            points_field: None,
            ..open.clone()
        };
        let full = Self {
            form: FormState::default().with("puntos[1]", "9").refused("puntos[1]", "Hasta 4."),
            name: "Ana Ruiz".into(),
            activity: "Prueba inicial".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            attempts_href: "/actividades/1/prueba/intentos".into(),
            action: "/actividades/1/prueba/intentos/1".into(),
            tag: ExamTag { code: "waiting", label: "Por calificar" },
            facts: vec![Fact::new("Intento", "1")],
            gradable: true,
            notice: None,
            rows: vec![open, scored],
        };
        let running = Self {
            form: FormState::default(),
            gradable: false,
            notice: Some("Todavía está respondiendo.".into()),
            rows: vec![],
            ..full.clone()
        };
        vec![full, running]
    }
}
