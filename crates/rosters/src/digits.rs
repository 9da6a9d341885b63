//! Whole numbers as people and programs write them.

/// The digits of a whole number, and what had to be decided to read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    pub digits: String,
    pub dress: Dress,
}

/// How the number was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dress {
    /// Digits, perhaps in groups of three.
    Usual,
    /// With decimals that a program added: «51873204.0», «52.310.447,00».
    Decimals,
    /// In groups of three by commas, as programs in English write them.
    Commas,
}

/// Marks of millions, as people write them: «1'234.567».
const QUOTES: [char; 5] = ['\'', '’', '‘', '´', '`'];

/// What may stand between the digits of a number without saying anything.
fn is_filler(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '·' | '\u{2010}'..='\u{2015}')
}

/// Reads a whole number. `None` when something else stands in it, or when its dots and commas make no
/// groups of three: then nobody knows which digits belong to it.
pub fn whole(text: &str) -> Option<Whole> {
    let bare: String = text.chars().filter(|c| !is_filler(*c)).collect();
    let bare = bare.trim_matches(QUOTES).trim_end_matches(['.', ',']);
    let is_number =
        bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',') || QUOTES.contains(&c));
    if !is_number || !bare.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (head, dress) = match bare.rfind(['.', ',']) {
        Some(at) => {
            let (head, tail) = bare.split_at(at);
            let tail = tail.get(1..).unwrap_or_default();
            match tail.len() {
                1 | 2 if tail.bytes().all(|b| b == b'0') => (head, Dress::Decimals),
                1 | 2 => return None,
                _ => (bare, Dress::Usual),
            }
        }
        None => (bare, Dress::Usual),
    };
    let groups: Vec<&str> = head.split(|c| matches!(c, '.' | ',') || QUOTES.contains(&c)).collect();
    let (first, rest) = groups.split_first()?;
    let grouped = !head.contains(['.', ','])
        || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    // Points and commas in one number mean different things.
    if !grouped || (head.contains('.') && head.contains(',')) {
        return None;
    }
    let dress = match dress {
        Dress::Usual if head.contains(',') => Dress::Commas,
        dress => dress,
    };
    Some(Whole { digits: groups.concat(), dress })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_that_a_program_added_are_no_digits() {
        for (text, digits) in [
            ("51873204.0", "51873204"),
            ("51873204,0", "51873204"),
            ("52.310.447,00", "52310447"),
            ("52'310.447,00", "52310447"),
            ("3104567890.00", "3104567890"),
            ("5615.0", "5615"),
        ] {
            let read = whole(text).unwrap();
            assert_eq!((read.digits.as_str(), read.dress), (digits, Dress::Decimals), "{text}");
        }
    }

    #[test]
    fn groups_of_three_are_one_number_in_every_dress() {
        for text in [
            "1.234.567",
            "1 234 567",
            "1'234.567",
            "1´234.567",
            "1´234´567",
            "'1234567",
            "1-234-567",
            "1234567.",
        ] {
            let read = whole(text).unwrap();
            assert_eq!((read.digits.as_str(), read.dress), ("1234567", Dress::Usual), "{text}");
        }
        assert_eq!(whole("1,234,567").unwrap().dress, Dress::Commas);
    }

    #[test]
    fn what_makes_no_groups_is_nobodys_guess() {
        for text in [
            "51873,204",
            "1234.567",
            "1'23.456",
            "51.873.2",
            "12.34",
            "1.234,567",
            "1,5",
            "12A4",
            "",
            ".5",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
