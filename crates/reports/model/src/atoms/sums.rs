//! Adds told atoms up. Pure.

use measures::{Confidence, Figure, Mean, Minimum, Real, mean_of, mean_of_squares};

use super::queries::{ApplicationAtom, LearningAtom};
use crate::gains::HIGHEST;

/// Parts of the finer scale that a point of 0 to 5,0 has.
const FIFTH: f64 = HIGHEST as f64 / 5.0;
const MILLION: f64 = 1_000_000.0;

fn people(n: i64) -> usize {
    usize::try_from(n).unwrap_or_default()
}

/// What people rated from 1 to 5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScaleSums {
    /// How many people rated it.
    pub n: i64,
    pub sum: i64,
    /// How many people rated it 4 or 5.
    pub top: i64,
}

impl ScaleSums {
    pub fn of(scores: impl Iterator<Item = u8>) -> Self {
        let mut sums = Self::default();
        for score in scores {
            sums.n += 1;
            sums.sum += i64::from(score);
            sums.top += i64::from(score >= 4);
        }
        sums
    }

    pub fn join(&mut self, other: Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.top += other.top;
    }

    pub fn mean(self) -> Figure<Real> {
        mean_of(people(self.n), self.sum as f64, Minimum::GROUP)
    }

    pub fn satisfied(self) -> Figure<Real> {
        mean_of(people(self.n), self.top as f64, Minimum::GROUP)
    }
}

/// What people say that they apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ApplicationSums {
    pub scale: ScaleSums,
    /// How many atoms are too small for any sum.
    pub left_out: i64,
}

impl ApplicationSums {
    pub fn add(&mut self, atom: &ApplicationAtom) {
        if atom.is_told() {
            self.scale.join(ScaleSums { n: atom.n, sum: atom.sum, top: atom.top });
        } else {
            self.left_out += i64::from(atom.n > 0);
        }
    }
}

/// The answers of one cohort to its anonymous survey, or those of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpinionSums {
    pub asked: i64,
    pub sheets: i64,
    /// Relevance, timeliness and quality.
    pub scales: [ScaleSums; 3],
}

impl OpinionSums {
    /// Returns whether the answers of a cohort may be told: whole or not at all. A scale that nobody
    /// rated tells of nobody.
    pub fn is_told(&self) -> bool {
        let is_enough = |n: i64| Minimum::GROUP.admits(people(n));
        is_enough(self.sheets) && self.scales.iter().all(|scale| scale.n == 0 || is_enough(scale.n))
    }

    pub fn join(&mut self, other: &Self) {
        self.asked += other.asked;
        self.sheets += other.sheets;
        for (sums, scale) in self.scales.iter_mut().zip(other.scales) {
            sums.join(scale);
        }
    }
}

/// Both tests of several atoms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LearningSums {
    pairs: i64,
    pre: i64,
    post: i64,
    able: i64,
    gained: i64,
    squares: f64,
    /// How many atoms are too small for any sum.
    pub left_out: i64,
}

impl LearningSums {
    pub fn add(&mut self, atom: &LearningAtom) {
        if !atom.is_told() {
            self.left_out += i64::from(atom.pairs > 0);
            return;
        }
        self.pairs += atom.pairs;
        self.pre += atom.pre;
        self.post += atom.post;
        self.able += atom.able;
        self.gained += atom.gained;
        self.squares += atom.squares;
    }

    /// Whether nobody has both tests, told or not.
    pub fn is_nobody(self) -> bool {
        self.pairs == 0 && self.left_out == 0
    }

    /// The first test, from 0 to 5; n are those with both.
    pub fn before(self) -> Figure<Real> {
        mean_of(people(self.pairs), self.pre as f64 / FIFTH, Minimum::GROUP)
    }

    /// The last test, from 0 to 5; n are those with both.
    pub fn after(self) -> Figure<Real> {
        mean_of(people(self.pairs), self.post as f64 / FIFTH, Minimum::GROUP)
    }

    /// How much of what was left to learn was learnt (R44), with its interval; n are those who had
    /// something left.
    pub fn gain(self) -> Figure<Mean> {
        let sums = (self.gained as f64 / MILLION, self.squares / MILLION / MILLION);
        mean_of_squares(people(self.able), sums, Confidence::NinetyFive, Minimum::GROUP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::learning_atom;

    #[test]
    fn a_small_atom_is_in_no_sum_and_is_counted_as_left_out() {
        let mut sums = LearningSums::default();
        sums.add(&learning_atom(1, "50325", 6));
        let alone = sums;
        sums.add(&learning_atom(2, "50325", 4));
        sums.add(&learning_atom(2, "95001", 0));
        assert_eq!(sums.left_out, 1);
        assert_eq!(LearningSums { left_out: 0, ..sums }, alone);
        assert_eq!(sums.before().shown().map(|(_, n)| n), Some(6));
    }

    #[test]
    fn an_atom_where_few_had_something_to_learn_is_told_whole_or_not_at_all() {
        let mut sums = LearningSums::default();
        sums.add(&LearningAtom { able: 4, ..learning_atom(1, "50325", 6) });
        assert!(sums.before().is_hidden() && sums.gain().is_hidden());
    }

    #[test]
    fn a_cohort_is_told_whole_or_not_at_all() {
        let scale = |n| ScaleSums { n, sum: 4 * n, top: n };
        let of =
            |sheets, rated: [i64; 3]| OpinionSums { asked: 9, sheets, scales: rated.map(scale) };
        assert!(of(5, [5, 5, 5]).is_told());
        assert!(of(6, [6, 5, 0]).is_told());
        assert!(!of(4, [4, 4, 4]).is_told());
        assert!(!of(6, [6, 6, 4]).is_told());
    }
}
