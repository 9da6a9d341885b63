//! Numbers as Colombia writes them: «1.234,5», «33 %», «4,2».

pub use pictures::{nearest_percent, rounded};

/// How many there are, of any type that counts: «12.345».
pub fn counted(count: impl TryInto<i64>) -> String {
    grouped(count.try_into().unwrap_or(i64::MAX))
}

/// «12.345».
pub fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// «1 persona», «1.200 personas».
pub fn people(count: impl TryInto<i64>) -> String {
    some(count, "persona", "personas")
}

/// A number with its noun, singular or plural.
pub fn some(count: impl TryInto<i64>, one: &str, many: &str) -> String {
    match count.try_into().unwrap_or(i64::MAX) {
        1 => format!("1 {one}"),
        count => format!("{} {many}", grouped(count)),
    }
}

/// Tenths as «4,2».
pub fn tenths(value: i32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let value = value.unsigned_abs();
    format!("{sign}{},{}", value / 10, value % 10)
}

/// Reads «1000» or «1.000»; points stand between groups of three digits and nowhere else.
pub fn parse_whole(text: &str) -> Option<i32> {
    let Some((first, rest)) = text.split_once('.') else {
        return text.parse().ok();
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let grouped = (1..=3).contains(&first.len())
        && digits(first)
        && rest.split('.').all(|group| group.len() == 3 && digits(group));
    if grouped { text.replace('.', "").parse().ok() } else { None }
}

/// Reads «4,2», «4.2», «4» into tenths; more than one decimal or anything else is `None`,
/// because rounding a grade silently would change what the facilitator wrote.
pub fn parse_tenths(text: &str) -> Option<i32> {
    let text = text.trim();
    let (whole, decimal) = match text.split_once([',', '.']) {
        Some((whole, decimal)) => (whole, decimal),
        None => (text, "0"),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(decimal) || whole.len() > 6 {
        return None;
    }
    let decimal = decimal.trim_end_matches('0');
    let tenth = match decimal.len() {
        0 => 0,
        1 => decimal.parse::<i32>().ok()?,
        _ => return None,
    };
    Some(whole.parse::<i32>().ok()? * 10 + tenth)
}

/// `part` of `whole`, rounded by [`nearest_percent`]. `None` means that there is no whole, or a number
/// that counts nothing.
pub fn whole_percent(part: impl TryInto<u64>, whole: impl TryInto<u64>) -> Option<u32> {
    let (part, whole) = (part.try_into().ok()?, whole.try_into().ok()?);
    (whole > 0).then(|| nearest_percent(part as f64 / whole as f64) as u32)
}

/// A ratio as «33 %», rounded by [`nearest_percent`]; `None` (nothing to divide) is «—».
pub fn percent(ratio: Option<f64>) -> String {
    match ratio {
        Some(ratio) => format!("{} %", nearest_percent(ratio)),
        None => "—".to_owned(),
    }
}

/// `part / whole`, or `None` when there is no whole: missing is not zero.
pub fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The hundredths of a value, rounded by [`rounded`].
pub fn hundredths(value: f64) -> i64 {
    (rounded(value, 2) * 100.0).round() as i64
}

/// «1.234,5» with the given decimals, rounded by [`rounded`].
pub fn decimal(value: f64, places: usize) -> String {
    let text = format!("{:.places$}", rounded(value, places));
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    // Rounding may leave nothing of a small loss: zero has no sign.
    let negative = whole.starts_with('-') && text.contains(|c: char| ('1'..='9').contains(&c));
    let grouped = grouped(whole.trim_start_matches('-').parse().unwrap_or(0));
    let sign = if negative { "-" } else { "" };
    if fraction.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped},{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_with_points() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(1_122), "1.122");
        assert_eq!(grouped(-1_234_567), "-1.234.567");
        assert_eq!(decimal(1234.56, 1), "1.234,6");
        assert_eq!(decimal(-0.25, 2), "-0,25");
    }

    #[test]
    fn a_half_of_the_last_decimal_goes_away_from_zero() {
        for (value, expected) in
            [(0.125, "0,13"), (-0.125, "-0,13"), (2.675, "2,68"), (0.124, "0,12")]
        {
            assert_eq!(decimal(value, 2), expected, "{value}");
        }
        assert_eq!((decimal(-0.004, 2).as_str(), decimal(2.5, 0).as_str()), ("0,00", "3"));
    }

    #[test]
    fn a_whole_number_is_read_with_and_without_its_points() {
        for (text, expected) in
            [("1000", Some(1000)), ("1.000", Some(1000)), ("12.345.678", Some(12_345_678))]
        {
            assert_eq!(parse_whole(text), expected, "{text}");
        }
        for text in [
            "",
            ".",
            "1.5",
            "1.00",
            "1.0000",
            "1000.000",
            ".000",
            "1..000",
            "9.999.999.999",
            "1,000",
        ] {
            assert_eq!(parse_whole(text), None, "{text}");
        }
    }

    #[test]
    fn a_grade_is_read_with_comma_or_point_and_one_decimal() {
        for (text, expected) in [
            ("4,7", Some(47)),
            ("4.7", Some(47)),
            ("4", Some(40)),
            ("4,70", Some(47)),
            (" 5,0 ", Some(50)),
        ] {
            assert_eq!(parse_tenths(text), expected, "{text}");
        }
        for text in ["cuatro", "4,75", "-1", "", ",", "4,", ",5", "99999999", "4,7,0", "１"] {
            assert_eq!(parse_tenths(text), None, "{text}");
        }
    }

    #[test]
    fn a_percentage_of_nothing_is_a_dash() {
        assert_eq!(percent(ratio(1, 3)), "33 %");
        assert_eq!(percent(ratio(199, 200)), "99 %", "not all is not 100 %");
        assert_eq!(percent(ratio(-1, 2)), "-50 %", "a loss stays one");
        let of = |part, whole| whole_percent(part, whole);
        assert_eq!([of(1, 3), of(2, 3), of(1, 8)], [Some(33), Some(67), Some(13)]);
        assert_eq!([of(999, 1_000), of(1, 1_000)], [Some(99), Some(1)]);
        assert_eq!([of(0, 3), of(3, 3), of(0, 0)], [Some(0), Some(100), None]);
        assert_eq!(percent(ratio(0, 0)), "—");
    }
}
