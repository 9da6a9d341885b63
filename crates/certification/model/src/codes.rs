//! Codes that strangers type: how they are written on paper and read back.

/// Letters and digits of a code, 130 bits (`platform::secrets::public_code`).
pub const LENGTH: usize = 26;

/// The longest text worth reading: a code with a separator after every character.
const LONGEST_TYPED: usize = 80;

/// Each «1» may stand for two letters; beyond this many the text is no code anybody copied.
const MOST_ONES: usize = 5;

/// Returns the code in groups of four letters: «7F3K-92QD-…».
pub fn display(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// Whether a typed text is the number that is printed on a certificate («2026-000002», «N.º HUI-2026-000002»),
/// which people take for its code.
pub fn is_number(typed: &str) -> bool {
    let bare = typed.trim().trim_start_matches("N.º").trim_start();
    let parts: Vec<&str> = bare.split(['-', '‐', '–', ' ']).collect();
    let (unit, year, sequence) = match parts.as_slice() {
        [year, sequence] => ("", *year, *sequence),
        [unit, year, sequence] => (*unit, *year, *sequence),
        _ => return false,
    };
    let digits = |text: &str, most: std::ops::RangeInclusive<usize>| {
        most.contains(&text.len()) && text.bytes().all(|letter| letter.is_ascii_digit())
    };
    unit.len() <= 6
        && unit.bytes().all(|letter| letter.is_ascii_alphabetic())
        && digits(year, 4..=4)
        && digits(sequence, 1..=7)
}

/// What of a typed text may be a code: the last part of an address, as a QR holds it, whatever its server;
/// otherwise all of it. Nobody goes to the address.
pub fn of_address(typed: &str) -> &str {
    let path = typed.split(['?', '#']).next().unwrap_or(typed).trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

/// The codes that a typed text can mean: spaces, dashes, dots and case make no difference, and
/// the digits that codes do not have are taken for the letters they resemble (0 is O, 8 is B,
/// 1 is I or L). `None` when no code looks like it.
pub fn candidates(typed: &str) -> Option<Vec<String>> {
    if typed.len() > LONGEST_TYPED * 4 || typed.chars().count() > LONGEST_TYPED {
        return None;
    }
    let mut codes = vec![String::with_capacity(LENGTH)];
    let mut ones = 0;
    for letter in typed.chars() {
        if letter.is_whitespace() || "-‐‑‒–—−._·".contains(letter) {
            continue;
        }
        let meant: &[char] = match letter.to_ascii_uppercase() {
            '0' => &['O'],
            '8' => &['B'],
            '1' => {
                ones += 1;
                &['I', 'L']
            }
            upper if upper.is_ascii_uppercase() || ('2'..='7').contains(&upper) => &[upper],
            _ => return None,
        };
        if ones > MOST_ONES {
            return None;
        }
        codes = codes
            .iter()
            .flat_map(|code| meant.iter().map(move |letter| format!("{code}{letter}")))
            .collect();
    }
    codes.iter().all(|code| code.len() == LENGTH).then_some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "7F3K52QDMAPIRIPANLOBO234XY";

    #[test]
    fn what_is_printed_is_read_back() {
        assert_eq!(display(CODE), "7F3K-52QD-MAPI-RIPA-NLOB-O234-XY");
        assert_eq!(candidates(&display(CODE)), Some(vec![CODE.to_owned()]));
    }

    #[test]
    fn spaces_case_dashes_and_lookalikes_make_no_difference() {
        for typed in [
            "7f3k 52qd mapi ripa nlob o234 xy",
            " 7F3K–52QD—MAPI.RIPA_NLOB-O234-XY ",
            "7F3K52QDMAPIRIPANL0B0234XY",
            "7F3K52QDMAPIRIPANLO8O234XY",
            "7F3K52QDMAP1R1PAN1OBO234XY",
        ] {
            let found = candidates(typed).unwrap_or_default();
            assert!(found.contains(&CODE.to_owned()), "{typed}");
            assert!(found.len() <= 32);
        }
    }

    #[test]
    fn the_last_part_of_an_address_is_its_code_whatever_the_server() {
        let shown = display(CODE);
        for typed in [
            format!("https://formacion.example/verificar/{CODE}"),
            format!("formacion.example/verificar/{shown}/"),
            format!("HTTP://OTRO.EXAMPLE:8000/a/b/{CODE}?de=correo#pie"),
            shown,
        ] {
            assert_eq!(candidates(of_address(&typed)), Some(vec![CODE.to_owned()]), "{typed}");
        }
        for typed in ["", "/", "https://", "https://formacion.example/verificar/", "?#/"] {
            assert_eq!(candidates(of_address(typed)), None, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_not_looked_up() {
        let long = "A".repeat(10_000);
        let ones = "1".repeat(LENGTH);
        for typed in [
            "",
            "7F3K",
            "'; DROP TABLE certificate; --",
            "ñandú",
            "９F3K52QDMAPIRIPANLOBO234XY",
            &long,
            &ones,
        ] {
            assert_eq!(candidates(typed), None, "{}", &typed[..typed.len().min(40)]);
        }
    }
}
