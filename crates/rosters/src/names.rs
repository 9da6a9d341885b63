//! Whole names taken apart.
//!
//! The rule, which the page tells: particles stay with the word that follows («de la Hoz» is one
//! surname). Two words are name and surname; four are two names and two surnames; of five or more,
//! the last two are the surnames. Of three, the second is a name when it is a usual one («Ana
//! María Ruiz»), otherwise a surname («Ana Ruiz Mora»). A comma says it all: «Ruiz Mora, Ana».
//! What was not certain is shown to be checked. Names all in capitals, or all in small letters, are
//! written as names are.

use crate::plain;
use crate::usual::is_usual;

/// The parts of a name, and whether a person should check them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    pub first_name: String,
    pub second_name: Option<String>,
    pub first_surname: String,
    pub second_surname: Option<String>,
    pub certain: bool,
}

/// The order of names and surnames in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    NamesFirst,
    SurnamesFirst,
}

const PARTICLES: [&str; 14] =
    ["de", "del", "la", "las", "los", "el", "san", "santa", "y", "da", "do", "von", "van", "di"];

/// Titles that people write before a name and that are no part of it.
const TITLES: [&str; 17] = [
    "dr", "dra", "doctor", "doctora", "ing", "lic", "licda", "sr", "sra", "srta", "abg", "abog",
    "arq", "prof", "psic", "mg", "esp",
];

/// The words of a name, particles joined to what follows them.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut waiting: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        waiting.push(word);
        if !PARTICLES.contains(&plain(word).as_str()) {
            units.push(waiting.join(" "));
            waiting.clear();
        }
    }
    // A name that ends in a particle: it stays with what came before.
    if !waiting.is_empty() {
        let rest = waiting.join(" ");
        match units.last_mut() {
            Some(last) => {
                last.push(' ');
                last.push_str(&rest);
            }
            None => units.push(rest),
        }
    }
    units
}

/// Returns the text without titles («Dra. Ana Ruiz»), and whether there was one.
pub fn without_titles(text: &str) -> (String, bool) {
    let is_title = |word: &&str| TITLES.contains(&plain(word).trim_end_matches('.'));
    let kept: Vec<&str> = text.split_whitespace().filter(|word| !is_title(word)).collect();
    let had = kept.len() < text.split_whitespace().count();
    if kept.is_empty() { (text.to_owned(), false) } else { (kept.join(" "), had) }
}

/// «María del Pilar»: the first word, and the rest if there is any.
pub fn first_and_rest(text: &str) -> (String, Option<String>) {
    parted(&cased(text))
}

/// The same for surnames, which come after a name: «de la Hoz», «Ruiz».
pub fn surnames(text: &str) -> (String, Option<String>) {
    parted(&cased_after(text))
}

fn parted(text: &str) -> (String, Option<String>) {
    let all = units(text);
    let mut words = all.into_iter();
    let first = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    (first, (!rest.is_empty()).then(|| rest.join(" ")))
}

/// The order in which one whole name reads better, by the given names in it; `None` when they do not say.
pub fn reads_as(text: &str) -> Option<Order> {
    if text.contains(',') {
        return None;
    }
    let usual: Vec<bool> = units(text).iter().map(|unit| is_usual(&plain(unit))).collect();
    let half = if usual.len() >= 4 { 2 } else { 1 };
    if usual.len() < 2 {
        return None;
    }
    let count = |part: &[bool]| part.iter().filter(|usual| **usual).count();
    let first = count(usual.get(..half)?);
    let last = count(usual.get(usual.len() - half..)?);
    match first.cmp(&last) {
        std::cmp::Ordering::Greater => Some(Order::NamesFirst),
        std::cmp::Ordering::Less => Some(Order::SurnamesFirst),
        std::cmp::Ordering::Equal => None,
    }
}

/// The order that most names of a column read better in; `None` when they do not say.
pub fn order_of<'a>(names: impl Iterator<Item = &'a str>) -> Option<Order> {
    let (mut first, mut last) = (0_usize, 0_usize);
    for name in names {
        match reads_as(name) {
            Some(Order::NamesFirst) => first += 1,
            Some(Order::SurnamesFirst) => last += 1,
            None => {}
        }
    }
    if last > first * 2 {
        Some(Order::SurnamesFirst)
    } else if first > last * 2 {
        Some(Order::NamesFirst)
    } else {
        None
    }
}

/// Takes a whole name apart; nothing when it has no surname.
pub fn split(text: &str, order: Order) -> Option<Parts> {
    if let Some((family, given)) = text.split_once(',')
        && !given.trim().is_empty()
        && !family.trim().is_empty()
    {
        let (first_name, second_name) = first_and_rest(given);
        let (first_surname, second_surname) = surnames(family);
        let parts = Parts { first_name, second_name, first_surname, second_surname, certain: true };
        return Some(parts);
    }
    let text = match order {
        Order::NamesFirst => cased(text),
        Order::SurnamesFirst => cased_after(text),
    };
    let all = units(&text);
    let count = all.len();
    let usual = |unit: &String| is_usual(&plain(unit));
    // How many of the units are names.
    let names = match (count, order) {
        (0 | 1, _) => return None,
        (2, _) => 1,
        (3, _) => 1 + usize::from(all.get(1).is_some_and(usual)),
        (_, _) => count - 2,
    };
    let (given, family) = match order {
        Order::NamesFirst => all.split_at(names),
        Order::SurnamesFirst => {
            let (family, given) = all.split_at(count - names);
            (given, family)
        }
    };
    let joined = |units: &[String]| (!units.is_empty()).then(|| units.join(" "));
    Some(Parts {
        first_name: given.first()?.clone(),
        second_name: joined(given.get(1..)?),
        first_surname: family.first()?.clone(),
        second_surname: joined(family.get(1..)?),
        certain: (count == 2 || count == 4) && reads_as(&text).is_none_or(|read| read == order),
    })
}

