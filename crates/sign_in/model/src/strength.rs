//! How hard a password is to guess for somebody who knows whose it is.

use platform::search::fold;
use zxcvbn::zxcvbn;

/// What every password here could be made of: the product's words and Colombia's.
const COMMON: &str = include_str!("common_words.txt");
/// A shorter word, such as «de», says nothing about a password.
const SHORTEST_WORD: usize = 3;
/// Letters that a password has beside words that somebody who guesses knows, years and digits.
const LETTERS_OF_ITS_OWN: usize = 6;
/// Guesses that a password withstands, as a power of ten. At the door thirty are made within a quarter
/// of an hour; whoever stole the database makes some ten thousand in a second, and needs a day.
const GUESSES: f64 = 9.0;
/// Weighing costs more than proportionally to the length, a half second for 100 well chosen characters
/// and a twentieth for so many. What follows them makes no password easier to guess.
const WEIGHED: usize = 32;
/// Words of an account that are looked for.
const MOST_WORDS: usize = 24;

/// The words that somebody who guesses knows of an account, folded.
#[derive(Clone, Debug, Default)]
pub struct KnownWords(Vec<String>);

impl KnownWords {
    /// What name, mail and document number are made of.
    pub fn of(name: &str, mail: &str, document: Option<&str>) -> Self {
        let mail = fold(mail);
        let before = mail.split('@').next().unwrap_or_default();
        let mut words = parts(&fold(name));
        words.push(before.to_owned());
        words.extend(parts(&mail));
        words.extend(document.map(|number| fold(number).replace(['.', ' ', '-'], "")));
        words.retain(|word| word.chars().count() >= SHORTEST_WORD);
        words.truncate(MOST_WORDS);
        Self(words)
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str).chain(COMMON.split_whitespace())
    }
}

fn parts(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect()
}

/// Whether a password is among those that are tried first. It takes up to some hundredths of a second.
pub fn is_guessable(password: &str, known: &KnownWords) -> bool {
    let folded = fold(password);
    if letters_of_its_own(&folded, known) < LETTERS_OF_ITS_OWN && is_made_of_words(&folded, known) {
        return true;
    }
    let weighed: String = folded.chars().take(WEIGHED).collect();
    let words: Vec<&str> = known.all().collect();
    zxcvbn(&weighed, &words).guesses_log10() < GUESSES
}

/// Whether one of the known words stands in the password.
fn is_made_of_words(folded: &str, known: &KnownWords) -> bool {
    known.all().any(|word| folded.contains(word))
}

/// Letters that remain without the known words, the longest taken out first.
fn letters_of_its_own(folded: &str, known: &KnownWords) -> usize {
    let mut words: Vec<&str> = known.all().collect();
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = words.into_iter().fold(folded.to_owned(), |rest, word| rest.replace(word, " "));
    rest.chars().filter(|letter| letter.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> KnownWords {
        KnownWords::of(
            "Rosa Elvira Yopo Guayacán",
            "rosa.yopo@alcaldia.example",
            Some("1.117.500.123"),
        )
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for password in [
            "1234567890",
            "aaaaaaaaaa",
            "qwertyuiop",
            "Colombia2026",
            "C0lombia2026!",
            "Contraseña123",
            "Diciembre2026",
            "Bogotá2026!!",
            "tequieromucho",
        ] {
            assert!(is_guessable(password, &known()), "{password}");
        }
    }

    #[test]
    fn the_words_of_the_account_and_of_the_product_make_no_password() {
        for password in [
            "Rosa.Yopo.2026",
            "ROSAYOPO1990",
            "rosa1117500123",
            "1117500123",
            "guayacan-yopo-2026",
            "ESAP formación 2026",
            "Formacion2026*",
            "alcaldia.rosa.1",
        ] {
            assert!(is_guessable(password, &known()), "{password}");
        }
    }

    #[test]
    fn a_phrase_is_a_good_password_also_with_one_of_those_words() {
        for password in [
            "perro gato luna sol",
            "una frase larga de prueba",
            "Mi vecina Rosa vende arepas",
            "curso el río los lunes temprano",
            "kf83mzq0pa",
        ] {
            assert!(!is_guessable(password, &known()), "{password}");
        }
    }
}
