//! Figures as publishers write them, kept exact: ten-thousandths of a unit; pure.

use platform::numbers::grouped;
use platform::search::fold;

/// One unit, in ten-thousandths.
pub const UNIT: i64 = 10_000;
const DECIMALS: usize = 4;
/// Digits before the decimals.
const LONGEST: usize = 12;

/// A figure as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedFigure {
    /// In ten-thousandths.
    pub value: i64,
    /// It had more decimals than are kept.
    pub is_rounded: bool,
    /// It was written with «%»: its scale is known.
    pub is_percent: bool,
    /// Its decimals stand behind a comma.
    pub has_comma: bool,
    /// «1.234»: the point could be one of thousands.
    pub is_doubtful: bool,
}

/// The content of a cell of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Datum {
    /// Nothing, or a word for nothing. It is never zero.
    Missing,
    Figure(PublishedFigure),
    NoFigure,
}

const NOTHING: [&str; 23] = [
    "",
    "-",
    "--",
    "..",
    "*",
    "n/a",
    "na",
    "n.a.",
    "n.a",
    "n/d",
    "nd",
    "n.d.",
    "n.d",
    "s/d",
    "sd",
    "s.d.",
    "s.d",
    "nan",
    "null",
    "sin dato",
    "sin informacion",
    "no disponible",
    "no aplica",
];

/// Reads «45,3», «45.3», «1.234,5», «45 %». `is_number` says that the cell held a number, whose
/// point is always that of the decimals.
pub fn read(text: &str, is_number: bool) -> Datum {
    let text = text.trim();
    let folded = fold(text);
    if NOTHING.contains(&folded.as_str()) {
        return Datum::Missing;
    }
    let (body, is_percent) = match text.strip_suffix('%') {
        Some(body) => (body.trim_end(), true),
        None => (text, false),
    };
    let (body, negative) = match body.strip_prefix(['-', '−']) {
        Some(body) => (body, true),
        None => (body, false),
    };
    let Some((whole, fraction, separator)) = split(body) else { return Datum::NoFigure };
    if whole.len() > LONGEST {
        return Datum::NoFigure;
    }
    let kept: String = fraction.chars().chain("0000".chars()).take(DECIMALS).collect();
    let parsed = whole.parse::<i64>().ok().zip(kept.parse::<i64>().ok());
    let Some((whole_part, decimals)) = parsed else { return Datum::NoFigure };
    let beyond = fraction.get(DECIMALS..).unwrap_or_default();
    let up = i64::from(beyond.bytes().next().is_some_and(|digit| digit >= b'5'));
    let size = whole_part * UNIT + decimals + up;
    Datum::Figure(PublishedFigure {
        value: if negative { -size } else { size },
        is_rounded: beyond.bytes().any(|digit| digit != b'0'),
        is_percent,
        has_comma: separator == Some(','),
        is_doubtful: !is_number
            && separator == Some('.')
            && !body.contains(',')
            && fraction.len() == 3
            && (1..=3).contains(&whole.len())
            && !whole.starts_with('0'),
    })
}

/// The digits before and after the decimal sign, and which sign it is.
fn split(body: &str) -> Option<(String, String, Option<char>)> {
    if !body.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',') {
        return None;
    }
    let (points, commas) = (body.matches('.').count(), body.matches(',').count());
    let decimal = match (points, commas) {
        (0, 0) => None,
        (1, 0) => Some('.'),
        (0, 1) => Some(','),
        (_, 0) | (0, _) => None,
        _ if body.rfind('.') > body.rfind(',') && points == 1 => Some('.'),
        _ if body.rfind(',') > body.rfind('.') && commas == 1 => Some(','),
        _ => return None,
    };
    let (whole, fraction) = match decimal {
        Some(sign) => body.split_once(sign)?,
        None => (body, ""),
    };
    if whole.is_empty() && fraction.is_empty() || decimal.is_some() && fraction.is_empty() {
        return None;
    }
    let mut groups = whole.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let right = rest.iter().all(|group| group.len() == 3);
    if !rest.is_empty() && (!right || !(1..=3).contains(&first.len())) {
        return None;
    }
    let digits = format!("{first}{}", rest.concat());
    let digits = if digits.is_empty() { "0".to_owned() } else { digits };
    Some((digits, fraction.to_owned(), decimal))
}

