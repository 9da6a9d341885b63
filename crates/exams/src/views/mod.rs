//! Pages of tests: those of the person who answers, and those of the people who build and grade.

mod learner;
mod staff;

pub use learner::{
    ConflictPage, CoverPage, LatePage, LearnerExamRow, LearnerExamsPage, OpenAttemptView,
    PastAttemptRow, QuestionLink, QuestionPage, ResultPage, ResultRow, SubmitPage, TimeLeft,
};
pub use staff::{
    AttemptItemRow, AttemptPage, AttemptRow, AttemptsPage, BlueprintLineFields, BlueprintLineRow,
    BuildPage, ExamPreviewPage, ExamPreviewRow, difficulty_choices, feedback_choices, keep_choices,
};

use serde::Serialize;

use assessment_model::entity::activity;
use cohorts_model::queries::CohortHead;
use cohorts_model::views::cohort_crumbs;
use platform::example::Example;
use platform::pages::{Crumb, Sample, samples_of};

/// The activity of a test and its cohort, for the pages of those who work on them.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ActivityHead {
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub exam_href: String,
}

impl ActivityHead {
    pub fn new(activity: &activity::Model, head: &CohortHead) -> Self {
        Self {
            activity: activity.name.clone(),
            cohort: head.title.clone(),
            cohort_href: format!("/cohortes/{}", head.cohort.id),
            exam_href: format!("/actividades/{}/prueba", activity.id),
        }
    }

    pub fn crumbs(&self, here: &str) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, here)
    }
}

/// The state of a test or an attempt: a word with its sign and colour.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ExamTag {
    pub code: &'static str,
    pub label: &'static str,
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<CoverPage>(),
        samples_of::<QuestionPage>(),
        samples_of::<ConflictPage>(),
        samples_of::<LatePage>(),
        samples_of::<SubmitPage>(),
        samples_of::<ResultPage>(),
        samples_of::<LearnerExamsPage>(),
        samples_of::<BuildPage>(),
        samples_of::<ExamPreviewPage>(),
        samples_of::<AttemptsPage>(),
        samples_of::<AttemptPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
