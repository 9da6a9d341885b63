//! What a survey asks and what was answered; pure. Every version of a kind keeps the questions that
//! results are compared by (R49, R50); their words may change, their kind may not.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::entity::survey_version::Kind;
use super::rules::SurveyRefusal;

pub const MOST_QUESTIONS: usize = 15;
pub const MOST_OPTIONS: usize = 12;
/// Characters of a question, of an option, of an introduction and of what somebody writes.
pub const TEXT: usize = 200;
pub const OPTION: usize = 80;
pub const INTRO: usize = 600;
pub const WORDS: usize = 2_000;
/// A scale goes from one to this.
pub const TOP: u8 = 5;

/// An introduction and the questions after it, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questionnaire {
    pub intro: String,
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Stays the same from version to version.
    pub key: String,
    pub text: String,
    #[serde(flatten)]
    pub asks: Asks,
    pub required: bool,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "asks", rename_all = "snake_case")]
pub enum Asks {
    /// From 1 to 5, with what the two ends mean.
    Scale {
        low: String,
        high: String,
    },
    YesNo,
    Choice {
        options: Vec<String>,
    },
    Words,
}

impl Asks {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Scale { .. } => "scale",
            Self::YesNo => "yes_no",
            Self::Choice { .. } => "choice",
            Self::Words => "words",
        }
    }
}

/// What was answered to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Given {
    Yes(bool),
    Score(u8),
    /// An option, or what somebody wrote.
    Words(String),
}

/// Everything that was answered, by the questions' keys.
pub type Answers = BTreeMap<String, Given>;

/// The questions that every version of a kind has, and how each is answered.
pub fn kept(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Satisfaction => {
            &[("pertinencia", "scale"), ("oportunidad", "scale"), ("calidad", "scale")]
        }
        Kind::Months3 | Kind::Months6 => &[
            ("aplicacion", "scale"),
            ("obstaculo", "choice"),
            ("ejemplo", "words"),
            ("permanencia", "yes_no"),
        ],
        Kind::Supervisor => {
            &[("aplicacion", "scale"), ("obstaculo", "choice"), ("ejemplo", "words")]
        }
    }
}

/// Whether a key is one of those.
pub fn is_kept(kind: Kind, key: &str) -> bool {
    kept(kind).iter().any(|(name, _)| *name == key)
}

/// Whether people can be asked with it.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(kind: Kind, questionnaire: &Questionnaire) -> Result<(), SurveyRefusal> {
    let questions = &questionnaire.questions;
    for (key, asks) in kept(kind) {
        let found = questions.iter().find(|question| question.key == *key);
        if found.is_none_or(|question| question.asks.code() != *asks) {
            return Err(SurveyRefusal::Lost { key });
        }
    }
    if questions.len() > MOST_QUESTIONS {
        return Err(SurveyRefusal::TooMany);
    }
    let mut keys = BTreeSet::new();
    for (index, question) in questions.iter().enumerate() {
        let number = index + 1;
        if !keys.insert(&question.key) || !is_key(&question.key) {
            return Err(SurveyRefusal::BadKey { number });
        }
        if let Asks::Choice { options } = &question.asks {
            let different: BTreeSet<&String> = options.iter().collect();
            if options.len() < 2 || options.len() > MOST_OPTIONS || different.len() < options.len()
            {
                return Err(SurveyRefusal::BadOptions { number });
            }
        }
        // Something of the three scales that nobody has to answer would be compared with what
        // everybody answered.
        if question.asks.code() == "scale" && is_kept(kind, &question.key) && !question.required {
            return Err(SurveyRefusal::MustBeRequired { number });
        }
    }
    Ok(())
}

fn is_key(key: &str) -> bool {
    (1..=20).contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// A key for a question that is new: one that no other has.
pub fn new_key<'a>(known: impl Iterator<Item = &'a str> + Clone) -> String {
    (1..)
        .map(|number| format!("p{number}"))
        .find(|key| !known.clone().any(|k| k == key))
        .unwrap_or_default()
}

/// Whether the answers are answers to these questions: what a form let through is asked again where
/// it is kept.
///
/// # Errors
/// Something that must be there is not, or something is not an answer to its question.
pub fn fits(questionnaire: &Questionnaire, answers: &Answers) -> Result<(), SurveyRefusal> {
    for question in &questionnaire.questions {
        match answers.get(&question.key) {
            None if question.required => return Err(SurveyRefusal::Unanswered),
            Some(given) if !answers_to(&question.asks, given) => {
                return Err(SurveyRefusal::Unanswered);
            }
            _ => {}
        }
    }
    let known = |key: &String| questionnaire.questions.iter().any(|q| q.key == *key);
    if answers.keys().all(known) { Ok(()) } else { Err(SurveyRefusal::Unanswered) }
}

