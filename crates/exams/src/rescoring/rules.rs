//! When answers to one version may be read as answers to another, and what they earn then. Pure.

use std::mem::discriminant;

use platform::texts::Refusal;
use questions::{Answer, Kind, Question};

use crate::rules::{self, MILLION};

/// The longest reason.
pub const REASON: usize = 500;

/// What a question's answers are worth from now on.
#[derive(Clone, Debug)]
pub enum ScoringRule {
    /// What the corrected version says.
    Corrected(Box<Question>),
    /// Everybody who was asked it gets all its points, because it cannot be answered.
    Full,
}

/// Why a test is not scored anew.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("assessment.rescoring_")]
pub enum RescoringRefusal {
    #[error("the question is not asked in the test")]
    NotAsked,
    #[error("there is no later version")]
    NoCorrection,
    #[error("an open answer is read by a person")]
    ReadByPeople,
    #[error("the correction made another kind of question")]
    OtherKind,
    #[error("the correction has more or fewer options")]
    OtherPlaces,
    #[error("nothing would be scored otherwise")]
    NothingToScore,
    #[error("what was shown is not what would be done now")]
    ChangedMeanwhile,
    #[error("the cohort's grades do not change any more")]
    CohortClosed,
    #[error("whoever scores anew takes part in the cohort")]
    TakesPart,
}

/// Returns how many places an answer may name: options, steps, or stems and their pairs.
fn places(question: &Question) -> (usize, usize) {
    match question.kind() {
        Kind::Single(options) | Kind::Multiple(options) => (options.len(), 0),
        Kind::Ordering(items) => (items.len(), 0),
        Kind::Matching(matching) => (matching.pairs.len(), matching.choices().len()),
        Kind::TrueFalse { .. } | Kind::Numeric { .. } | Kind::ShortText(_) | Kind::Open => (0, 0),
    }
}

/// Whether answers to what was asked can be read as answers to its correction. An answer keeps the
/// places of what was marked, so the correction must have as many of them; that each place still
/// means the same, whoever decides sees side by side.
///
/// # Errors
/// Refused for another kind of question, for other places, and for what people read.
pub fn may_compare(asked: &Question, corrected: &Question) -> Result<(), RescoringRefusal> {
    if matches!(asked.kind(), Kind::Open) {
        return Err(RescoringRefusal::ReadByPeople);
    }
    if discriminant(asked.kind()) != discriminant(corrected.kind()) {
        return Err(RescoringRefusal::OtherKind);
    }
    if places(asked) != places(corrected) {
        return Err(RescoringRefusal::OtherPlaces);
    }
    Ok(())
}

/// Millionths that an answer earns this way. `None` where no rule can tell, which
/// leaves it to the person who reads it.
pub fn scored(way: &ScoringRule, answer: Option<&Answer>, points: i32) -> Option<i64> {
    match way {
        ScoringRule::Full => Some(i64::from(points) * MILLION),
        ScoringRule::Corrected(question) => rules::scored(question, answer, points),
    }
}

#[cfg(test)]
mod tests {
    use questions::{Choice, Draft, Weight};

    use super::*;

    fn question(kind: Kind<String>) -> Question {
        let draft = Draft {
            text: "¿Quién aprueba el acuerdo tributario?".to_owned(),
            kind,
            general_feedback: None,
            fixed_order: false,
        };
        Question::new(draft).expect("can be asked")
    }

    fn single(right: usize, options: usize) -> Question {
        let option = |place: usize| Choice {
            text: format!("Opción {place}"),
            weight: if place == right { Weight::FULL } else { Weight::NOTHING },
            feedback: None,
        };
        question(Kind::Single((0..options).map(option).collect()))
    }

    #[test]
    fn a_correction_of_the_key_moves_the_points_to_the_other_option_r45() {
        let corrected = single(2, 4);
        assert_eq!(may_compare(&single(1, 4), &corrected), Ok(()));
        let way = ScoringRule::Corrected(Box::new(corrected));
        assert_eq!(scored(&way, Some(&Answer::Single(Some(1))), 3), Some(0));
        assert_eq!(scored(&way, Some(&Answer::Single(Some(2))), 3), Some(3 * MILLION));
        assert_eq!(scored(&way, None, 3), Some(0), "who left it blank has nothing");
    }

    #[test]
    fn a_question_taken_out_gives_its_points_to_everybody() {
        assert_eq!(
            scored(&ScoringRule::Full, Some(&Answer::Single(Some(0))), 2),
            Some(2 * MILLION)
        );
        assert_eq!(scored(&ScoringRule::Full, None, 2), Some(2 * MILLION));
    }

    #[test]
    fn answers_are_not_read_as_answers_to_something_else() {
        let asked = single(1, 4);
        assert_eq!(may_compare(&asked, &single(1, 5)), Err(RescoringRefusal::OtherPlaces));
        let other = question(Kind::TrueFalse { right: true, said_true: None, said_false: None });
        assert_eq!(may_compare(&asked, &other), Err(RescoringRefusal::OtherKind));
        let open = question(Kind::Open);
        assert_eq!(may_compare(&open, &open), Err(RescoringRefusal::ReadByPeople));
    }
}
