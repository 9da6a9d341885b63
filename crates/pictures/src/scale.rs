//! From values to units, and the round values that an axis names.

#[derive(Clone, Copy, Debug)]
pub struct Scale {
    lo: f64,
    hi: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// `lo` at `from`, `hi` at `to`. Where all values are equal the axis still has a length.
    pub fn new(lo: f64, hi: f64, from: f64, to: f64) -> Self {
        let hi = if hi > lo { hi } else { lo + 1.0 };
        Self { lo, hi, from, to }
    }

    pub fn at(&self, value: f64) -> f64 {
        let part = ((value - self.lo) / (self.hi - self.lo)).clamp(0.0, 1.0);
        self.from + part * (self.to - self.from)
    }
}

/// The step of an axis with about `most` steps: 1, 2 or 5 times a power of ten.
pub fn step(span: f64, most: u32, whole: bool) -> f64 {
    let raw = (span / f64::from(most.max(1))).max(if whole { 1.0 } else { 1e-6 });
    let power = 10f64.powf(raw.log10().floor());
    let least = [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= raw * 0.999_999);
    least.unwrap_or(10.0) * power
}

/// The axis from zero (or below) to beyond the values, with the values it names.
pub fn axis(lo: f64, hi: f64, most: u32, whole: bool) -> (f64, f64, Vec<f64>) {
    let step = step(hi - lo, most, whole);
    let first = (lo / step + 1e-9).floor();
    let last = (hi / step - 1e-9).ceil().max(first + 1.0);
    let mut ticks = Vec::new();
    let mut at = first;
    while at <= last && ticks.len() < 32 {
        ticks.push(at * step);
        at += 1.0;
    }
    (first * step, last * step, ticks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_names_round_values() {
        assert_eq!(axis(0.0, 83.0, 5, true).2, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(axis(0.0, 3.0, 4, true).2, [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(axis(0.0, 0.0, 4, true).2, [0.0, 1.0]);
        assert_eq!(axis(-12.0, 30.0, 5, true).2, [-20.0, -10.0, 0.0, 10.0, 20.0, 30.0]);
        let huge = axis(0.0, 1e15, 4, true);
        assert!(huge.2.len() <= 6 && huge.1 >= 1e15);
    }

    #[test]
    fn equal_values_have_an_axis_too() {
        let scale = Scale::new(5.0, 5.0, 0.0, 100.0);
        assert!(scale.at(5.0).abs() < 1e-9);
        assert!((scale.at(6.0) - 100.0).abs() < 1e-9);
    }
}
