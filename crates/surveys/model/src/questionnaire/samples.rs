//! A questionnaire for the tests of this capability.

use super::{AnswerKind, Questionnaire, SurveyQuestion};

pub fn scale(key: &str) -> SurveyQuestion {
    let asks = AnswerKind::Scale { low: "Nada".into(), high: "Mucho".into() };
    SurveyQuestion { key: key.into(), text: format!("¿Qué tal {key}?"), asks, required: true }
}

pub fn satisfaction() -> Questionnaire {
    let mut questions = ["pertinencia", "oportunidad", "calidad"].map(scale).to_vec();
    questions.push(SurveyQuestion {
        key: "comentario".into(),
        text: "¿Algo más?".into(),
        asks: AnswerKind::Words,
        required: false,
    });
    Questionnaire { intro: "Dos minutos.".into(), questions }
}
