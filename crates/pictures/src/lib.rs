//! Pictures drawn by the server: inline SVG without scripts, sheets or style attributes, with a
//! name, a description and the rows of the table that stands beneath. Pure: numbers, words and
//! coordinates in, the same bytes out for the same input.
//!
//! Every picture is drawn 320 units wide ([`Width::Phone`]) or 640 ([`Width::Page`]), with text of
//! 13 units: a telephone shrinks the first a little, a page shows it a little larger, and in both
//! the letters stay about as large as the text beside them. Colour never says anything alone:
//! size, shape, dashes or words say it too.

mod bars;
mod canvas;
mod classes;
mod counts;
mod dots;
mod gain;
mod gaps;
mod intervals;
mod locator;
mod map;
mod multiples;
mod names;
mod numbers;
mod outline;
mod palette;
mod ranges;
mod scale;
mod sessions;
mod shapes;
mod time;
mod words;

use serde::Serialize;

pub use canvas::escaped;
pub use counts::Counts;
pub use gain::{Gain, Pair};
pub use gaps::{Gaps, Line, Member};
pub use intervals::{IntervalRow, Intervals};
pub use locator::locator;
pub use map::{Map, Place};
pub use multiples::Multiples;
pub use numbers::{Format, nearest_percent, rounded};
pub use outline::Outline;
pub use ranges::{RangeRow, Ranges};
pub use sessions::{Meeting, Sessions, Share};
pub use time::{Days, Layers, Series, Step};

/// Markup that only this crate makes: every word in it was escaped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Svg(String);

impl Svg {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it grows with its column, so that one drawing serves every screen: maps of outlines do.
    pub fn grows(&self) -> bool {
        self.0.split('>').next().is_some_and(|tag| tag.contains(" class=\"map\""))
    }
}

impl std::fmt::Display for Svg {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// How wide a picture is drawn, in its own units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// For a column of a page and for a telephone.
    #[default]
    Phone,
    /// For a printed page, or a page that is never read on a telephone.
    Page,
}

impl Width {
    fn units(self) -> f64 {
        match self {
            Self::Phone => 320.0,
            Self::Page => 640.0,
        }
    }

    /// How wide a page shows it when there is room: letters as large as the text beside them.
    fn shown(self) -> u32 {
        match self {
            Self::Phone => 420,
            Self::Page => 760,
        }
    }

    fn is_page(self) -> bool {
        self == Self::Page
    }
}

/// A picture with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Picture {
    pub svg: Svg,
    pub title: String,
    /// What somebody who does not see it should know, in a sentence or two.
    pub description: String,
    pub table: Table,
}

/// What the picture says, all of it, in the order of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}
