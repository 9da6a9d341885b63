//! Exact decimal numbers, as people in Colombia write them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Digits after the comma that are kept.
const PLACES: u32 = 9;
const UNIT: i128 = 1_000_000_000;
/// Digits before the comma: a budget in pesos has fourteen.
const MOST_WHOLE: usize = 15;

/// A number with up to nine decimals and fifteen digits before them, exact: billionths in an
/// `i128`. Sums and differences of two cannot overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal(i128);

/// Why a text is no number, in words for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotANumber {
    #[error("Falta el número.")]
    Empty,
    #[error("«{0}» no es un número. Escríbalo con cifras, por ejemplo 4,7.")]
    Words(String),
    #[error("«{0}» tiene algo más que el número. Escriba solo el número, sin unidades ni signos.")]
    Unit(String),
    #[error(
        "«{text}» se puede leer de dos maneras. Escriba {whole} si son miles, o {decimal} si son decimales."
    )]
    Ambiguous { text: String, whole: String, decimal: String },
    #[error(
        "«{0}» tiene los separadores de miles o decimales en un lugar que no se entiende. Escríbalo sin separador de miles."
    )]
    Separators(String),
    #[error("El número tiene más de 15 cifras enteras o más de 9 decimales.")]
    TooLong,
}

impl Decimal {
    pub const ZERO: Self = Self(0);

    /// Reads what a person typed: `4,7`, ` 4.7 `, `-3`, `1.234.567,5`, `1 234,5`, `1'234.567`.
    ///
    /// A comma is a decimal comma, as the country writes it; a point is one too, unless what follows
    /// it are exactly three digits: `1.234` is refused with both readings, because to guess would
    /// cost somebody a point. Two kinds of separator, or one repeated, can only be read one way.
    ///
    /// # Errors
    /// A sentence that says what to write instead.
    pub fn read(typed: &str) -> Result<Self, NotANumber> {
        let text = crate::clean::line(typed);
        let told: String = text.chars().take(40).collect();
        let body = text.replace('\u{2212}', "-");
        let (negative, body) = match body.strip_prefix('-') {
            Some(rest) => (true, rest.trim_start().to_owned()),
            None => (false, body.strip_prefix('+').unwrap_or(&body).to_owned()),
        };
        if body.is_empty() {
            return Err(if negative { NotANumber::Words(told) } else { NotANumber::Empty });
        }
        if !body.chars().any(|c| c.is_ascii_digit()) {
            return Err(NotANumber::Words(told));
        }
        let plain = body.replace('\u{2019}', "'");
        if !plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'')) {
            return Err(NotANumber::Unit(told));
        }
        let (whole, decimals) = split(&plain, &told)?;
        Self::from_digits(negative, &whole, &decimals)
    }

    /// Reads what a program wrote: digits, one point (or comma), perhaps an exponent (`1.5e3`).
    /// Decimals beyond the ninth are rounded, half away from zero.
    ///
    /// # Errors
    /// What is no number.
    pub fn from_program(written: &str) -> Result<Self, NotANumber> {
        let text = written.trim();
        let strange = || NotANumber::Words(text.chars().take(40).collect());
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                (mantissa, exponent.parse::<i8>().map_err(|_| strange())?)
            }
            None => (text, 0),
        };
        let negative = mantissa.starts_with('-');
        let digits = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
        let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let only_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        if (whole.is_empty() && decimals.is_empty())
            || !only_digits(whole)
            || !only_digits(decimals)
        {
            return Err(strange());
        }
        if whole.len() + decimals.len() > 60 {
            return Err(NotANumber::TooLong);
        }
        // The point moves through the digits; zeros are put where it leaves them.
        let all: String = format!("{whole}{decimals}");
        let point = i32::try_from(whole.len()).unwrap_or(0) + i32::from(exponent);
        let (whole, decimals): (String, String) = if point <= 0 {
            let zeros = usize::try_from(-point).unwrap_or(0);
            (String::new(), format!("{}{all}", "0".repeat(zeros)))
        } else {
            let point = usize::try_from(point).unwrap_or(0);
            let missing = point.saturating_sub(all.len());
            let padded = format!("{all}{}", "0".repeat(missing));
            (padded.chars().take(point).collect(), padded.chars().skip(point).collect())
        };
        let places = PLACES as usize;
        let up = decimals.chars().nth(places).is_some_and(|digit| digit >= '5');
        let kept: String = decimals.chars().take(places).collect();
        let exact = Self::from_digits(false, whole.trim_start_matches('0'), &kept)?;
        let size = exact.0 + i128::from(up);
        let rounded = Self::from_billionths(size).ok_or(NotANumber::TooLong)?;
        Ok(Self(if negative { -rounded.0 } else { rounded.0 }))
    }

    /// From billionths; `None` beyond the digits that are kept.
    pub fn from_billionths(billionths: i128) -> Option<Self> {
        let most = 10_i128.pow(15) * UNIT;
        (billionths.abs() < most).then_some(Self(billionths))
    }

    pub fn billionths(self) -> i128 {
        self.0
    }

    fn from_digits(negative: bool, whole: &str, decimals: &str) -> Result<Self, NotANumber> {
        let whole = whole.trim_start_matches('0');
        let decimals = decimals.trim_end_matches('0');
        if whole.len() > MOST_WHOLE || decimals.len() > PLACES as usize {
            return Err(NotANumber::TooLong);
        }
        let digits = format!("{whole}{decimals:0<9}");
        let size: i128 = digits.parse().map_err(|_| NotANumber::TooLong)?;
        Ok(Self(if negative { -size } else { size }))
    }

    fn text(self, comma: char) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        let unit = UNIT.unsigned_abs();
        let (whole, rest) = (size / unit, size % unit);
        if rest == 0 {
            return format!("{sign}{whole}");
        }
        let decimals = format!("{rest:09}");
        format!("{sign}{whole}{comma}{}", decimals.trim_end_matches('0'))
    }

    /// `4.7`: for programs. [`fmt::Display`] writes `4,7`: for people.
    pub fn with_point(self) -> String {
        self.text('.')
    }
}

