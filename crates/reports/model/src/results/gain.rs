//! The gain between both tests as it is published.

use serde::{Deserialize, Serialize};

/// Two tests of the same people: grades from 0 to 5 in hundredths, the gain in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearningGain {
    pub n: u64,
    pub before: i64,
    pub after: i64,
    pub gain: i64,
    /// `before` and `after` in millionths, so that their difference is that of the exact values. `None` in
    /// cuts that are older than this field.
    #[serde(default)]
    pub exact: Option<(i64, i64)>,
}

impl LearningGain {
    /// Both grades as exactly as they are known.
    pub fn grades(&self) -> (f64, f64) {
        match self.exact {
            Some((before, after)) => (before as f64 / MILLION, after as f64 / MILLION),
            None => (self.before as f64 / 100.0, self.after as f64 / 100.0),
        }
    }
}

/// What is exact is kept in millionths.
pub(super) const MILLION: f64 = 1_000_000.0;