/// Words all in capitals or all in small letters become names: «MARÍA DEL PILAR» and «maría del pilar» are
/// «María del Pilar». Other words stay as they were written.
pub fn cased(text: &str) -> String {
    as_names(text, true)
}

/// The same for what comes after a first name: «DE LA HOZ» is «de la Hoz».
pub fn cased_after(text: &str) -> String {
    as_names(text, false)
}

/// Whether a part of a name is not written as names are: all in capitals, or without any.
pub fn looks_unkempt(text: &str) -> bool {
    cased_after(text) != text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn as_names(text: &str, begins: bool) -> String {
    let mut words = Vec::new();
    for (index, word) in text.split_whitespace().enumerate() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let has_small = word.chars().any(char::is_lowercase);
        let has_capital = word.chars().any(char::is_uppercase);
        // «McAllister» is as its owner writes it, and «R» is an initial.
        if has_small == has_capital || (letters < 2 && has_capital) {
            words.push(word.to_owned());
            continue;
        }
        if (index > 0 || !begins) && PARTICLES.contains(&plain(word).as_str()) && !is_saint(word) {
            words.push(word.to_lowercase());
            continue;
        }
        let mut out = String::with_capacity(word.len());
        let mut starts = true;
        for c in word.chars() {
            if starts {
                out.extend(c.to_uppercase());
            } else {
                out.extend(c.to_lowercase());
            }
            // «Jean-Paul», «D'Angelo».
            starts = !c.is_alphabetic();
        }
        words.push(out);
    }
    words.join(" ")
}

fn is_saint(word: &str) -> bool {
    matches!(plain(word).as_str(), "san" | "santa")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(text: &str, order: Order) -> (String, String, String, String, bool) {
        let parts = split(text, order).unwrap();
        (
            parts.first_name,
            parts.second_name.unwrap_or_default(),
            parts.first_surname,
            parts.second_surname.unwrap_or_default(),
            parts.certain,
        )
    }

    #[test]
    fn whole_names_are_taken_apart_by_the_rule_that_the_page_tells() {
        use Order::{NamesFirst as Names, SurnamesFirst as Surnames};
        for (text, order, (a, b, c, d, certain)) in [
            ("Ana Ruiz", Names, ("Ana", "", "Ruiz", "", true)),
            ("ANA MARIA RUIZ", Names, ("Ana", "Maria", "Ruiz", "", false)),
            ("Ana Ruiz Mora", Names, ("Ana", "", "Ruiz", "Mora", false)),
            ("luz marcela guayacán ñandú", Names, ("Luz", "Marcela", "Guayacán", "Ñandú", true)),
            (
                "MARÍA DEL PILAR DE LA HOZ RUIZ",
                Names,
                ("María", "del Pilar", "de la Hoz", "Ruiz", true),
            ),
            ("José Luis Alberto Ruiz Mora", Names, ("José", "Luis Alberto", "Ruiz", "Mora", false)),
            ("RUIZ MORA ANA MARÍA", Surnames, ("Ana", "María", "Ruiz", "Mora", true)),
            ("RUIZ MORA ANA MARÍA", Names, ("Ruiz", "Mora", "Ana", "María", false)),
            ("Ruiz Mora, Ana María", Names, ("Ana", "María", "Ruiz", "Mora", true)),
            ("Ruiz Ana", Surnames, ("Ana", "", "Ruiz", "", true)),
        ] {
            let expected = (a.into(), b.into(), c.into(), d.into(), certain);
            assert_eq!(apart(text, order), expected, "{text}");
        }
        assert_eq!(split("Ana", Order::NamesFirst), None);
        assert_eq!(split("", Order::NamesFirst), None);
    }

    #[test]
    fn a_column_shows_its_order_by_the_names_in_it() {
        let surnames = ["RUIZ MORA ANA MARIA", "CEDRO IRACA JOSE", "Balso Drago Luz Marina"];
        assert_eq!(order_of(surnames.into_iter()), Some(Order::SurnamesFirst));
        let names = ["Ana Ruiz", "José Luis Cedro", "Arrayán Arrayán"];
        assert_eq!(order_of(names.into_iter()), Some(Order::NamesFirst));
        assert_eq!(order_of(["Arrayán Balso"].into_iter()), None);
    }

    #[test]
    fn titles_are_no_names() {
        assert_eq!(without_titles("Dra. Ana Ruiz"), ("Ana Ruiz".to_owned(), true));
        assert_eq!(without_titles("Ana Ruiz"), ("Ana Ruiz".to_owned(), false));
        assert_eq!(without_titles("Ing."), ("Ing.".to_owned(), false));
    }

    #[test]
    fn capitals_and_small_letters_become_a_name_and_other_writing_stays() {
        assert_eq!(cased("  JEAN-PAUL   D'ANGELO DE LA HOZ"), "Jean-Paul D'Angelo de la Hoz");
        assert_eq!(cased("LUZ SANTA CRUZ"), "Luz Santa Cruz");
        assert_eq!(cased("ana de la hoz"), "Ana de la Hoz");
        assert_eq!(cased("Ana RUIZ"), "Ana Ruiz");
        assert_eq!(cased("McAllister"), "McAllister");
        assert_eq!(first_and_rest("MARÍA DEL PILAR"), ("María".into(), Some("del Pilar".into())));
        assert!(looks_unkempt("RUIZ") && looks_unkempt("ruiz") && !looks_unkempt("de la Hoz"));
        assert!(!looks_unkempt("Ruiz") && !looks_unkempt("McAllister"));
    }
}
