//! The page of what a cohort answered.

use cohorts_model::views::cohort_crumbs;
use platform::charts::Chart;
use platform::prelude::*;

/// What a cohort answered, round by round.
#[derive(Clone, Debug, Serialize, Example)]
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

#[derive(Clone, Debug, Serialize, Example)]
pub struct RoundView {
    /// For the headings' ids.
    pub id: String,
    pub heading: String,
    pub tone: &'static str,
    pub state: String,
    pub figures: Vec<Figure>,
    /// Why there is nothing beneath.
    pub says: Option<String>,
    /// What is in no figure because it would tell of too few.
    pub note: Option<String>,
    pub questions: Vec<QuestionResult>,
}

/// The result of one question: a chart, sentences, or the reason why neither is shown.
#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionResult {
    pub id: String,
    pub text: String,
    /// In place of figures.
    pub hidden: Option<String>,
    #[example(size.some.then(|| {
        let counts = [("1 Muy baja".to_owned(), 2), ("5 Muy alta".to_owned(), 6)];
        Chart::new("8 respuestas".into(), (8, ("respuesta", "respuestas")), &counts)
    }))]
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
}
