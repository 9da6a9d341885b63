//! Pages of lessons: a course's, and what a cohort told that may become one.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Sample, View, samples_of};

use super::entity::lesson::Kind;
use super::labels;

/// The lessons of a course, for whoever gives it next.
#[derive(Clone, Debug, Serialize)]
pub struct CourseLessonsPage {
    pub course: String,
    pub course_href: String,
    pub groups: Vec<LessonGroup>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LessonGroup {
    pub id: &'static str,
    pub heading: &'static str,
    pub lessons: Vec<LessonRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LessonRow {
    pub text: String,
    pub kind: &'static str,
    /// «Cohorte Meta 2026-2, 24/11/2026».
    pub from: String,
    /// Where it is withdrawn, for who may.
    pub withdraw: Option<String>,
}

impl View for CourseLessonsPage {
    const TEMPLATE: &'static str = "pages/surveys/lessons/course";
    fn title(&self) -> String {
        format!("Lecciones: {}", self.course)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cursos", "/cursos"),
            Crumb::to(self.course.clone(), self.course_href.clone()),
            Crumb::here("Lecciones"),
        ]
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            course: "Gestión tributaria territorial".into(),
            course_href: "/cursos/1".into(),
            groups: vec![LessonGroup {
                id: "ejemplo",
                heading: labels::heading(Kind::Example),
                lessons: vec![sample()],
            }],
        };
        vec![Self { groups: vec![], ..full.clone() }, full]
    }
}

fn sample() -> LessonRow {
    LessonRow {
        text: "Cruzar el catastro con la cartera permitió cobrar primero lo que no prescribe."
            .into(),
        kind: labels::kind(Kind::Example),
        from: "Cohorte Meta 2026-2, 24/11/2026".into(),
        withdraw: Some("/lecciones/1/retiro".into()),
    }
}

/// What the people of a cohort told, and the lessons that came of it.
#[derive(Clone, Debug, Serialize)]
pub struct CohortLessonsPage {
    pub form: FormState,
    pub cohort: String,
    pub cohort_href: String,
    pub results_href: String,
    pub course_href: String,
    pub action: String,
    pub kinds: Vec<Alternative>,
    pub told: Vec<QuestionSentencesView>,
    pub lessons: Vec<LessonRow>,
}

/// What was written to one question.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionSentencesView {
    pub heading: String,
    pub question: String,
    pub sentences: Vec<String>,
}

impl View for CohortLessonsPage {
    const TEMPLATE: &'static str = "pages/surveys/lessons/cohort";
    fn title(&self) -> String {
        format!("Lecciones de {}", self.cohort)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Lecciones")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            form: FormState::default().refused("texto", "Escriba la lección."),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            results_href: "/cohortes/1/encuestas".into(),
            course_href: "/cursos/1/lecciones".into(),
            action: "/cohortes/1/lecciones".into(),
            kinds: labels::KINDS
                .iter()
                .map(|(value, kind)| Alternative::new(value, labels::kind(*kind)))
                .collect(),
            told: vec![QuestionSentencesView {
                heading: "Seguimiento a los 3 meses".into(),
                question: "¿Qué aplicó?".into(),
                sentences: vec!["Depuré la cartera del predial.".into()],
            }],
            lessons: vec![sample()],
        };
        let empty =
            Self { form: FormState::default(), told: vec![], lessons: vec![], ..full.clone() };
        vec![full, empty]
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<CourseLessonsPage>(), samples_of::<CohortLessonsPage>()]
        .into_iter()
        .flatten()
        .collect()
}
