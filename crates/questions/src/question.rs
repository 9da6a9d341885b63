//! What a question is made of.

use serde::{Deserialize, Serialize};

use crate::{Complaint, Decimal, Markdown, Weight};

/// A question, over the kind of its texts: raw as they are typed ([`Draft`]) or kept
/// ([`Question`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body<T> {
    pub text: T,
    pub kind: Kind<T>,
    /// Shown to everybody after the answer.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub general_feedback: Option<T>,
    /// The options stay as they were written («todas las anteriores»).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fixed_order: bool,
}

/// A question as somebody is writing it: anything at all.
pub type Draft = Body<String>;

fn none<T>() -> Option<T> {
    None
}

/// What is asked, and what is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind<T> {
    /// One option is marked.
    Single(Vec<Choice<T>>),
    /// Any number of options is marked.
    Multiple(Vec<Choice<T>>),
    TrueFalse {
        right: bool,
        /// For who said true.
        said_true: Option<T>,
        /// For who said false.
        said_false: Option<T>,
    },
    Numeric {
        accepted: Vec<RangeAnswer<T>>,
        /// For who is in none of the ranges.
        otherwise: Option<T>,
    },
    /// The steps in their right order.
    Ordering(Vec<T>),
    Matching(Matching<T>),
    ShortText(ShortText<T>),
    /// Graded by people with a rubric, elsewhere.
    Open,
}

/// An option that is marked or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice<T> {
    pub text: T,
    pub weight: Weight,
    pub feedback: Option<T>,
}

/// Numbers that are worth something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeAnswer<T> {
    pub range: Range,
    /// From 0 (a known mistake with its feedback) to 100 %.
    pub weight: Weight,
    pub feedback: Option<T>,
}

/// Its ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Range {
    /// A value, and how far from it still counts (never negative).
    Around {
        value: Decimal,
        tolerance: Decimal,
    },
    Between {
        low: Decimal,
        high: Decimal,
    },
}

impl Range {
    pub fn holds(self, number: Decimal) -> bool {
        match self {
            Self::Around { value, tolerance } => {
                (number.billionths() - value.billionths()).abs() <= tolerance.billionths()
            }
            Self::Between { low, high } => low <= number && number <= high,
        }
    }

    /// A number of this range.
    pub fn example(self) -> Decimal {
        match self {
            Self::Around { value, .. } => value,
            Self::Between { low, .. } => low,
        }
    }
}

/// Two columns to be joined. What is on the right may repeat, and may hold more than is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching<T> {
    pub pairs: Vec<Pair<T>>,
    /// On the right side and of no pair.
    pub extra: Vec<T>,
}

/// What stands on the left, and what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair<T> {
    pub stem: T,
    pub answer: T,
}

impl<T: PartialEq> Matching<T> {
    /// The right column: each text once, in the order of the pairs and then the extra ones.
    /// [`crate::Answer::Matching`] counts in this list.
    pub fn choices(&self) -> Vec<&T> {
        let mut once: Vec<&T> = Vec::new();
        for text in self.pairs.iter().map(|pair| &pair.answer).chain(&self.extra) {
            if !once.contains(&text) {
                once.push(text);
            }
        }
        once
    }
}

/// A few words, compared with what is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortText<T> {
    pub accepted: Vec<TextAnswer<T>>,
    #[serde(default)]
    pub strictness: Strictness,
}

/// A text that is worth something. Plain, not Markdown; `*` stands for any characters or none, `\*`
/// for the asterisk itself, as in Moodle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextAnswer<T> {
    pub pattern: String,
    /// From 0 to 100 %.
    pub weight: Weight,
    pub feedback: Option<T>,
}

/// What must be as it was written for a short text to be the same. Nothing, usually.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Strictness {
    /// Capitals and small letters.
    pub case: bool,
    /// Accents and diaeresis. The ñ is a letter and always differs from n.
    pub accents: bool,
    /// Spaces within the text; those around it never matter. When they do not matter, «dos  mil» is
    /// «dos mil», and never «dosmil».
    pub spaces: bool,
}

/// Where a text stands, which decides how long it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Text,
    Option,
    Feedback,
}

impl<T> Body<T> {
    /// Hands every text to `f` with the path of its field, and builds the same question of what
    /// comes back.
    pub(crate) fn map<U>(self, f: &mut impl FnMut(&str, Slot, T) -> U) -> Body<U> {
        let text = f("text", Slot::Text, self.text);
        let general = self.general_feedback.map(|g| f("general_feedback", Slot::Feedback, g));
        Body {
            text,
            kind: self.kind.map(f),
            general_feedback: general,
            fixed_order: self.fixed_order,
        }
    }
}

