//! The tax number of an entity, pure: nine digits, and a check digit that follows from them (DIAN).

/// Why a text is no NIT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongNit {
    /// It is not nine digits, alone or with the check digit behind them.
    Malformed,
    /// The digits have another check digit.
    CheckDigit { right: u32 },
}

/// The weights of the digits, from the last one.
const WEIGHTS: [u32; 9] = [3, 7, 13, 17, 19, 23, 29, 37, 41];

/// Returns the check digit of nine digits.
fn check_digit(digits: &str) -> u32 {
    let values = digits.chars().rev().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = values.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    match sum % 11 {
        rest @ 0..=1 => rest,
        rest => 11 - rest,
    }
}

/// Returns the NIT as it is kept, ten digits with the check digit: the one that was typed, or the one that
/// follows.
///
/// # Errors
/// What is wrong with the text.
pub fn normal_nit(typed: &str) -> Result<String, WrongNit> {
    let dress = |c: char| matches!(c, '.' | ' ' | '-' | '\u{2010}'..='\u{2015}');
    let digits: String = typed.chars().filter(|c| !dress(*c)).collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(WrongNit::Malformed);
    }
    let (number, said) = match digits.len() {
        9 => (digits.as_str(), None),
        10 => digits.split_at_checked(9).map_or(("", None), |(number, said)| (number, Some(said))),
        _ => return Err(WrongNit::Malformed),
    };
    let right = check_digit(number);
    match said.and_then(|said| said.parse::<u32>().ok()) {
        Some(said) if said != right => Err(WrongNit::CheckDigit { right }),
        _ => Ok(format!("{number}{right}")),
    }
}

/// «899.999.054-7», from how it is kept.
pub fn shown_nit(kept: &str) -> String {
    let parts = (kept.get(..3), kept.get(3..6), kept.get(6..9), kept.get(9..));
    match parts {
        (Some(one), Some(two), Some(three), Some(check)) if check.len() == 1 => {
            format!("{one}.{two}.{three}-{check}")
        }
        _ => kept.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nit_is_nine_digits_and_the_one_that_follows_from_them() {
        for typed in ["899.999.054-7", "8999990547", "899999054", "899 999 054 – 7"] {
            assert_eq!(normal_nit(typed).as_deref(), Ok("8999990547"), "{typed}");
        }
        assert_eq!(normal_nit("899.999.054-1"), Err(WrongNit::CheckDigit { right: 7 }));
        for typed in ["", "12345678", "89999905471", "NIT 899999054", "８９９９９９０５４"]
        {
            assert_eq!(normal_nit(typed), Err(WrongNit::Malformed), "{typed}");
        }
    }

    #[test]
    fn a_nit_is_shown_with_its_points() {
        assert_eq!(shown_nit("8999990547"), "899.999.054-7");
        assert_eq!(shown_nit("123"), "123");
    }
}