fn answers_to(asks: &Asks, given: &Given) -> bool {
    match (asks, given) {
        (Asks::Scale { .. }, Given::Score(score)) => (1..=TOP).contains(score),
        (Asks::YesNo, Given::Yes(_)) => true,
        (Asks::Choice { options }, Given::Words(option)) => options.contains(option),
        (Asks::Words, Given::Words(text)) => !text.is_empty() && text.chars().count() <= WORDS,
        _ => false,
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn scale(key: &str) -> Question {
        let asks = Asks::Scale { low: "Nada".into(), high: "Mucho".into() };
        Question { key: key.into(), text: format!("¿Qué tal {key}?"), asks, required: true }
    }

    pub fn satisfaction() -> Questionnaire {
        let mut questions = ["pertinencia", "oportunidad", "calidad"].map(scale).to_vec();
        questions.push(Question {
            key: "comentario".into(),
            text: "¿Algo más?".into(),
            asks: Asks::Words,
            required: false,
        });
        Questionnaire { intro: "Dos minutos.".into(), questions }
    }

    #[test]
    fn the_three_scales_stay_whatever_else_is_asked() {
        let whole = satisfaction();
        assert_eq!(check(Kind::Satisfaction, &whole), Ok(()));
        let mut lost = whole.clone();
        lost.questions.remove(1);
        assert_eq!(
            check(Kind::Satisfaction, &lost),
            Err(SurveyRefusal::Lost { key: "oportunidad" })
        );
        let mut turned = whole.clone();
        turned.questions[2].asks = Asks::YesNo;
        assert_eq!(check(Kind::Satisfaction, &turned), Err(SurveyRefusal::Lost { key: "calidad" }));
        let mut free = whole.clone();
        free.questions[0].required = false;
        assert_eq!(
            check(Kind::Satisfaction, &free),
            Err(SurveyRefusal::MustBeRequired { number: 1 })
        );
        assert!(check(Kind::Months3, &whole).is_err());
    }

    #[test]
    fn options_are_at_least_two_and_different_and_keys_are_one_each() {
        let mut survey = satisfaction();
        let choice = |options: &[&str]| Question {
            key: "p1".into(),
            text: "¿Cuál?".into(),
            asks: Asks::Choice { options: options.iter().map(|o| (*o).to_owned()).collect() },
            required: false,
        };
        survey.questions.push(choice(&["Uno", "Otro"]));
        assert_eq!(check(Kind::Satisfaction, &survey), Ok(()));
        for wrong in [&["Uno"][..], &["Uno", "Uno"], &[]] {
            survey.questions[4] = choice(wrong);
            assert_eq!(
                check(Kind::Satisfaction, &survey),
                Err(SurveyRefusal::BadOptions { number: 5 })
            );
        }
        survey.questions[4] = scale("calidad");
        assert_eq!(check(Kind::Satisfaction, &survey), Err(SurveyRefusal::BadKey { number: 5 }));
        assert_eq!(new_key(["p1", "p3"].into_iter()), "p2");
    }

    #[test]
    fn only_answers_to_the_questions_are_kept() {
        let survey = satisfaction();
        let full: Answers = ["pertinencia", "oportunidad", "calidad"]
            .map(|key| (key.to_owned(), Given::Score(4)))
            .into();
        assert_eq!(fits(&survey, &full), Ok(()));
        let with = |key: &str, given: Given| {
            let mut answers = full.clone();
            answers.insert(key.to_owned(), given);
            fits(&survey, &answers)
        };
        assert_eq!(with("comentario", Given::Words("Bien".into())), Ok(()));
        assert!(with("calidad", Given::Score(6)).is_err());
        assert!(with("calidad", Given::Score(0)).is_err());
        assert!(with("calidad", Given::Yes(true)).is_err());
        assert!(with("otra", Given::Score(3)).is_err());
        let mut missing = full.clone();
        missing.remove("calidad");
        assert_eq!(fits(&survey, &missing), Err(SurveyRefusal::Unanswered));
    }

    #[test]
    fn answers_come_back_from_their_text_as_they_were() {
        let answers: Answers = [
            ("a".to_owned(), Given::Score(5)),
            ("b".to_owned(), Given::Yes(false)),
            ("c".to_owned(), Given::Words("5".into())),
        ]
        .into();
        let text = serde_json::to_string(&answers).expect("is JSON");
        assert_eq!(text, r#"{"a":5,"b":false,"c":"5"}"#);
        assert_eq!(serde_json::from_str::<Answers>(&text).expect("is read"), answers);
    }
}