impl<T> Kind<T> {
    fn map<U>(self, f: &mut impl FnMut(&str, Slot, T) -> U) -> Kind<U> {
        match self {
            Self::Single(options) => Kind::Single(map_choices(options, f)),
            Self::Multiple(options) => Kind::Multiple(map_choices(options, f)),
            Self::TrueFalse { right, said_true, said_false } => Kind::TrueFalse {
                right,
                said_true: said_true.map(|t| f("said_true", Slot::Feedback, t)),
                said_false: said_false.map(|t| f("said_false", Slot::Feedback, t)),
            },
            Self::Numeric { accepted, otherwise } => Kind::Numeric {
                accepted: each(accepted, |place, one| RangeAnswer {
                    range: one.range,
                    weight: one.weight,
                    feedback: one
                        .feedback
                        .map(|t| f(&format!("accepted.{place}.feedback"), Slot::Feedback, t)),
                }),
                otherwise: otherwise.map(|t| f("otherwise", Slot::Feedback, t)),
            },
            Self::Ordering(items) => Kind::Ordering(each(items, |place, item| {
                f(&format!("items.{place}"), Slot::Option, item)
            })),
            Self::Matching(matching) => Kind::Matching(Matching {
                pairs: each(matching.pairs, |place, pair| Pair {
                    stem: f(&format!("pairs.{place}.stem"), Slot::Option, pair.stem),
                    answer: f(&format!("pairs.{place}.answer"), Slot::Option, pair.answer),
                }),
                extra: each(matching.extra, |place, text| {
                    f(&format!("extra.{place}"), Slot::Option, text)
                }),
            }),
            Self::ShortText(short) => Kind::ShortText(ShortText {
                accepted: each(short.accepted, |place, one| TextAnswer {
                    pattern: one.pattern,
                    weight: one.weight,
                    feedback: one
                        .feedback
                        .map(|t| f(&format!("accepted.{place}.feedback"), Slot::Feedback, t)),
                }),
                strictness: short.strictness,
            }),
            Self::Open => Kind::Open,
        }
    }
}

fn each<A, B>(list: Vec<A>, mut f: impl FnMut(usize, A) -> B) -> Vec<B> {
    list.into_iter().enumerate().map(|(place, one)| f(place, one)).collect()
}

fn map_choices<T, U>(
    options: Vec<Choice<T>>,
    f: &mut impl FnMut(&str, Slot, T) -> U,
) -> Vec<Choice<U>> {
    each(options, |place, one| Choice {
        text: f(&format!("options.{place}.text"), Slot::Option, one.text),
        weight: one.weight,
        feedback: one.feedback.map(|t| f(&format!("options.{place}.feedback"), Slot::Feedback, t)),
    })
}

/// A question that can be asked. Only [`Question::new`] makes one, also when it is read from JSON,
/// whose form is that of [`Draft`]:
///
/// ```compile_fail,E0423
/// fn unchecked(body: questions::Body<questions::Markdown>) -> questions::Question {
///     questions::Question(body)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Draft", into = "Draft")]
pub struct Question(pub(crate) Body<Markdown>);

impl Question {
    /// Checks a draft.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn new(draft: Draft) -> Result<Self, Vec<Complaint>> {
        crate::check::check(draft).map(Self)
    }

    pub fn text(&self) -> &Markdown {
        &self.0.text
    }

    pub fn kind(&self) -> &Kind<Markdown> {
        &self.0.kind
    }

    pub fn general_feedback(&self) -> Option<&Markdown> {
        self.0.general_feedback.as_ref()
    }

    pub fn fixed_order(&self) -> bool {
        self.0.fixed_order
    }

    /// The same as a draft, to be changed.
    pub fn draft(&self) -> Draft {
        self.0.clone().map(&mut |_, _, text| text.0)
    }

    /// What can be asked and is probably not meant: sentences for who writes it.
    pub fn advice(&self) -> Vec<&'static str> {
        match self.kind() {
            Kind::Multiple(options) => {
                let sum: i32 = options.iter().map(|option| option.weight.thousandths()).sum();
                let all_right = options.iter().all(|option| option.weight > Weight::NOTHING);
                if all_right {
                    vec!["Todas las opciones son correctas: quien marque todas obtiene el total."]
                } else if sum > 50_000 {
                    vec![
                        "Quien marque todas las opciones obtiene más de la mitad. Dé un peso negativo a las que no son correctas.",
                    ]
                } else {
                    Vec::new()
                }
            }
            _ => Vec::new(),
        }
    }
}

/// The complaints of a kept text that is no question any more.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct NotAQuestion(pub Vec<Complaint>);

impl TryFrom<Draft> for Question {
    type Error = NotAQuestion;

    fn try_from(draft: Draft) -> Result<Self, NotAQuestion> {
        Self::new(draft).map_err(NotAQuestion)
    }
}

impl From<Question> for Draft {
    fn from(question: Question) -> Self {
        question.draft()
    }
}
