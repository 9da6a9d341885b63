//! A survey as a form: its questions as controls, and what came back as answers.

use platform::fields::{Alternative, FormState};
use platform::forms::{Fields, Reader};

use super::questionnaire::{
    AnswerKind, Questionnaire, SurveyAnswer, SurveyAnswers, SurveyQuestion, TOP, WORDS,
};
use super::views::QuestionView;

/// The name of a question's control.
pub fn field(question: &SurveyQuestion) -> String {
    format!("respuesta_{}", question.key)
}

/// Returns the controls of a survey, in its order.
pub fn controls(survey: &Questionnaire) -> Vec<QuestionView> {
    survey
        .questions
        .iter()
        .map(|question| QuestionView {
            field: field(question),
            text: question.text.clone(),
            is_words: question.asks == AnswerKind::Words,
            is_inline: matches!(question.asks, AnswerKind::Scale { .. } | AnswerKind::YesNo),
            options: options(&question.asks),
            is_optional: !question.required,
        })
        .collect()
}

fn options(asks: &AnswerKind) -> Vec<Alternative> {
    match asks {
        AnswerKind::Scale { low, high } => (1..=TOP)
            .map(|score| {
                let label = match score {
                    1 => format!("1 {low}"),
                    TOP => format!("{TOP} {high}"),
                    _ => score.to_string(),
                };
                Alternative::new(score.to_string(), label)
            })
            .collect(),
        AnswerKind::YesNo => vec![Alternative::new("si", "Sí"), Alternative::new("no", "No")],
        AnswerKind::Choice { options } => options
            .iter()
            .map(|option| Alternative::new(option.as_str(), option.as_str()))
            .collect(),
        AnswerKind::Words => Vec::new(),
    }
}

/// Reads the answers from a form.
///
/// # Errors
/// The form with everything that was chosen and typed, and what is missing beside its question.
pub fn answers(survey: &Questionnaire, fields: &Fields) -> Result<SurveyAnswers, FormState> {
    let mut reader = Reader::new(fields);
    let mut answers = SurveyAnswers::new();
    for question in &survey.questions {
        let name = field(question);
        let typed = fields.first(&name);
        if typed.is_empty() {
            if question.required {
                let verb = if question.asks == AnswerKind::Words { "Escriba" } else { "Elija" };
                reader.wrong(&name, format!("{verb} su respuesta: {}", question.text));
            }
            continue;
        }
        match given(&question.asks, typed) {
            Ok(given) => {
                answers.insert(question.key.clone(), given);
            }
            Err(sentence) => reader.wrong(&name, sentence),
        }
    }
    reader.finish()?;
    Ok(answers)
}

fn given(asks: &AnswerKind, typed: &str) -> Result<SurveyAnswer, String> {
    let other = || Err("Elija una de las respuestas de la lista.".to_owned());
    match asks {
        AnswerKind::Scale { .. } => match typed.parse::<u8>() {
            Ok(score) if (1..=TOP).contains(&score) => Ok(SurveyAnswer::Score(score)),
            _ => other(),
        },
        AnswerKind::YesNo => match typed {
            "si" => Ok(SurveyAnswer::Yes(true)),
            "no" => Ok(SurveyAnswer::Yes(false)),
            _ => other(),
        },
        AnswerKind::Choice { options } if options.iter().any(|option| option == typed) => {
            Ok(SurveyAnswer::Words(typed.to_owned()))
        }
        AnswerKind::Choice { .. } => other(),
        AnswerKind::Words if typed.chars().count() > WORDS => {
            Err("Use máximo 2.000 caracteres.".to_owned())
        }
        AnswerKind::Words => Ok(SurveyAnswer::Words(typed.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::samples::satisfaction;

    #[test]
    fn what_is_missing_is_said_beside_its_question_and_the_rest_stays() {
        let survey = satisfaction();
        let fields = Fields::parse(
            "respuesta_pertinencia=4&respuesta_calidad=9&respuesta_comentario=Me+gust%C3%B3+%F0%9F%98%80"
                .as_bytes(),
        );
        let form = answers(&survey, &fields).expect_err("is refused");
        assert!(form.error("respuesta_oportunidad").is_some_and(|text| text.starts_with("Elija")));
        assert!(form.error("respuesta_calidad").is_some());
        assert!(form.error("respuesta_pertinencia").is_none());
        assert_eq!(form.first("respuesta_comentario"), Some("Me gustó 😀"));
    }

    #[test]
    fn a_whole_form_becomes_answers_and_what_is_optional_may_be_missing() {
        let survey = satisfaction();
        let text = "respuesta_pertinencia=4&respuesta_oportunidad=5&respuesta_calidad=1";
        let read = answers(&survey, &Fields::parse(text.as_bytes())).expect("is whole");
        assert_eq!(read.len(), 3);
        assert_eq!(read["calidad"], SurveyAnswer::Score(1));
        assert_eq!(super::super::questionnaire::fits(&survey, &read), Ok(()));
    }
}
