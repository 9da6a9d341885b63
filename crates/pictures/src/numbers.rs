//! Numbers as Colombia writes them, and which numbers are numbers.

/// No figure of the product comes near; beyond, a float no longer tells neighbours apart.
const LARGEST: f64 = 1e15;

/// A value that can be drawn: finite and of a size that is still exact. Anything else is missing,
/// because a picture of it would say something false.
pub fn known(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite() && value.abs() <= LARGEST)
}

/// The one rounding of decimals of the product, whose pages write with it too: a half goes away from zero.
pub fn rounded(value: f64, places: usize) -> f64 {
    let scale = 10_f64.powi(i32::try_from(places).unwrap_or(0));
    // A half that binary fractions write a little too small is still a half.
    let scaled = (value.abs() * scale + 1e-9).round();
    (scaled / scale).copysign(value)
}

/// The one rounding of shares, in whole percent: half up. What is not all is never 100 %, and what is not
/// nothing never 0 %.
pub fn nearest_percent(ratio: f64) -> f64 {
    let nearest = rounded(ratio * 100.0, 0);
    if ratio > 0.0 && ratio < 1.0 { nearest.clamp(1.0, 99.0) } else { nearest }
}

/// How a value is written: its decimals and what follows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Format {
    /// Three at most.
    pub decimals: u8,
    /// «%», «puntos»; empty for a count.
    pub unit: &'static str,
}

impl Format {
    pub const COUNT: Self = Self { decimals: 0, unit: "" };
    pub const PERCENT: Self = Self { decimals: 0, unit: "%" };

    /// «1.234,5 %».
    pub fn write(self, value: f64) -> String {
        match self.unit {
            "" => self.bare(value),
            unit => format!("{} {unit}", self.bare(value)),
        }
    }

    /// «1.234,5», rounded by [`rounded`].
    pub fn bare(self, value: f64) -> String {
        let places = usize::from(self.decimals.min(3));
        let text = format!("{:.places$}", rounded(value, places));
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        // Rounding may leave nothing of a small loss: zero has no sign.
        let negative = whole.starts_with('-') && text.contains(|c: char| ('1'..='9').contains(&c));
        let digits = whole.trim_start_matches('-');
        let mut out = String::from(if negative { "-" } else { "" });
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push('.');
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(',');
            out.push_str(fraction);
        }
        out
    }

    /// «+12,5», «-3», «0».
    pub fn signed(self, value: f64) -> String {
        let text = self.bare(value);
        let nothing = !text.contains(|c: char| ('1'..='9').contains(&c));
        if nothing || value < 0.0 { text } else { format!("+{text}") }
    }

    /// With the word for a missing one.
    pub fn or_missing(self, value: Option<f64>) -> String {
        known(value).map_or_else(|| super::words::MISSING.to_owned(), |value| self.write(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_colombia_does() {
        let tenths = Format { decimals: 1, unit: "puntos" };
        assert_eq!(tenths.write(1234.56), "1.234,6 puntos");
        assert_eq!(Format::COUNT.write(-1_234_567.0), "-1.234.567");
        assert_eq!(Format::PERCENT.write(33.0), "33 %");
        assert_eq!(tenths.bare(-0.01), "0,0");
        assert_eq!((tenths.signed(2.0), tenths.signed(-2.0)), ("+2,0".into(), "-2,0".into()));
        assert_eq!(tenths.signed(0.0), "0,0");
        assert_eq!(Format::COUNT.write(999.0), "999");
    }

    #[test]
    fn a_half_goes_away_from_zero_as_on_every_page() {
        let tenths = Format { decimals: 1, unit: "" };
        for (value, expected) in [(0.25, "0,3"), (-0.25, "-0,3"), (2.45, "2,5"), (2.44, "2,4")] {
            assert_eq!(tenths.bare(value), expected, "{value}");
        }
        assert_eq!([0.5, 2.5, -2.5].map(|value| Format::COUNT.bare(value)), ["1", "3", "-3"]);
    }

    #[test]
    fn what_is_no_number_is_missing_and_not_zero() {
        for odd in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300] {
            assert_eq!(known(Some(odd)), None);
            assert_eq!(Format::COUNT.or_missing(Some(odd)), "sin dato");
        }
        assert_eq!(known(Some(1e15)), Some(1e15));
    }
}