/// Formats a value in ten-thousandths without the zeros at its end: «45,3», «-1.234,5».
pub fn show(value: i64) -> String {
    show_parts(value, UNIT.unsigned_abs(), DECIMALS)
}

/// Formats a value in hundred-thousandths.
pub fn show_exact(value: i64) -> String {
    show_parts(value, UNIT.unsigned_abs() * 10, DECIMALS + 1)
}

/// Formats a value that counts parts of a unit.
fn show_parts(value: i64, unit: u64, decimals: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let size = value.unsigned_abs();
    let whole = grouped(i64::try_from(size / unit).unwrap_or(i64::MAX));
    let decimals = format!("{:0decimals$}", size % unit);
    match decimals.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        decimals => format!("{sign}{whole},{decimals}"),
    }
}

/// Values that an indicator may have, in ten-thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ValueRange {
    pub least: Option<i64>,
    pub most: Option<i64>,
}

impl ValueRange {
    /// From the framework's words: «0 a 100», «0 a 100 o más», «-1 a 1»; whatever else has no
    /// bounds.
    pub fn of(text: &str) -> Self {
        let Some((least, most)) = text.split_once(" a ") else { return Self::default() };
        let bound = |text: &str| text.trim().parse::<i64>().ok().map(|units| units * UNIT);
        Self { least: bound(least), most: bound(most) }
    }

    pub fn holds(self, value: i64) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<i64> {
        match read(text, false) {
            Datum::Figure(figure) => Some(figure.value),
            Datum::Missing | Datum::NoFigure => None,
        }
    }

    #[test]
    fn figures_are_read_with_comma_and_with_point() {
        for (text, expected) in [
            ("45,3", 453_000),
            ("45.3", 453_000),
            ("1.234,5", 12_345_000),
            ("1,234.5", 12_345_000),
            ("1.234.567", 12_345_670_000),
            ("-12,25", -122_500),
            ("−0,5", -5_000),
            (",5", 5_000),
            ("45 %", 450_000),
            ("0", 0),
            ("45.123456", 451_235),
            ("99.99995", 1_000_000),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        for text in ["cuarenta", "4,5,6.7", "1.23.456", "4,", "4 5", "1e5", "1234567890123,1", "%"]
        {
            assert_eq!(read(text, false), Datum::NoFigure, "{text}");
        }
        for text in [
            "",
            " ",
            "N/A",
            "ND",
            "Sin información",
            "-",
            "N/D",
            "NaN",
            "s.d.",
            "*",
            "No disponible",
        ] {
            assert_eq!(read(text, false), Datum::Missing, "{text}");
        }
    }

    #[test]
    fn a_point_before_three_digits_is_in_doubt_but_in_a_cell_of_numbers() {
        let doubtful = |text: &str, number| match read(text, number) {
            Datum::Figure(figure) => figure.is_doubtful,
            _ => false,
        };
        assert!(doubtful("1.234", false) && !doubtful("1.234", true));
        assert!(!doubtful("0.234", false) && !doubtful("1.2345", false));
        assert!(!doubtful("1.234,5", false));
    }

    #[test]
    fn figures_are_shown_without_zeros_at_their_end() {
        for (value, text) in
            [(453_000, "45,3"), (0, "0"), (-5_000, "-0,5"), (12_345_678, "1.234,5678")]
        {
            assert_eq!(show(value), text);
        }
        assert_eq!(show_exact(-5_030_015), "-50,30015");
    }

    #[test]
    fn ranges_are_those_of_the_frameworks_words() {
        assert!(
            ValueRange::of("0 a 100").holds(UNIT * 100) && !ValueRange::of("0 a 100").holds(-1)
        );
        assert!(ValueRange::of("0 a 100 o más").holds(UNIT * 300));
        assert!(!ValueRange::of("0 a 100 o más").holds(-UNIT));
        assert!(!ValueRange::of("-1 a 1").holds(UNIT * 2));
        assert_eq!(ValueRange::of("sin rango"), ValueRange::default());
        assert_eq!(ValueRange::of("bonificación"), ValueRange::default());
    }
}
