//! The letters of a text: accents in pieces become one letter, and letters of another alphabet that look
//! like ours become ours and are told.

use unicode_normalization::UnicodeNormalization;

/// What was strange about the letters of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strangeness {
    /// A letter of another alphabet was read as the one of ours that it looks like.
    LookAlike,
    /// An accent that stood alone was put on its letter.
    LooseAccent,
    /// Something cannot be read: a letter that was lost, or one of another alphabet.
    Unreadable,
}

/// Returns the text with our letters, and the first strange thing about it.
pub fn ours(text: &str) -> (String, Option<Strangeness>) {
    let composed: String = text.nfc().collect();
    if composed.is_ascii() {
        return (composed, None);
    }
    let (composed, loose) = with_accents(&composed);
    let mut strange = loose.then_some(Strangeness::LooseAccent);
    let mut out = String::with_capacity(composed.len());
    for c in composed.chars() {
        if c == '\u{fffd}' {
            strange = Some(Strangeness::Unreadable);
            out.push(c);
        } else if !c.is_alphabetic() || is_latin(c) {
            out.push(c);
        } else if let Some(own) = look_alike(c) {
            strange = strange.or(Some(Strangeness::LookAlike));
            out.push(own);
        } else {
            strange = Some(Strangeness::Unreadable);
            out.push(c);
        }
    }
    (out.nfc().collect(), strange)
}

fn is_latin(c: char) -> bool {
    c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

/// The letter of ours that a Cyrillic or Greek one looks like.
fn look_alike(c: char) -> Option<char> {
    const ALIKE: [(&str, &str); 2] = [
        ("АВЕЗКМНОРСТУХІЈЅЁЇаеосрухіјѕёї", "ABE3KMHOPCTYXIJSËÏaeocpyxijsëï"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχΆΈΉΊΌάίό", "ABEZHIKMNOPTYXaiкvopuxÁÉHÍÓáíó"),
    ];
    ALIKE.iter().find_map(|(theirs, own)| {
        let at = theirs.chars().position(|one| one == c)?;
        own.chars().nth(at).filter(|own| is_latin(*own) && own.is_alphabetic())
    })
}

/// Puts an accent that stands alone on the vowel before it, or else on the one after it: «Jose´» and
/// «Jos´e» are «José». An apostrophe between numbers is none.
fn with_accents(text: &str) -> (String, bool) {
    let letters: Vec<char> = text.chars().collect();
    let mut out: Vec<char> = Vec::with_capacity(letters.len());
    let mut loose = false;
    let mut skip = false;
    for (at, c) in letters.iter().copied().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let mark = match c {
            '\u{b4}' => '\u{301}',
            '\u{2dc}' => '\u{303}',
            '\u{a8}' => '\u{308}',
            _ => {
                out.push(c);
                continue;
            }
        };
        let takes = |c: char| match mark {
            '\u{303}' => matches!(c, 'n' | 'N'),
            '\u{308}' => matches!(c, 'u' | 'U'),
            _ => matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'A' | 'E' | 'I' | 'O' | 'U' | 'ı'),
        };
        let next = letters.get(at + 1).copied().filter(|next| takes(*next));
        match (out.last().copied().filter(|last| takes(*last)), next) {
            (Some(last), _) => {
                out.pop();
                out.extend(joined(last, mark));
                loose = true;
            }
            (None, Some(next)) => {
                out.extend(joined(next, mark));
                loose = true;
                skip = true;
            }
            (None, None) => out.push(c),
        }
    }
    (out.into_iter().collect(), loose)
}

fn joined(letter: char, mark: char) -> Vec<char> {
    let letter = if letter == 'ı' { 'i' } else { letter };
    [letter, mark].into_iter().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_in_pieces_are_one_letter() {
        assert_eq!(ours("Jose\u{301} Nu\u{301}n\u{303}ez"), ("José Núñez".to_owned(), None));
        for text in ["Jos\u{b4}e", "Jose\u{b4}"] {
            assert_eq!(ours(text), ("José".to_owned(), Some(Strangeness::LooseAccent)));
        }
        assert_eq!(ours("Mar\u{b4}ıa Mu˜noz").0, "María Muñoz");
        assert_eq!(ours("51\u{b4}873.204"), ("51\u{b4}873.204".to_owned(), None));
    }

    #[test]
    fn letters_that_look_like_ours_become_ours_and_others_are_told() {
        assert_eq!(ours("\u{410}n\u{430}"), ("Ana".to_owned(), Some(Strangeness::LookAlike)));
        assert_eq!(ours("Ru\u{fffd}z").1, Some(Strangeness::Unreadable));
        assert_eq!(ours("Жанна").1, Some(Strangeness::Unreadable));
        assert_eq!(ours("Ñañez, n.º 4").1, None);
    }
}
