//! What a group answered, question by question; pure. Nothing is shown of fewer than five people
//! (R49), and sentences stand in the order of the alphabet, which says nothing of who wrote first.

use measures::{Minimum, spread};

use super::questionnaire::{
    AnswerKind, Questionnaire, SurveyAnswer, SurveyAnswers, SurveyQuestion, TOP, sentences,
};

/// How many people a group needs before the sentences that they wrote are shown. The examples of a
/// follow-up carry a name, and the coordination alone reads them: they are shown whatever their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentencePolicy {
    GroupsOnly,
    Always,
}

/// A question with the result of its answers.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionTally {
    pub question: SurveyQuestion,
    pub outcome: TallyOutcome,
}

/// What may be shown of the answers to one question.
#[derive(Clone, Debug, PartialEq)]
pub enum TallyOutcome {
    /// Fewer than five answered it.
    Hidden,
    /// How many chose each answer, in the order of the question. `mean` is `None` when the question
    /// has no scale.
    Counted {
        n: usize,
        bars: Vec<AnswerBar>,
        mean: Option<f64>,
    },
    Sentences(Vec<String>),
}

/// One answer and how many people chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerBar {
    pub label: String,
    pub count: usize,
}

/// Whether a group is large enough for its results to be shown.
pub fn is_enough(n: usize) -> bool {
    Minimum::GROUP.admits(n)
}

/// Returns the result of every question, in the order of the survey. Answers are counted of those groups
/// alone of which five or more answered the question (R81).
pub fn tally(
    survey: &Questionnaire,
    groups: &[&[SurveyAnswers]],
    policy: SentencePolicy,
) -> Vec<QuestionTally> {
    let all: Vec<SurveyAnswers> = groups.concat();
    // The size of the whole group decides whether sentences are shown, not the number of those who
    // wrote: a comment is one person's anyway.
    let is_hidden = policy == SentencePolicy::GroupsOnly && !is_enough(all.len());
    let given = |question: &SurveyQuestion| -> Vec<&SurveyAnswer> {
        groups
            .iter()
            .map(|group| group.iter().filter_map(|one| one.get(&question.key)).collect::<Vec<_>>())
            .filter(|given| is_enough(given.len()))
            .flatten()
            .collect()
    };
    survey
        .questions
        .iter()
        .map(|question| {
            let outcome = match question.asks {
                AnswerKind::Words if is_hidden => TallyOutcome::Hidden,
                AnswerKind::Words => TallyOutcome::Sentences(sentences(question, &all)),
                _ => match given(question).as_slice() {
                    [] => TallyOutcome::Hidden,
                    given => counts(&question.asks, given),
                },
            };
            QuestionTally { question: question.clone(), outcome }
        })
        .collect()
}

/// Returns how many people chose each answer of a question that is not answered in words.
fn counts(asks: &AnswerKind, given: &[&SurveyAnswer]) -> TallyOutcome {
    let count = |is: &dyn Fn(&SurveyAnswer) -> bool| given.iter().filter(|given| is(given)).count();
    let bars = match asks {
        AnswerKind::Scale { low, high } => (1..=TOP)
            .map(|score| {
                let label = match score {
                    1 => format!("1 {low}"),
                    TOP => format!("{TOP} {high}"),
                    _ => score.to_string(),
                };
                AnswerBar { label, count: count(&|given| *given == SurveyAnswer::Score(score)) }
            })
            .collect(),
        AnswerKind::YesNo => [(true, "Sí"), (false, "No")]
            .map(|(yes, label)| AnswerBar {
                label: label.to_owned(),
                count: count(&|given| *given == SurveyAnswer::Yes(yes)),
            })
            .to_vec(),
        AnswerKind::Choice { options } => options
            .iter()
            .map(|option| AnswerBar {
                label: option.clone(),
                count: count(
                    &|given| matches!(given, SurveyAnswer::Words(chosen) if chosen == option),
                ),
            })
            .collect(),
        AnswerKind::Words => Vec::new(),
    };
    let scores: Vec<i64> = given
        .iter()
        .filter_map(|given| match given {
            SurveyAnswer::Score(score) => Some(i64::from(*score)),
            SurveyAnswer::Yes(_) | SurveyAnswer::Words(_) => None,
        })
        .collect();
    let mean = spread(&scores, Minimum::GROUP).shown().map(|(spread, _)| spread.mean.get());
    TallyOutcome::Counted { n: given.len(), bars, mean }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::samples::satisfaction;

    fn sheet(score: u8, comment: &str) -> SurveyAnswers {
        let mut answers: SurveyAnswers = ["pertinencia", "oportunidad", "calidad"]
            .map(|key| (key.to_owned(), SurveyAnswer::Score(score)))
            .into();
        if !comment.is_empty() {
            answers.insert("comentario".into(), SurveyAnswer::Words(comment.into()));
        }
        answers
    }

    #[test]
    fn nothing_is_told_of_four_and_everything_of_five() {
        let survey = satisfaction();
        let four = vec![sheet(5, "Muy bueno"); 4];
        let tallies = tally(&survey, &[&four], SentencePolicy::GroupsOnly);
        assert!(tallies.iter().all(|tally| tally.outcome == TallyOutcome::Hidden));
        let mut five = four;
        five.push(sheet(2, "Ábrego"));
        let tallies = tally(&survey, &[&five], SentencePolicy::GroupsOnly);
        let TallyOutcome::Counted { n, bars, mean } = &tallies[0].outcome else {
            panic!("{tallies:?}")
        };
        assert_eq!((*n, *mean), (5, Some(4.4)));
        assert_eq!(bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), [0, 1, 0, 0, 4]);
        assert_eq!(bars[0].label, "1 Nada");
        let TallyOutcome::Sentences(words) = &tallies[3].outcome else { panic!("{tallies:?}") };
        assert_eq!(words[0], "Ábrego", "the last one comes first: the alphabet, not the arrival");
    }

    #[test]
    fn a_question_that_few_answered_is_hidden_within_a_large_group() {
        let survey = satisfaction();
        let mut all = vec![sheet(4, ""); 8];
        for one in all.iter_mut().take(4) {
            one.remove("calidad");
        }
        let tallies = tally(&survey, &[&all], SentencePolicy::GroupsOnly);
        assert_eq!(tallies[2].outcome, TallyOutcome::Hidden);
        assert!(matches!(tallies[1].outcome, TallyOutcome::Counted { n: 8, .. }));
    }

    #[test]
    fn a_small_municipality_is_in_no_sum_of_its_cohort() {
        let survey = satisfaction();
        let (six, two) = (vec![sheet(4, ""); 6], vec![sheet(1, ""); 2]);
        let tallies = tally(&survey, &[&six, &two], SentencePolicy::Always);
        let TallyOutcome::Counted { n, mean, .. } = &tallies[0].outcome else {
            panic!("{tallies:?}")
        };
        assert_eq!((*n, *mean), (6, Some(4.0)));
    }

    #[test]
    fn examples_of_a_follow_up_are_read_whatever_their_number() {
        let survey = satisfaction();
        let tallies = tally(&survey, &[&[sheet(3, "Un ejemplo")]], SentencePolicy::Always);
        assert_eq!(tallies[0].outcome, TallyOutcome::Hidden);
        assert_eq!(tallies[3].outcome, TallyOutcome::Sentences(vec!["Un ejemplo".into()]));
    }
}
