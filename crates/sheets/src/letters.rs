//! Letters that came through the wrong encoding, put back.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// Returns the text with every letter that a program wrote as two («Ã©») put back as the one that it was
/// («é»); `None` when there is none.
pub fn repaired(text: &str) -> Option<String> {
    // Such pairs begin with one of these; most texts have none.
    if !text.contains(['Ã', 'Â', 'â']) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut found = false;
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while let Some(c) = letters.get(at) {
        let sequence = (2..=3).rev().find_map(|length| {
            let part = letters.get(at..at + length)?;
            let bytes: Vec<u8> = part.iter().map(|c| byte_of(*c)).collect::<Option<_>>()?;
            let read = std::str::from_utf8(&bytes).ok()?;
            (read.chars().count() == 1).then(|| (read.to_owned(), length))
        });
        match sequence {
            Some((read, length)) => {
                out.push_str(&read);
                at += length;
                found = true;
            }
            None => {
                out.push(*c);
                at += 1;
            }
        }
    }
    found.then_some(out)
}

/// The byte that Windows-1252 writes the letter with, of those that no ASCII text has.
fn byte_of(c: char) -> Option<u8> {
    // Programs that take bytes for letters keep these as they are.
    if ('\u{80}'..='\u{9f}').contains(&c) {
        return u8::try_from(u32::from(c)).ok();
    }
    let mut buffer = [0; 4];
    let (bytes, _, lost): (Cow<'_, [u8]>, _, _) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    match bytes.as_ref() {
        [byte] if !lost && *byte >= 0x80 => Some(*byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::repaired;

    #[test]
    fn letters_that_became_two_are_one_again() {
        for text in ["José Núñez", "MARÍA PEÑA", "Güéjar", "«Ana» – 3°", "à"] {
            let (broken, _) =
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
            assert_eq!(repaired(&broken).as_deref(), Some(text), "{broken}");
        }
    }

    #[test]
    fn letters_taken_for_bytes_are_put_back_too() {
        let broken: String = "JOSÉ PEÑA".bytes().map(char::from).collect();
        assert_eq!(repaired(&broken).as_deref(), Some("JOSÉ PEÑA"));
    }

    #[test]
    fn letters_of_other_languages_stay() {
        for text in ["JOÃO", "Ângela", "José", "château"] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}
