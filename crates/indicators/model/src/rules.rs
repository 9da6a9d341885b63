//! The gap between a municipality and its comparison group (R4), in whole numbers; pure. Values are
//! ten-thousandths; what is computed of two of them is [`Exact`], so that nothing is rounded.

use platform::texts::Words;

/// With fewer values than this a group has no median that says anything.
pub const LEAST: usize = 5;

/// Hundred-thousandths: half of a ten-thousandth is a whole number of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(pub i64);

impl Exact {
    pub fn of(value: i64) -> Self {
        Self(value.saturating_mul(10))
    }

    fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// Which way an indicator is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("indicators.better_")]
pub enum Better {
    Higher,
    Lower,
    /// A surplus is money that was not spent, a deficit one that was not there: what is compared is
    /// how far a value is from zero.
    NearBalance,
}

impl Better {
    /// From the framework's word.
    pub fn of(direction: &str) -> Option<Self> {
        match direction {
            "up" => Some(Self::Higher),
            "down" => Some(Self::Lower),
            "near_balance" => Some(Self::NearBalance),
            _ => None,
        }
    }

    /// Returns the part of a value that is compared.
    pub fn measured(self, value: i64) -> i64 {
        match self {
            Self::Higher | Self::Lower => value,
            Self::NearBalance => value.saturating_abs(),
        }
    }

    fn standing(self, difference: Exact) -> GapStanding {
        let ahead = match self {
            Self::Higher => difference.0,
            Self::Lower | Self::NearBalance => -difference.0,
        };
        match ahead {
            0 => GapStanding::Level,
            1.. => GapStanding::Ahead,
            _ => GapStanding::Behind,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("indicators.gap_")]
pub enum GapStanding {
    Behind,
    Level,
    Ahead,
}

/// The middle of a group's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Median {
    /// The two in the middle; the same one when their number is odd.
    pub low: i64,
    pub high: i64,
    /// How many values there are.
    pub count: usize,
}

impl Median {
    pub fn of(mut values: Vec<i64>) -> Option<Self> {
        values.sort_unstable();
        let count = values.len();
        let low = *values.get(count.checked_sub(1)? / 2)?;
        let high = *values.get(count / 2)?;
        Some(Self { low, high, count })
    }

    pub fn value(self) -> Exact {
        Exact(self.low.saturating_add(self.high).saturating_mul(5))
    }

    /// The place of the lower one of the middle, from 1.
    pub fn place(self) -> usize {
        self.count.div_ceil(2)
    }

    pub fn has_two(self) -> bool {
        self.count.is_multiple_of(2)
    }
}

/// Why there is no gap to show. Nothing stands in for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoGap {
    NoValue,
    NoGroup,
    /// Too few of the group have a value: so many.
    FewInGroup(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub median: Median,
    /// The municipality's less the median's, as they are compared.
    pub gap: Exact,
    pub standing: GapStanding,
}

/// Compares a municipality with the values of its group, its own among them.
///
/// # Errors
/// Why it is not compared.
pub fn gap(better: Better, own: Option<i64>, group: Option<&[i64]>) -> Result<Gap, NoGap> {
    let own = own.ok_or(NoGap::NoValue)?;
    let median = median(better, group.ok_or(NoGap::NoGroup)?)?;
    let gap = Exact::of(better.measured(own)).less(median.value());
    Ok(Gap { median, gap, standing: better.standing(gap) })
}

/// The median of a group as it is compared.
///
/// # Errors
/// Too few have a value.
pub fn median(better: Better, group: &[i64]) -> Result<Median, NoGap> {
    let few = NoGap::FewInGroup(group.len());
    if group.len() < LEAST {
        return Err(few);
    }
    Median::of(group.iter().map(|value| better.measured(*value)).collect()).ok_or(few)
}

/// Returns how far a municipality is from a target.
pub fn to_target(better: Better, own: i64, target: i64) -> (Exact, GapStanding) {
    let own = Exact::of(better.measured(own));
    let difference = own.less(Exact::of(better.measured(target)));
    (difference, better.standing(difference))
}

/// Bands of equal width that hold all values, at most ten, with round bounds: where each begins, and
/// the width.
pub fn bands(values: &[i64]) -> (Vec<i64>, i64) {
    let (Some(least), Some(most)) = (values.iter().min(), values.iter().max()) else {
        return (Vec::new(), 1);
    };
    let mut width = 1_i64;
    loop {
        for round in [1, 2, 5] {
            let step = width.saturating_mul(round);
            let (first, last) = (least.div_euclid(step), most.div_euclid(step));
            if last - first < 10 {
                let starts = (first..=last).map(|place| place.saturating_mul(step));
                return (starts.collect(), step);
            }
        }
        width = width.saturating_mul(10);
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
