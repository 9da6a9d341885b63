//! Examples of what pages and letters show, for the test that renders every template in strict mode.
//!
//! `#[derive(Example)]` makes them from the types of a view's fields, in five sizes: nothing at all, one
//! of everything, many of everything, many of a list where nothing optional is there, and everything
//! but the rows of a list. A view that shows figures which no field can make up has [`Samples`] of its own.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

pub use derive::Example;

/// How much there is of what a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Optional values are there.
    pub some: bool,
    /// Truth values are true.
    pub truth: bool,
    /// The length of lists, and every number.
    pub count: usize,
}

/// The sizes in which everything is shown.
pub const SIZES: [Size; 5] = [
    Size { some: false, truth: false, count: 0 },
    Size { some: true, truth: true, count: 1 },
    Size { some: true, truth: false, count: 3 },
    Size { some: false, truth: true, count: 2 },
    Size { some: true, truth: true, count: 0 },
];

/// Something of which examples can be made.
pub trait Example: Sized {
    fn example(size: Size) -> Self;

    /// An example that says these words, where it says any.
    fn worded(size: Size, words: &'static str) -> Self {
        let _ = words;
        Self::example(size)
    }
}

/// What a template is rendered with by the test of all templates: an example of each size, or what a
/// view that has no examples makes by hand.
pub trait Samples: Sized {
    fn samples() -> Vec<Self>;
}

impl<E: Example> Samples for E {
    fn samples() -> Vec<Self> {
        SIZES.into_iter().map(E::example).collect()
    }
}

impl Example for String {
    fn example(_: Size) -> Self {
        "Muestra".to_owned()
    }

    fn worded(_: Size, words: &'static str) -> Self {
        words.to_owned()
    }
}

impl Example for &'static str {
    fn example(_: Size) -> Self {
        "Muestra"
    }

    fn worded(_: Size, words: &'static str) -> Self {
        words
    }
}

impl Example for Cow<'static, str> {
    fn example(_: Size) -> Self {
        "Muestra".into()
    }

    fn worded(_: Size, words: &'static str) -> Self {
        words.into()
    }
}

impl Example for bool {
    fn example(size: Size) -> Self {
        size.truth
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Example for $number {
            fn example(size: Size) -> Self {
                <$number>::try_from(u8::try_from(size.count).unwrap_or(0)).unwrap_or_default()
            }
        })*
    };
}
numbers!(u8, u16, u32, u64, usize, i16, i32, i64, f64);

impl Example for char {
    fn example(_: Size) -> Self {
        'A'
    }
}

impl Example for NaiveDate {
    fn example(_: Size) -> Self {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default()
    }
}

impl Example for DateTime<Utc> {
    fn example(_: Size) -> Self {
        NaiveDate::example(SIZES[0]).and_time(chrono::NaiveTime::MIN).and_utc()
    }
}

impl<E: Example> Example for Option<E> {
    fn example(size: Size) -> Self {
        size.some.then(|| E::example(size))
    }

    fn worded(size: Size, words: &'static str) -> Self {
        size.some.then(|| E::worded(size, words))
    }
}

impl<E: Example> Example for Vec<E> {
    fn example(size: Size) -> Self {
        (0..size.count).map(|_| E::example(size)).collect()
    }

    fn worded(size: Size, words: &'static str) -> Self {
        (0..size.count).map(|_| E::worded(size, words)).collect()
    }
}

impl<E: Example> Example for Box<E> {
    fn example(size: Size) -> Self {
        Box::new(E::example(size))
    }
}

impl<E: Example, const N: usize> Example for [E; N] {
    fn example(size: Size) -> Self {
        std::array::from_fn(|_| E::example(size))
    }
}

impl<V: Example> Example for BTreeMap<String, V> {
    fn example(size: Size) -> Self {
        (0..size.count).map(|number| (number.to_string(), V::example(size))).collect()
    }
}

impl<V: Example> Example for HashMap<String, V> {
    fn example(size: Size) -> Self {
        (0..size.count).map(|number| (number.to_string(), V::example(size))).collect()
    }
}

macro_rules! tuples {
    ($(($($part:ident),*)),*) => {
        $(impl<$($part: Example),*> Example for ($($part,)*) {
            fn example(size: Size) -> Self {
                ($($part::example(size),)*)
            }
        })*
    };
}
tuples!((A, B), (A, B, C), (A, B, C, D));

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Eq, Example)]
    struct Line {
        /// The name of a cohort: «Meta 2026-2».
        name: String,
        #[example("vigente")]
        state: &'static str,
    }

    #[derive(Debug, PartialEq, Eq, Example)]
    enum Shade {
        Plain,
        Rich { lines: Vec<Line> },
    }

    #[derive(Debug, PartialEq, Eq, Example)]
    struct Page {
        note: Option<String>,
        lines: Vec<Line>,
        shade: Shade,
    }

    #[test]
    fn a_page_is_shown_with_nothing_one_and_many_of_what_it_holds() {
        let pages = Page::samples();
        let lengths: Vec<usize> = pages.iter().map(|page| page.lines.len()).collect();
        assert_eq!(lengths, [0, 1, 3, 2, 0]);
        let notes: Vec<bool> = pages.iter().map(|page| page.note.is_some()).collect();
        assert_eq!(notes, [false, true, true, false, true]);
        assert_eq!(pages[0].shade, Shade::Plain);
        assert!(matches!(&pages[1].shade, Shade::Rich { lines } if lines.len() == 1));
    }

    #[test]
    fn a_text_says_the_words_of_its_comment_and_a_field_its_own_value() {
        let line = Line::example(SIZES[1]);
        assert_eq!(line, Line { name: "Meta 2026-2".into(), state: "vigente" });
    }
}
