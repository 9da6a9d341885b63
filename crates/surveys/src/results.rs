//! What a group answered, question by question; pure. Nothing is told of fewer than five people
//! (R49), and sentences stand in the order of the alphabet, which says nothing of who wrote first.

use measures::{Minimum, spread};
use platform::search::fold;

use super::questionnaire::{Answers, Asks, Given, Question, Questionnaire, TOP};

/// Whether what people wrote is told whatever their number: follow-ups are somebody's, and their
/// examples are read by the coordination alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sentences {
    OfGroups,
    OfAnybody,
}

/// What became of one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    pub question: Question,
    pub told: Told,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// Fewer than five answered it.
    Hidden,
    /// How many chose each answer, in the order of the question; the mean of a scale.
    Counted {
        n: usize,
        bars: Vec<Bar>,
        mean: Option<f64>,
    },
    Sentences(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub count: usize,
}

/// Whether a group is large enough to be told of.
pub fn is_enough(n: usize) -> bool {
    n >= Minimum::GROUP.people()
}

/// Question by question.
pub fn tally(survey: &Questionnaire, all: &[Answers], sentences: Sentences) -> Vec<Tally> {
    survey
        .questions
        .iter()
        .map(|question| {
            let given: Vec<&Given> = all.iter().filter_map(|one| one.get(&question.key)).collect();
            let told = match question.asks {
                Asks::Words => told_words(&given, all.len(), sentences),
                _ if !is_enough(given.len()) => Told::Hidden,
                _ => counted(&question.asks, &given),
            };
            Tally { question: question.clone(), told }
        })
        .collect()
}

/// Of a group that is large enough, whoever wrote: a comment is one person's anyway.
fn told_words(given: &[&Given], people: usize, sentences: Sentences) -> Told {
    if sentences == Sentences::OfGroups && !is_enough(people) {
        return Told::Hidden;
    }
    let mut words: Vec<String> = given
        .iter()
        .filter_map(|given| match given {
            Given::Words(text) => Some(text.clone()),
            Given::Score(_) | Given::Yes(_) => None,
        })
        .collect();
    words.sort_by_cached_key(|text| (fold(text), text.clone()));
    Told::Sentences(words)
}

fn counted(asks: &Asks, given: &[&Given]) -> Told {
    let count = |is: &dyn Fn(&Given) -> bool| given.iter().filter(|given| is(given)).count();
    let bars = match asks {
        Asks::Scale { low, high } => (1..=TOP)
            .map(|score| {
                let label = match score {
                    1 => format!("1 {low}"),
                    TOP => format!("{TOP} {high}"),
                    _ => score.to_string(),
                };
                Bar { label, count: count(&|given| *given == Given::Score(score)) }
            })
            .collect(),
        Asks::YesNo => [(true, "Sí"), (false, "No")]
            .map(|(yes, label)| Bar {
                label: label.to_owned(),
                count: count(&|given| *given == Given::Yes(yes)),
            })
            .to_vec(),
        Asks::Choice { options } => options
            .iter()
            .map(|option| Bar {
                label: option.clone(),
                count: count(&|given| matches!(given, Given::Words(chosen) if chosen == option)),
            })
            .collect(),
        Asks::Words => Vec::new(),
    };
    let scores: Vec<i64> = given
        .iter()
        .filter_map(|given| match given {
            Given::Score(score) => Some(i64::from(*score)),
            Given::Yes(_) | Given::Words(_) => None,
        })
        .collect();
    let mean = spread(&scores, Minimum::GROUP).shown().map(|(spread, _)| spread.mean.get());
    Told::Counted { n: given.len(), bars, mean }
}

#[cfg(test)]
mod tests {
    use super::super::questionnaire::tests::satisfaction;
    use super::*;

    fn sheet(score: u8, comment: &str) -> Answers {
        let mut answers: Answers = ["pertinencia", "oportunidad", "calidad"]
            .map(|key| (key.to_owned(), Given::Score(score)))
            .into();
        if !comment.is_empty() {
            answers.insert("comentario".into(), Given::Words(comment.into()));
        }
        answers
    }

    #[test]
    fn nothing_is_told_of_four_and_everything_of_five() {
        let survey = satisfaction();
        let four = vec![sheet(5, "Muy bueno"); 4];
        let told = tally(&survey, &four, Sentences::OfGroups);
        assert!(told.iter().all(|tally| tally.told == Told::Hidden));
        let mut five = four;
        five.push(sheet(2, "Ábrego"));
        let told = tally(&survey, &five, Sentences::OfGroups);
        let Told::Counted { n, bars, mean } = &told[0].told else { panic!("{told:?}") };
        assert_eq!((*n, *mean), (5, Some(4.4)));
        assert_eq!(bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), [0, 1, 0, 0, 4]);
        assert_eq!(bars[0].label, "1 Nada");
        let Told::Sentences(words) = &told[3].told else { panic!("{told:?}") };
        assert_eq!(words[0], "Ábrego", "the last one comes first: the alphabet, not the arrival");
    }

    #[test]
    fn a_question_that_few_answered_is_hidden_within_a_large_group() {
        let survey = satisfaction();
        let mut all = vec![sheet(4, ""); 8];
        for one in all.iter_mut().take(4) {
            one.remove("calidad");
        }
        let told = tally(&survey, &all, Sentences::OfGroups);
        assert_eq!(told[2].told, Told::Hidden);
        assert!(matches!(told[1].told, Told::Counted { n: 8, .. }));
    }

    #[test]
    fn examples_of_a_follow_up_are_read_whatever_their_number() {
        let survey = satisfaction();
        let told = tally(&survey, &[sheet(3, "Un ejemplo")], Sentences::OfAnybody);
        assert_eq!(told[0].told, Told::Hidden);
        assert_eq!(told[3].told, Told::Sentences(vec!["Un ejemplo".into()]));
    }
}
