//! Names that look alike, pure: «AIcaldía» with a capital i is read as «Alcaldía», so the two are one.

use platform::search::fold;

/// How a name looks: without accents, capitals or signs, and with letters that are read as one another
/// made one. Numbers stay what they are, so that «Barrio 11» is not «Barrio II».
pub fn look(name: &str) -> String {
    let spaced: String =
        fold(name).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words = spaced.split_whitespace().map(|word| {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return word.to_owned();
        }
        let alike = word.chars().map(|c| match c {
            'i' | '1' | '|' => 'l',
            '0' => 'o',
            other => other,
        });
        alike.collect::<String>().replace("rn", "m").replace("vv", "w")
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a name has only letters that people here write: a letter of another alphabet that looks like
/// one of ours is there to deceive.
pub fn is_latin(name: &str) -> bool {
    let latin = |c: char| c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c);
    name.chars().all(|c| !c.is_alphabetic() || latin(c))
}

#[cfg(test)]
mod tests {
    use super::{is_latin, look};

    #[test]
    fn names_that_are_read_as_one_look_alike() {
        for other in [
            "AIcaldía de Puerto Concordia",
            "ALCALDIA DE PUERTO CONCORDIA",
            "Alcaldía  de Puerto C0ncordia",
            "A1caldia de Puerto Concordia.",
        ] {
            assert_eq!(look(other), look("Alcaldía de Puerto Concordia"), "{other}");
        }
        assert_eq!(look("Gobierno Moderno"), look("GobIemo Modemo"));
        assert_ne!(look("Junta del Barrio 11"), look("Junta del Barrio II"));
        assert_ne!(look("Concejo de Mapiripán"), look("Personería de Mapiripán"));
    }

    #[test]
    fn letters_of_another_alphabet_are_not_ours() {
        assert!(is_latin("Asociación Ñandú, n.º 4 (E.S.E.)"));
        assert!(!is_latin("\u{410}lcald\u{ed}a de Uribe"), "a Cyrillic A");
        assert!(!is_latin("Alcald\u{3af}a"), "a Greek iota");
    }
}
