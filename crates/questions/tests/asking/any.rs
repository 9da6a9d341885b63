//! Any question at all, for properties.

use proptest::prelude::*;
use questions::{
    Body, Choice, Decimal, Draft, Kind, Matching, Pair, Question, Range, RangeAnswer, ShortText,
    Strictness, TextAnswer, Weight,
};

/// Texts that try to be something else: GIFT's signs, formats, weights, arrows, comments, HTML.
pub fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => "[a-zñáéíóúü¿? ]{1,12}",
        2 => "[A-Z0-9 ,.;*_|`-]{1,8}",
        3 => prop::sample::select(vec![
            "~", "=", "#", "{", "}", ":", "\\", "\n", "\n\n", "\\n", "\\\\", "->", "-\\>", "####",
            "::", "//", "\n//", "%50%", "[html]", "[markdown]", "[plain]", "$CATEGORY: x", "<p>",
            "&amp;", "_____", "\t", "T", "TRUE", "#3", "=a ~b", "\u{a0}", "🏛", "-", ">", "%",
            "[tag:x]", "\r\n", "\u{feff}", "\\", "]", "e\u{301}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(pieces, 1..6).prop_map(|pieces| pieces.concat())
}

fn feedback() -> impl Strategy<Value = Option<String>> {
    prop::option::of(text())
}

fn decimal() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        -1_000_000_000_000_i128..1_000_000_000_000,
        -999_999_999_999_999_999_999_999_i128..999_999_999_999_999_999_999_999,
        (-1_000_i128..1_000).prop_map(|whole| whole * 1_000_000_000),
    ]
    .prop_map(|billionths| Decimal::from_billionths(billionths).unwrap())
}

fn range() -> impl Strategy<Value = Range> {
    let size = |number: Decimal| Decimal::from_billionths(number.billionths().abs()).unwrap();
    prop_oneof![
        (decimal(), decimal())
            .prop_map(move |(value, by)| Range::Around { value, tolerance: size(by) }),
        (decimal(), decimal()).prop_map(|(a, b)| Range::Between { low: a.min(b), high: a.max(b) }),
    ]
}

fn weight(from: i32) -> impl Strategy<Value = Weight> {
    prop_oneof![from..=100_000, Just(100_000), Just(0), Just(50_000), Just(33_333)]
        .prop_map(|thousandths| Weight::new(thousandths).unwrap())
}

fn choices() -> impl Strategy<Value = Vec<(String, Option<String>)>> {
    prop::collection::vec((text(), feedback()), 2..7)
}

fn single() -> impl Strategy<Value = Kind<String>> {
    (choices(), prop::collection::vec(weight(-100_000), 7), any::<prop::sample::Index>()).prop_map(
        |(options, weights, right)| {
            let right = right.index(options.len());
            let of = |place: usize| if place == right { Weight::FULL } else { weights[place] };
            Kind::Single(
                options
                    .into_iter()
                    .enumerate()
                    .map(|(place, (text, feedback))| Choice { text, weight: of(place), feedback })
                    .collect(),
            )
        },
    )
}

fn multiple() -> impl Strategy<Value = Kind<String>> {
    (choices(), prop::collection::vec(any::<bool>(), 7)).prop_map(|(options, right)| {
        let weights = Weight::usual(&right[..options.len()]);
        Kind::Multiple(
            options
                .into_iter()
                .zip(weights)
                .map(|((text, feedback), weight)| Choice { text, weight, feedback })
                .collect(),
        )
    })
}

fn numeric() -> impl Strategy<Value = Kind<String>> {
    (
        prop::collection::vec((range(), weight(0), feedback()), 0..4),
        (range(), feedback()),
        feedback(),
    )
        .prop_map(|(others, (range, told), otherwise)| {
            let full = RangeAnswer { range, weight: Weight::FULL, feedback: told };
            let others = others.into_iter().map(|(range, weight, feedback)| RangeAnswer {
                range,
                weight,
                feedback,
            });
            Kind::Numeric { accepted: others.chain([full]).collect(), otherwise }
        })
}

fn short() -> impl Strategy<Value = Kind<String>> {
    (
        prop::collection::vec((text(), weight(0), feedback()), 0..4),
        (text(), feedback()),
        any::<(bool, bool, bool)>(),
    )
        .prop_map(|(others, (pattern, told), (case, accents, spaces))| {
            let others = others.into_iter().map(|(pattern, weight, feedback)| TextAnswer {
                pattern,
                weight,
                feedback,
            });
            let full = TextAnswer { pattern, weight: Weight::FULL, feedback: told };
            Kind::ShortText(ShortText {
                accepted: others.chain([full]).collect(),
                strictness: Strictness { case, accents, spaces },
            })
        })
}

fn matching() -> impl Strategy<Value = Kind<String>> {
    (prop::collection::vec((text(), text()), 2..6), prop::collection::vec(text(), 0..3)).prop_map(
        |(pairs, extra)| {
            let pairs = pairs.into_iter().map(|(stem, answer)| Pair { stem, answer }).collect();
            Kind::Matching(Matching { pairs, extra })
        },
    )
}

pub fn draft() -> impl Strategy<Value = Draft> {
    let kind = prop_oneof![
        single(),
        multiple(),
        (any::<bool>(), feedback(), feedback()).prop_map(|(right, said_true, said_false)| {
            Kind::TrueFalse { right, said_true, said_false }
        }),
        numeric(),
        prop::collection::vec(text(), 2..6).prop_map(Kind::Ordering),
        matching(),
        short(),
        Just(Kind::Open),
    ];
    (text(), kind, feedback(), any::<bool>()).prop_map(
        |(text, kind, general_feedback, fixed_order)| Body {
            text,
            kind,
            general_feedback,
            fixed_order,
        },
    )
}

/// A question of any kind; drafts that cannot be asked are thrown again.
pub fn question() -> impl Strategy<Value = Question> {
    draft().prop_filter_map("cannot be asked", |draft| Question::new(draft).ok())
}

/// A plain draft of a kind, for tests of one thing.
pub fn plain(kind: Kind<String>) -> Draft {
    Body { text: "¿Qué es?".to_owned(), kind, general_feedback: None, fixed_order: false }
}

pub fn option(text: &str, thousandths: i32) -> Choice<String> {
    Choice { text: text.to_owned(), weight: Weight::new(thousandths).unwrap(), feedback: None }
}

pub fn asked(kind: Kind<String>) -> Question {
    Question::new(plain(kind)).expect("can be asked")
}
