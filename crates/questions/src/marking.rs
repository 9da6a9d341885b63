//! What an answer is worth. The rules, one for each kind:
//!
//! - **Single choice, true or false**: the weight of what was marked; below nothing is nothing.
//! - **Multiple choice**: the weights of everything marked, added, over the sum of the positive
//!   ones; below nothing is nothing. The author decides what a wrong mark takes away, and
//!   [`crate::Weight::usual`] takes away as much as the right ones give, so that who marks
//!   everything without reading earns nothing. Dividing by the positive sum makes three thirds of
//!   33,333 % a whole.
//! - **Numeric, short text**: the best weight among what accepts the answer, so that the order of
//!   the accepted ones never matters.
//! - **Ordering**: of all pairs of steps, those in the right order less those in the wrong one, over
//!   all (Kendall's tau), below nothing is nothing. One step out of its place moves all others by
//!   one: to count places would give nothing to somebody who knows the order and misplaced one
//!   step. Any order at random earns nothing on average, the reverse one nothing. Steps left
//!   without a place earn nothing and take nothing away.
//! - **Matching**: the pairs that are right, over all. Nothing is taken away: every row is a choice
//!   of its own among all answers, and guessing earns little.
//! - **Open**: people decide, with a rubric.

use crate::question::Body;
use crate::{Answer, Choice, Kind, Markdown, Question, Score, Weight, check, short_text};

/// What marking says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkingOutcome {
    Scored(Score),
    /// An open answer: it waits for a person.
    ByRubric,
    /// An answer of another kind: the question was corrected into something else after it was
    /// given, and somebody has to look.
    OtherKind,
}

impl MarkingOutcome {
    pub fn score(self) -> Option<Score> {
        match self {
            Self::Scored(score) => Some(score),
            Self::ByRubric | Self::OtherKind => None,
        }
    }
}

/// What the answer is worth. Places that the question does not have are as if they were not
/// answered: a correction may have taken an option away.
pub fn score(question: &Question, answer: &Answer) -> MarkingOutcome {
    let score = match (question.kind(), answer) {
        (Kind::Single(options), Answer::Single(chosen)) => {
            chosen.and_then(|place| options.get(place)).map_or(Score::NOTHING, |o| part(o.weight))
        }
        (Kind::Multiple(options), Answer::Multiple(marked)) => {
            let sum = marked
                .iter()
                .filter_map(|place| options.get(*place))
                .map(|option| i64::from(option.weight.thousandths()))
                .sum();
            Score::of(sum, check::worth(options))
        }
        (Kind::TrueFalse { right, .. }, Answer::TrueFalse(said)) => {
            if *said == Some(*right) {
                Score::FULL
            } else {
                Score::NOTHING
            }
        }
        (Kind::Numeric { accepted, .. }, Answer::Numeric(number)) => number
            .and_then(|number| best(accepted.iter().map(|a| (a.range.holds(number), a.weight))))
            .map_or(Score::NOTHING, |(_, weight)| part(weight)),
        (Kind::Ordering(items), Answer::Ordering(places)) => ordered(places, items.len()),
        (Kind::Matching(matching), Answer::Matching(chosen)) => {
            let choices = matching.choices();
            let right = matching
                .pairs
                .iter()
                .zip(chosen)
                .filter(|(pair, chosen)| {
                    chosen.and_then(|place| choices.get(place)) == Some(&&pair.answer)
                })
                .count();
            Score::of(long(right), long(matching.pairs.len()))
        }
        (Kind::ShortText(short), Answer::ShortText(text)) => {
            let fits = |pattern: &str| short_text::matches(pattern, text, short.strictness);
            best(short.accepted.iter().map(|a| (fits(&a.pattern), a.weight)))
                .map_or(Score::NOTHING, |(_, weight)| part(weight))
        }
        (Kind::Open, Answer::Open(_)) => return MarkingOutcome::ByRubric,
        _ => return MarkingOutcome::OtherKind,
    };
    MarkingOutcome::Scored(score)
}

/// What the question says to who gave this answer; the general feedback is not among it.
pub fn feedback<'a>(question: &'a Question, answer: &Answer) -> Vec<&'a Markdown> {
    let Question(Body { kind, .. }) = question;
    let of = |options: &'a [Choice<Markdown>], place: usize| {
        options.get(place).and_then(|option| option.feedback.as_ref())
    };
    match (kind, answer) {
        (Kind::Single(options), Answer::Single(chosen)) => {
            chosen.and_then(|place| of(options, place)).into_iter().collect()
        }
        (Kind::Multiple(options), Answer::Multiple(marked)) => {
            marked.iter().filter_map(|place| of(options, *place)).collect()
        }
        (Kind::TrueFalse { said_true, said_false, .. }, Answer::TrueFalse(Some(said))) => {
            if *said { said_true } else { said_false }.iter().collect()
        }
        (Kind::Numeric { accepted, otherwise }, Answer::Numeric(Some(number))) => {
            match best(accepted.iter().map(|a| (a.range.holds(*number), a.weight))) {
                Some((place, _)) => {
                    accepted.get(place).and_then(|a| a.feedback.as_ref()).into_iter().collect()
                }
                None => otherwise.iter().collect(),
            }
        }
        (Kind::ShortText(short), Answer::ShortText(text)) => {
            let fits = |pattern: &str| short_text::matches(pattern, text, short.strictness);
            best(short.accepted.iter().map(|a| (fits(&a.pattern), a.weight)))
                .and_then(|(place, _)| short.accepted.get(place))
                .and_then(|a| a.feedback.as_ref())
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

fn part(weight: Weight) -> Score {
    Score::of(i64::from(weight.thousandths()), i64::from(Weight::FULL.thousandths()))
}

/// The first of those with the best weight that fit.
fn best(all: impl Iterator<Item = (bool, Weight)>) -> Option<(usize, Weight)> {
    let mut best: Option<(usize, Weight)> = None;
    for (place, (fits, weight)) in all.enumerate() {
        if fits && best.is_none_or(|(_, known)| weight > known) {
            best = Some((place, weight));
        }
    }
    best
}

fn ordered(places: &[Option<usize>], many: usize) -> Score {
    let mut sum = 0;
    for (step, place) in places.iter().take(many).enumerate() {
        for later in places.iter().take(many).skip(step + 1) {
            if let (Some(place), Some(later)) = (place, later) {
                // Two in one place are in no order.
                sum += match place.cmp(later) {
                    std::cmp::Ordering::Less => 1,
                    std::cmp::Ordering::Equal => 0,
                    std::cmp::Ordering::Greater => -1,
                };
            }
        }
    }
    Score::of(sum, long(many * many.saturating_sub(1) / 2))
}

fn long(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
