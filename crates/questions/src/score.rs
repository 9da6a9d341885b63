//! How much of a question an answer is worth.

use std::cmp::Ordering;

/// An exact fraction from 0 to 1, in lowest terms: a third stays a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Score {
    over: u32,
    under: u32,
}

impl Score {
    pub const NOTHING: Self = Self { over: 0, under: 1 };
    pub const FULL: Self = Self { over: 1, under: 1 };

    /// `over / under`, held between 0 and 1; an `under` of zero is nothing.
    pub fn of(over: i64, under: i64) -> Self {
        if over <= 0 || under <= 0 {
            return Self::NOTHING;
        }
        if over >= under {
            return Self::FULL;
        }
        let divisor = common(over, under);
        match (u32::try_from(over / divisor), u32::try_from(under / divisor)) {
            (Ok(over), Ok(under)) => Self { over, under },
            // Beyond anything that a question can give; kept to the nearest below.
            _ => Self::of(over / 2, under / 2),
        }
    }

    /// Numerator and denominator.
    pub fn parts(self) -> (u32, u32) {
        (self.over, self.under)
    }

    /// This share of `whole` (points in any unit), rounded half up: `of_points(1_000)` is the
    /// score in thousandths.
    pub fn of_points(self, whole: u32) -> u32 {
        let twice = 2 * u64::from(self.over) * u64::from(whole) + u64::from(self.under);
        u32::try_from(twice / (2 * u64::from(self.under))).unwrap_or(whole)
    }
}

fn common(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross = |a: u32, b: u32| u64::from(a) * u64::from(b);
        cross(self.over, other.under).cmp(&cross(other.over, self.under))
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
