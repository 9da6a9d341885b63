//! What a survey asks and what was answered; pure. Every version of a kind keeps the questions that
//! results are compared by (R49, R50); their words may change, their kind may not.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use platform::search::fold;

use super::entity::survey_version::Kind;
use super::rules::SurveyRefusal;

pub mod samples;

pub const MOST_QUESTIONS: usize = 15;
pub const MOST_OPTIONS: usize = 12;
/// The most characters of a question, of an option, of an introduction and of a written answer.
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
    pub questions: Vec<SurveyQuestion>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyQuestion {
    /// Stays the same from version to version.
    pub key: String,
    pub text: String,
    #[serde(flatten)]
    pub asks: AnswerKind,
    pub required: bool,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "asks", rename_all = "snake_case")]
pub enum AnswerKind {
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

impl AnswerKind {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Scale { .. } => "scale",
            Self::YesNo => "yes_no",
            Self::Choice { .. } => "choice",
            Self::Words => "words",
        }
    }
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SurveyAnswer {
    Yes(bool),
    Score(u8),
    /// The option that was chosen, or the text that was written.
    Words(String),
}

/// All the answers of one person, by the keys of the questions.
pub type SurveyAnswers = BTreeMap<String, SurveyAnswer>;

/// Returns the questions that every version of a kind must have, with how each is answered.
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

/// Whether every version of the kind must have the question of this key.
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
        if let AnswerKind::Choice { options } = &question.asks {
            let different: BTreeSet<&String> = options.iter().collect();
            if options.len() < 2 || options.len() > MOST_OPTIONS || different.len() < options.len()
            {
                return Err(SurveyRefusal::BadOptions { number });
            }
        }
        // The mean of a scale that may be skipped would be compared with one that everybody answered.
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

/// Whether every answer belongs to a question and fits it, and every required question has one. The
/// command that keeps the answers checks this again after the form did.
///
/// # Errors
/// Something that must be there is not, or something is not an answer to its question.
pub fn fits(questionnaire: &Questionnaire, answers: &SurveyAnswers) -> Result<(), SurveyRefusal> {
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

fn answers_to(asks: &AnswerKind, given: &SurveyAnswer) -> bool {
    match (asks, given) {
        (AnswerKind::Scale { .. }, SurveyAnswer::Score(score)) => (1..=TOP).contains(score),
        (AnswerKind::YesNo, SurveyAnswer::Yes(_)) => true,
        (AnswerKind::Choice { options }, SurveyAnswer::Words(option)) => options.contains(option),
        (AnswerKind::Words, SurveyAnswer::Words(text)) => {
            !text.is_empty() && text.chars().count() <= WORDS
        }
        _ => false,
    }
}

/// Returns what people wrote as answers to a question, in the order of the alphabet, which says nothing
/// of who wrote first.
pub fn sentences(question: &SurveyQuestion, all: &[SurveyAnswers]) -> Vec<String> {
    let written = all.iter().filter_map(|one| match one.get(&question.key)? {
        SurveyAnswer::Words(text) => Some(text.clone()),
        SurveyAnswer::Score(_) | SurveyAnswer::Yes(_) => None,
    });
    let mut words: Vec<String> = written.collect();
    words.sort_by_cached_key(|text| (fold(text), text.clone()));
    words
}

#[cfg(test)]
mod tests {
    use super::samples::{satisfaction, scale};
    use super::*;

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
        turned.questions[2].asks = AnswerKind::YesNo;
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
        let choice = |options: &[&str]| SurveyQuestion {
            key: "p1".into(),
            text: "¿Cuál?".into(),
            asks: AnswerKind::Choice { options: options.iter().map(|o| (*o).to_owned()).collect() },
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
        let full: SurveyAnswers = ["pertinencia", "oportunidad", "calidad"]
            .map(|key| (key.to_owned(), SurveyAnswer::Score(4)))
            .into();
        assert_eq!(fits(&survey, &full), Ok(()));
        let with = |key: &str, given: SurveyAnswer| {
            let mut answers = full.clone();
            answers.insert(key.to_owned(), given);
            fits(&survey, &answers)
        };
        assert_eq!(with("comentario", SurveyAnswer::Words("Bien".into())), Ok(()));
        assert!(with("calidad", SurveyAnswer::Score(6)).is_err());
        assert!(with("calidad", SurveyAnswer::Score(0)).is_err());
        assert!(with("calidad", SurveyAnswer::Yes(true)).is_err());
        assert!(with("otra", SurveyAnswer::Score(3)).is_err());
        let mut missing = full.clone();
        missing.remove("calidad");
        assert_eq!(fits(&survey, &missing), Err(SurveyRefusal::Unanswered));
    }

    #[test]
    fn answers_come_back_from_their_text_as_they_were() {
        let answers: SurveyAnswers = [
            ("a".to_owned(), SurveyAnswer::Score(5)),
            ("b".to_owned(), SurveyAnswer::Yes(false)),
            ("c".to_owned(), SurveyAnswer::Words("5".into())),
        ]
        .into();
        let text = serde_json::to_string(&answers).expect("is JSON");
        assert_eq!(text, r#"{"a":5,"b":false,"c":"5"}"#);
        assert_eq!(serde_json::from_str::<SurveyAnswers>(&text).expect("is read"), answers);
    }
}
