//! Numbers that are numbers.

use std::fmt;

/// A finite number: never NaN, never infinite, and zero has no sign.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Real(f64);

impl Real {
    /// `None` for what is not finite.
    pub fn new(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(value + 0.0))
    }

    pub fn get(self) -> f64 {
        self.0
    }

    /// For whole numbers far below what an `f64` holds.
    pub(crate) fn of(count: usize) -> Self {
        Self(count as f64)
    }
}

impl fmt::Display for Real {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
