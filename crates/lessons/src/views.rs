//! Pages of lessons: a course's, and what a cohort told that may become one.

use cohorts_model::views::cohort_crumbs;
use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use super::entity::lesson::LessonId;

/// The lessons of a course, for whoever gives it next.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CourseLessonsPage {
    pub course: String,
    pub course_href: String,
    pub groups: Vec<LessonGroup>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct LessonGroup {
    pub id: &'static str,
    pub heading: &'static str,
    pub lessons: Vec<LessonRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct LessonRow {
    pub id: LessonId,
    pub text: String,
    pub kind: &'static str,
    /// «Cohorte Meta 2026-2, 24/11/2026».
    pub from: String,
}

impl View for CourseLessonsPage {
    const TEMPLATE: &'static str = "pages/lessons/course";
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
}

/// What the people of a cohort told, and the lessons that came of it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CohortLessonsPage {
    pub form: FormState,
    pub cohort: String,
    pub cohort_href: String,
    pub course_href: String,
    pub kinds: Vec<Alternative>,
    pub told: Vec<QuestionSentencesView>,
    pub lessons: Vec<LessonRow>,
}

/// What was written to one question.
#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionSentencesView {
    pub heading: String,
    pub question: String,
    pub sentences: Vec<String>,
}

impl View for CohortLessonsPage {
    const TEMPLATE: &'static str = "pages/lessons/cohort";
    fn title(&self) -> String {
        format!("Lecciones de {}", self.cohort)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Lecciones")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<CourseLessonsPage>(), samples_of::<CohortLessonsPage>()]
        .into_iter()
        .flatten()
        .collect()
}
