//! Values in a few classes whose ends are round numbers, and the steps of the palette that show them.

use super::numbers::Format;
use super::palette::{COBALT, DEEP, HOVER, SKY, SOFT};
use super::scale::{axis, step};

/// From the lowest class to the highest.
pub const STEPS: [&str; 5] = [SOFT, SKY, HOVER, COBALT, DEEP];

/// Classes by their first and last value, the lowest first; the first value of the next comes after.
#[derive(Debug)]
pub struct Classes {
    ends: Vec<(f64, f64)>,
    format: Format,
}

impl Classes {
    /// Of values that are not zero. Where most would be of the lowest of equal classes, each class is four
    /// or five times as wide as the one before.
    pub fn of(values: &[f64], format: Format) -> Self {
        let largest = values.iter().copied().fold(0.0, f64::max);
        let smallest = values.iter().copied().fold(0.0, f64::min);
        let whole = format.decimals == 0;
        let ends = if values.is_empty() {
            Vec::new()
        } else if smallest < 0.0 {
            let ticks = axis(smallest, largest, 4, whole).2;
            ticks.windows(2).map(|pair| (pair[0], pair[1])).collect()
        } else {
            let even = step(largest, 5, whole);
            let low = values.iter().filter(|value| **value <= even).count();
            let last = if low * 3 > values.len() * 2 && largest > 50.0 {
                growing(largest, whole)
            } else {
                let count = (largest / even - 1e-9).ceil().clamp(1.0, 5.0) as usize;
                (1..=count).map(|at| at as f64 * even).collect()
            };
            between(&last, whole)
        };
        Self { ends, format }
    }

    /// The class of a value; the last one holds whatever rounding leaves above.
    pub fn class(&self, value: f64) -> usize {
        let at = self.ends.iter().position(|(_, last)| value <= *last + 1e-9);
        at.unwrap_or(self.ends.len().saturating_sub(1))
    }

    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The step of a class: few classes take those that are furthest apart.
    pub fn step(&self, class: usize) -> usize {
        let last = STEPS.len() - 1;
        if self.count() < 2 { 3 } else { (class * last / (self.count() - 1)).min(last) }
    }

    /// «11 a 20», or one number where both are the same.
    pub fn words(&self, class: usize) -> String {
        let Some((first, last)) = self.ends.get(class) else { return String::new() };
        let (from, to) = (self.format.bare(*first), self.format.write(*last));
        if from == self.format.bare(*last) { to } else { format!("{from} a {to}") }
    }
}

/// Where classes that end so begin: of whole numbers at the next one.
fn between(ends: &[f64], whole: bool) -> Vec<(f64, f64)> {
    let mut before = 0.0;
    let class = |last: &f64| {
        let first = if whole { before + 1.0 } else { before };
        before = *last;
        (first, *last)
    };
    ends.iter().map(class).collect()
}

/// Every second one of 1, 2, 5, 10, 20 and so on, down from the first that is not below the largest value.
fn growing(largest: f64, whole: bool) -> Vec<f64> {
    let round = |at: i32| [1.0, 2.0, 5.0][at.rem_euclid(3) as usize] * 10f64.powi(at.div_euclid(3));
    let lowest = largest.max(1e-9).log10().floor() as i32 * 3;
    let top = (lowest..lowest + 4).find(|at| round(*at) >= largest * 0.999_999);
    let top = top.unwrap_or(lowest + 3);
    let ends = (0..5).rev().map(|back| round(top - 2 * back));
    ends.filter(|end| !whole || *end >= 1.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(values: &[f64], format: Format) -> Vec<String> {
        let classes = Classes::of(values, format);
        (0..classes.count()).map(|class| classes.words(class)).collect()
    }

    #[test]
    fn classes_end_at_round_numbers() {
        let counts = |values: &[f64]| words(values, Format::COUNT);
        assert_eq!(counts(&[1.0, 20.0, 21.0, 22.0, 28.0]), ["1 a 10", "11 a 20", "21 a 30"]);
        assert_eq!(counts(&[1.0, 3.0]), ["1", "2", "3"]);
        assert_eq!(counts(&[7.0]), ["1 a 2", "3 a 4", "5 a 6", "7 a 8"]);
        assert_eq!(counts(&[]), [""; 0]);
        assert_eq!(
            words(&[40.0, 100.0], Format::PERCENT),
            ["1 a 20 %", "21 a 40 %", "41 a 60 %", "61 a 80 %", "81 a 100 %"]
        );
        let tenths = Format { decimals: 1, unit: "" };
        assert_eq!(words(&[0.3, 0.9], tenths)[..2], ["0,0 a 0,2", "0,2 a 0,4"]);
    }

    #[test]
    fn a_capital_does_not_make_all_others_alike() {
        let values = [3.0, 8.0, 12.0, 30.0, 44.0, 60.0, 4100.0];
        let classes = words(&values, Format::COUNT);
        assert_eq!(classes, ["1 a 10", "11 a 50", "51 a 200", "201 a 1.000", "1.001 a 5.000"]);
    }

    #[test]
    fn every_value_is_of_the_class_that_its_words_name() {
        let values = [1.0, 10.0, 11.0, 28.0];
        let classes = Classes::of(&values, Format::COUNT);
        assert_eq!(values.map(|value| classes.class(value)), [0, 0, 1, 2]);
        assert_eq!([0, 1, 2].map(|class| classes.step(class)), [0, 2, 4]);
        let below = Classes::of(&[-20.0, 10.0], Format::COUNT);
        assert!(below.count() > 1 && below.class(-20.0) == 0);
    }
}
