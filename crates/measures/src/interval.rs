//! How far a figure of a sample may be from what it estimates.

use crate::figure::real;
use crate::sums::Running;
use crate::{Real, Undefined, t_quantile};

/// In how many of a hundred samples the interval holds what it estimates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Confidence {
    Ninety,
    #[default]
    NinetyFive,
    NinetyNine,
}

impl Confidence {
    pub fn share(self) -> f64 {
        match self {
            Self::Ninety => 0.90,
            Self::NinetyFive => 0.95,
            Self::NinetyNine => 0.99,
        }
    }

    /// The two-sided quantile of the normal distribution.
    pub(crate) fn z(self) -> f64 {
        match self {
            Self::Ninety => 1.644_853_626_951_472_7,
            Self::NinetyFive => 1.959_963_984_540_054,
            Self::NinetyNine => 2.575_829_303_548_900_4,
        }
    }
}

/// From low to high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: Real,
    pub high: Real,
}

/// A mean with its standard deviation (n − 1) and the interval of Student's t.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    pub mean: Real,
    pub deviation: Real,
    pub interval: Interval,
}

impl Mean {
    pub(crate) fn from_running(
        running: Running,
        confidence: Confidence,
    ) -> Result<Self, Undefined> {
        Self::new(running.mean, running.deviation(), running.n, confidence)
    }

    /// mean ± t(n − 1) · s / √n.
    pub(crate) fn new(
        mean: f64,
        deviation: f64,
        n: usize,
        confidence: Confidence,
    ) -> Result<Self, Undefined> {
        let reach =
            t_quantile(confidence, n.saturating_sub(1)).get() * deviation / (n as f64).sqrt();
        Ok(Self {
            mean: real(mean)?,
            deviation: real(deviation)?,
            interval: Interval { low: real(mean - reach)?, high: real(mean + reach)? },
        })
    }
}

/// A share of people with Wilson's interval, which stays between 0 and 1 and is honest with few
/// people and near the ends (E. B. Wilson, 1927).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportion {
    pub count: usize,
    pub share: Real,
    pub interval: Interval,
}

impl Proportion {
    pub(crate) fn new(count: usize, n: usize, confidence: Confidence) -> Result<Self, Undefined> {
        let (n, z) = (n as f64, confidence.z());
        let share = count as f64 / n;
        let squared = z * z / n;
        let centre = (share + squared / 2.0) / (1.0 + squared);
        let reach = z * (share * (1.0 - share) / n + squared / (4.0 * n)).sqrt() / (1.0 + squared);
        Ok(Self {
            count,
            share: real(share)?,
            interval: Interval {
                low: real((centre - reach).max(0.0))?,
                high: real((centre + reach).min(1.0))?,
            },
        })
    }
}
