//! Sums that lose nothing.

use crate::figure::real;
use crate::sheet::{MOST_PEOPLE, MOST_POINTS};
use crate::{Confidence, Figure, Mean, Minimum, Real, Undefined};

/// Sums of two columns of whole numbers. With at most 10⁶ people and totals of at most 10¹² every
/// product below stays under 10³⁶, far within an `i128`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    pub n: i128,
    pub x: i128,
    pub y: i128,
    xx: i128,
    yy: i128,
    xy: i128,
}

impl Sums {
    pub fn of(pairs: impl Iterator<Item = (i64, i64)>) -> Self {
        let mut sums = Self::default();
        for (x, y) in pairs {
            let (x, y) = (i128::from(x), i128::from(y));
            sums.n += 1;
            sums.x += x;
            sums.y += y;
            sums.xx += x * x;
            sums.yy += y * y;
            sums.xy += x * y;
        }
        sums
    }

    pub fn one(values: impl Iterator<Item = i64>) -> Self {
        Self::of(values.map(|value| (value, 0)))
    }

    /// n·Σx² − (Σx)²: n² times the variance of the population.
    pub fn spread_x(&self) -> i128 {
        self.n * self.xx - self.x * self.x
    }

    fn spread_y(&self) -> i128 {
        self.n * self.yy - self.y * self.y
    }

    /// Pearson's correlation.
    pub fn correlation(&self) -> Result<Real, Undefined> {
        let (x, y) = (self.spread_x(), self.spread_y());
        if x == 0 || y == 0 {
            return Err(Undefined::NoVariance);
        }
        let together = self.n * self.xy - self.x * self.y;
        let r = together as f64 / ((x as f64).sqrt() * (y as f64).sqrt());
        real(r.clamp(-1.0, 1.0))
    }

    pub fn mean_x(&self) -> Result<Real, Undefined> {
        real(self.x as f64 / self.n as f64)
    }

    /// The standard deviation of the sample (n − 1).
    pub fn deviation_x(&self) -> Result<Real, Undefined> {
        if self.n < 2 {
            return Err(Undefined::NoVariance);
        }
        real((self.spread_x() as f64 / (self.n * (self.n - 1)) as f64).sqrt())
    }
}

/// Mean and standard deviation (of the sample, n − 1) in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub mean: Real,
    pub deviation: Real,
}

/// Mean and standard deviation of whole numbers of at most [`MOST_POINTS`] either side of zero.
pub fn spread(values: &[i64], minimum: Minimum) -> Figure<Spread> {
    minimum.show(values.len(), || {
        if values.len() > MOST_PEOPLE
            || values.iter().any(|v| v.unsigned_abs() > MOST_POINTS.unsigned_abs())
        {
            return Err(Undefined::TooLarge);
        }
        let sums = Sums::one(values.iter().copied());
        Ok(Spread { mean: sums.mean_x()?, deviation: sums.deviation_x()? })
    })
}

/// The mean of whole numbers of at most [`MOST_POINTS`] either side of zero, with its interval.
pub fn mean(values: &[i64], confidence: Confidence, minimum: Minimum) -> Figure<Mean> {
    minimum.show(values.len(), || {
        if values.len() > MOST_PEOPLE
            || values.iter().any(|v| v.unsigned_abs() > MOST_POINTS.unsigned_abs())
        {
            return Err(Undefined::TooLarge);
        }
        let sums = Sums::one(values.iter().copied());
        Mean::new(sums.mean_x()?.get(), sums.deviation_x()?.get(), values.len(), confidence)
    })
}

/// The mean of numbers that somebody else has added up, such as a database.
pub fn mean_of(n: usize, sum: f64, minimum: Minimum) -> Figure<Real> {
    minimum.show(n, || real(sum / n as f64))
}

/// The mean of numbers that somebody else has added up, with its interval: `squares` is the sum of their
/// squares.
pub fn mean_of_squares(
    n: usize,
    (sum, squares): (f64, f64),
    confidence: Confidence,
    minimum: Minimum,
) -> Figure<Mean> {
    minimum.show(n, || {
        let mean = sum / n as f64;
        let spread = ((squares - sum * mean) / (n as f64 - 1.0)).max(0.0);
        Mean::new(mean, spread.sqrt(), n, confidence)
    })
}

/// Welford's running mean and spread, for values that are no whole numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Running {
    pub n: usize,
    pub mean: f64,
    squares: f64,
}

impl Running {
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut running = Self::default();
        for value in values {
            running.n += 1;
            let before = value - running.mean;
            running.mean += before / running.n as f64;
            running.squares += before * (value - running.mean);
        }
        running
    }

    pub fn deviation(&self) -> f64 {
        if self.n < 2 { 0.0 } else { (self.squares / (self.n - 1) as f64).max(0.0).sqrt() }
    }
}
