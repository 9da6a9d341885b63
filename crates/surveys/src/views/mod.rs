//! Pages of surveys: those on which people answer, the results, and the surveys themselves. A question
//! looks the same on all of them.

mod answering;
mod editing;
mod results;

use platform::pages::{Sample, samples_of};
use platform::prelude::*;

pub use answering::{BallotPage, FollowUpPage, SurveyGonePage, SurveyTicketPage};
pub use editing::{
    DraftPage, DraftRow, SurveyPage, SurveyPreview, SurveyRow, SurveyVersionRow, SurveysPage,
};
pub use results::{QuestionResult, RoundView, SurveyResultsPage};

/// A question as a control.
#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionView {
    pub field: String,
    pub text: String,
    #[example(size.count == 1)]
    pub is_words: bool,
    /// Its answers stand beside one another.
    #[example(size.count == 3)]
    pub is_inline: bool,
    pub options: Vec<Alternative>,
    pub is_optional: bool,
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<SurveyTicketPage>(),
        samples_of::<BallotPage>(),
        samples_of::<SurveyGonePage>(),
        samples_of::<FollowUpPage>(),
        samples_of::<SurveyResultsPage>(),
        samples_of::<SurveysPage>(),
        samples_of::<SurveyPage>(),
        samples_of::<DraftPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
