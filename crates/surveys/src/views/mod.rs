//! Pages of surveys: those on which people answer, the results, and the surveys themselves. A question
//! looks the same on all of them.

mod answering;
mod editing;
mod results;

use serde::Serialize;

use platform::fields::Alternative;
use platform::pages::{Sample, samples_of};

pub use answering::{BallotPage, FollowUpPage, SurveyGonePage, SurveyTicketPage};
pub use editing::{
    DraftPage, DraftRow, SurveyPage, SurveyPreview, SurveyRow, SurveyVersionRow, SurveysPage,
};
pub use results::{QuestionResult, RoundView, SurveyResultsPage};

/// A question as a control.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionView {
    pub field: String,
    pub text: String,
    pub is_words: bool,
    /// Its answers stand beside one another.
    pub is_inline: bool,
    pub options: Vec<Alternative>,
    pub is_optional: bool,
}

fn sample_questions() -> Vec<QuestionView> {
    let scale = QuestionView {
        field: "respuesta_calidad".into(),
        text: "¿Cómo califica la calidad?".into(),
        is_words: false,
        is_inline: true,
        options: ["1 Muy baja", "2", "3", "4", "5 Muy alta"]
            .map(|label| Alternative::new(label.split(' ').next().unwrap_or_default(), label))
            .to_vec(),
        is_optional: false,
    };
    let choice = QuestionView {
        field: "respuesta_obstaculo".into(),
        text: "¿Cuál ha sido el principal obstáculo?".into(),
        is_inline: false,
        options: ["Ninguno", "Falta de tiempo"].map(|word| Alternative::new(word, word)).to_vec(),
        ..scale.clone()
    };
    let words = QuestionView {
        field: "respuesta_comentario".into(),
        text: "¿Qué conservaría y qué cambiaría?".into(),
        is_words: true,
        options: vec![],
        is_optional: true,
        ..scale.clone()
    };
    vec![scale, choice, words]
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
