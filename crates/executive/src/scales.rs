//! Sums of what people rate from 1 to 5. Groups of fewer than five people are in no sum. Pure.

use measures::{Figure, Minimum, Real, mean_of};

/// One scale of a group: from 1 to 5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScaleSums {
    /// How many people rated it.
    pub n: i64,
    sum: i64,
    /// How many people rated it 4 or 5.
    top: i64,
}

impl ScaleSums {
    pub fn mean(self) -> Figure<Real> {
        mean_of(people(self.n), self.sum as f64, Minimum::GROUP)
    }

    pub fn satisfied(self) -> Figure<Real> {
        mean_of(people(self.n), self.top as f64, Minimum::GROUP)
    }

    /// Adds the ratings of a group. Those of fewer than five people are left out.
    pub fn add(&mut self, (n, sum, top): (i64, i64, i64)) {
        if is_enough(n) {
            self.n += n;
            self.sum += sum;
            self.top += top;
        }
    }
}

pub fn people(n: i64) -> usize {
    usize::try_from(n).unwrap_or_default()
}

pub fn is_enough(n: i64) -> bool {
    people(n) >= Minimum::GROUP.people()
}