/// Whole digits and decimals of a text of digits and separators.
fn split(plain: &str, told: &str) -> Result<(String, String), NotANumber> {
    let strange = || NotANumber::Separators(told.to_owned());
    let marks: Vec<char> = plain.chars().filter(|c| !c.is_ascii_digit()).collect();
    let last = marks.last().copied();
    let (whole, decimals) = match last {
        None => return Ok((plain.to_owned(), String::new())),
        Some(mark @ (',' | '.')) if marks.iter().filter(|c| **c == mark).count() == 1 => {
            plain.split_once(mark).unwrap_or((plain, ""))
        }
        // Repeated, or a space or an apostrophe: all of them part thousands.
        Some(_) => (plain, ""),
    };
    if last.is_some_and(|mark| matches!(mark, ',' | '.')) && decimals.is_empty() && whole != plain {
        return Err(strange());
    }
    if whole.is_empty() {
        // «,5» is said so.
        return Ok((String::new(), decimals.to_owned()));
    }
    let whole_digits = grouped(whole).ok_or_else(strange)?;
    let guess = marks.len() == 1
        && last == Some('.')
        && decimals.len() == 3
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0');
    if guess {
        return Err(NotANumber::Ambiguous {
            text: told.to_owned(),
            whole: format!("{whole}{decimals}"),
            decimal: format!("{whole},{decimals}"),
        });
    }
    Ok((whole_digits, decimals.to_owned()))
}

/// Digits in groups of three, however they are parted: never by two kinds of decimal mark.
fn grouped(whole: &str) -> Option<String> {
    if whole.contains('.') && whole.contains(',') {
        return None;
    }
    let groups: Vec<&str> = whole.split(['.', ',', ' ', '\'']).collect();
    if let [only] = groups.as_slice() {
        return Some((*only).to_owned());
    }
    let well = groups.iter().enumerate().all(|(place, group)| {
        if place == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 }
    });
    well.then(|| groups.concat())
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(','))
    }
}

impl From<Decimal> for String {
    fn from(number: Decimal) -> Self {
        number.with_point()
    }
}

impl TryFrom<String> for Decimal {
    type Error = NotANumber;

    fn try_from(written: String) -> Result<Self, NotANumber> {
        Self::from_program(&written)
    }
}
