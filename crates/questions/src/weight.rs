//! What an option is worth.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Decimal, NotANumber};

/// A share of the question in thousandths of a percent, from −100 000 (−100 %) to 100 000 (100 %).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "i32", into = "i32")]
pub struct Weight(i32);

/// Why a text is no weight, in words for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAWeight {
    #[error("{0}")]
    Number(#[from] NotANumber),
    #[error("El peso va de -100 a 100 por ciento.")]
    Beyond,
}

impl Weight {
    pub const FULL: Self = Self(100_000);
    pub const NOTHING: Self = Self(0);

    /// From thousandths of a percent; `None` beyond ±100 %.
    pub fn new(thousandths: i32) -> Option<Self> {
        (-100_000..=100_000).contains(&thousandths).then_some(Self(thousandths))
    }

    /// Reads `50`, `33,333` or `-25 %` as a person writes it.
    ///
    /// # Errors
    /// A sentence for that person.
    pub fn read(typed: &str) -> Result<Self, NotAWeight> {
        let number = typed.trim();
        let number = number.strip_suffix('%').unwrap_or(number);
        // «33.333» is no thirty-three thousand here.
        match Decimal::read(number) {
            Err(NotANumber::Ambiguous { decimal, .. }) => Self::round(Decimal::read(&decimal)?),
            other => Self::round(other?),
        }
    }

    /// The nearest thousandth: other systems write a third as 33.33333.
    ///
    /// # Errors
    /// Beyond ±100 %.
    pub fn round(percent: Decimal) -> Result<Self, NotAWeight> {
        let millionth = 1_000_000;
        let half = if percent.billionths() < 0 { -millionth / 2 } else { millionth / 2 };
        let thousandths = (percent.billionths() + half) / millionth;
        i32::try_from(thousandths).ok().and_then(Self::new).ok_or(NotAWeight::Beyond)
    }

    pub fn thousandths(self) -> i32 {
        self.0
    }

    /// `33.333`: a percentage for programs.
    pub(crate) fn with_point(self) -> String {
        Decimal::from_billionths(i128::from(self.0) * 1_000_000)
            .map(Decimal::with_point)
            .unwrap_or_default()
    }

    /// The usual weights of a question with several right options: the right ones share 100 %, the
    /// wrong ones share −100 %, so that marking everything is worth nothing.
    pub fn usual(right: &[bool]) -> Vec<Self> {
        let count = |wanted: bool| {
            i32::try_from(right.iter().filter(|is| **is == wanted).count()).unwrap_or(i32::MAX)
        };
        let (rights, wrongs) = (count(true), count(false));
        right
            .iter()
            .map(|is_right| match (is_right, rights, wrongs) {
                (true, 1.., _) => Self(100_000 / rights),
                // Away from zero, so that the thousandths lost in a third cannot be won.
                (false, _, 1..) => Self(-((100_000 + wrongs - 1) / wrongs)),
                _ => Self::NOTHING,
            })
            .collect()
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.with_point().replace('.', ","))
    }
}

impl From<Weight> for i32 {
    fn from(weight: Weight) -> Self {
        weight.0
    }
}

impl TryFrom<i32> for Weight {
    type Error = NotAWeight;

    fn try_from(thousandths: i32) -> Result<Self, NotAWeight> {
        Self::new(thousandths).ok_or(NotAWeight::Beyond)
    }
}
