//! The telephone and the mail among what people write around them.

use crate::digits::whole;

/// A telephone as it was found among other words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// Digits, with `+` before when it was written so.
    pub number: String,
    /// Whether it has as many digits as a telephone of the country has: ten, or seven before 2021.
    pub is_usual: bool,
}

impl Phone {
    /// Whether it is a mobile one of the country: ten digits that begin with 3.
    pub fn is_mobile(&self) -> bool {
        let digits = self.number.trim_start_matches('+');
        let own = digits.strip_prefix("57").filter(|rest| rest.len() == 10).unwrap_or(digits);
        own.len() == 10 && own.starts_with('3')
    }
}

/// Finds the telephone of a text: a mobile one before another. Labels, notes and extensions are no part
/// of it. `None` when nothing of it can be one.
pub fn phone(text: &str) -> Option<Phone> {
    let small = text.to_lowercase();
    let end = ["ext", "exten"].iter().filter_map(|word| small.find(word)).min();
    let small = small.get(..end.unwrap_or(small.len())).unwrap_or(&small);
    let spaced = [" o ", " y ", " e ", " - ", " – "]
        .iter()
        .fold(small.to_owned(), |text, word| text.replace(word, ";"));
    let found: Vec<Phone> =
        spaced.split([';', '/', ',', '|', '\n']).filter_map(one_phone).collect();
    let mobile = found.iter().find(|one| one.is_usual && one.is_mobile());
    let usual = found.iter().find(|one| one.is_usual);
    mobile.or(usual).or(found.first()).cloned()
}

fn one_phone(text: &str) -> Option<Phone> {
    let mut depth = 0_u32;
    // «(310) 123 4567» keeps its brackets, «310 123 4567 (casa)» loses its note.
    let mut bare = String::new();
    let mut within = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                if !within.chars().any(char::is_alphabetic) {
                    bare.push_str(&within);
                }
                within.clear();
            }
            c if depth > 0 => within.push(c),
            c => bare.push(c),
        }
    }
    let kept: String = bare
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '+' | '.' | ' ' | '-' | ','))
        .collect();
    let kept = kept.trim().trim_matches('.').trim();
    let plus = if kept.starts_with('+') { "+" } else { "" };
    let digits = match whole(kept.trim_start_matches('+')) {
        Some(whole) => whole.digits,
        // «310.456.7890» is no whole number, and its digits are known all the same.
        None => kept.chars().filter(char::is_ascii_digit).collect(),
    };
    if !(7..=15).contains(&digits.len()) {
        return None;
    }
    let own = digits.strip_prefix("57").filter(|rest| rest.len() == 10).unwrap_or(&digits);
    let is_usual = match (plus, own.len()) {
        (_, 10) => own.starts_with(['3', '6']),
        ("", 7) => true,
        ("+", _) => !digits.starts_with("57"),
        _ => false,
    };
    Some(Phone { number: format!("{plus}{digits}"), is_usual })
}

/// Finds the address of mail in a text: «Ana Ruiz <ana@pueblo.gov.co>», «mailto:…», two in one cell. The
/// text itself when nothing in it looks like one.
pub fn mail(text: &str) -> String {
    let small = text.to_lowercase();
    let pieces = small.split([' ', ';', ',', '/', '<', '>', '(', ')', '[', ']', '"', '\'', '|']);
    let mut found = pieces
        .map(|piece| piece.strip_prefix("mailto:").unwrap_or(piece).trim_matches(['.', ':']))
        .filter(|piece| piece.contains('@'));
    found.next().map_or(small.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_is_found_among_what_is_written_around_it() {
        for (text, number) in [
            ("3104567890.0", "3104567890"),
            ("310 456 78 90", "3104567890"),
            ("310.456.7890", "3104567890"),
            ("Cel: 310-456-7890", "3104567890"),
            ("310 456 7890 (casa)", "3104567890"),
            ("(310) 456-7890", "3104567890"),
            ("+57 310 456 7890", "+573104567890"),
            ("6086543210 ext. 12 / 3104567890", "6086543210"),
            ("6086543210 / 310 456 7890", "3104567890"),
            ("310 456 7890 o 311 222 3344", "3104567890"),
            ("3345678 / 310 456 7890", "3104567890"),
        ] {
            let found = phone(text).unwrap();
            assert_eq!((found.number.as_str(), found.is_usual), (number, true), "{text}");
        }
        assert!(!phone("310456789").unwrap().is_usual);
        assert!(!phone("31045678901").unwrap().is_usual);
        assert_eq!(phone("no sabe"), None);
        let mobile = |text: &str| phone(text).unwrap().is_mobile();
        assert!(mobile("3104567890") && mobile("+57 310 456 7890"));
        assert!(!mobile("6086543210") && !mobile("3345678"));
    }

    #[test]
    fn a_mail_is_found_among_what_is_written_around_it() {
        for text in [
            "Ana <ANA@pueblo.gov.co>",
            "mailto:ana@pueblo.gov.co",
            "ana@pueblo.gov.co.",
            "a; ana@pueblo.gov.co",
        ] {
            assert_eq!(mail(text), "ana@pueblo.gov.co", "{text}");
        }
        assert_eq!(mail("sin arroba"), "sin arroba");
    }
}
