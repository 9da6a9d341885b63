//! Names, numbers and chances of people who never were: the same for the same number, every time.

use platform::search::fold;

/// Plants and trees: no register of people has them as a rule.
pub const FIRST: [&str; 16] = [
    "Ágata",
    "Bromelia",
    "Cedro",
    "Dalia",
    "Ébano",
    "Fresno",
    "Guadua",
    "Hortensia",
    "Iris",
    "Jazmín",
    "Laurel",
    "Magnolia",
    "Nogal",
    "Orquídea",
    "Peonía",
    "Yarumo",
];

/// Animals.
pub const LAST: [&str; 20] = [
    "Cóndor",
    "Tucán",
    "Ñandú",
    "Colibrí",
    "Jaguar",
    "Delfín",
    "Caimán",
    "Chigüiro",
    "Danta",
    "Guacamaya",
    "Morrocoy",
    "Nutria",
    "Oso",
    "Perezoso",
    "Quetzal",
    "Rana",
    "Tití",
    "Venado",
    "Zorro",
    "Manatí",
];

const SYLLABLES: [&str; 14] =
    ["gua", "ca", "ri", "to", "bo", "che", "ña", "pu", "su", "mo", "ti", "ya", "ne", "fu"];

/// A number that looks like no other, and the same every time.
pub fn mixed(number: usize, salt: u64) -> usize {
    let mut x = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(salt);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    // Forty-eight bits, which every machine's word holds.
    usize::try_from((x ^ (x >> 31)) >> 16).unwrap_or(0)
}

fn one_of<'a>(all: &[&'a str], number: usize) -> &'a str {
    all.get(number % all.len()).copied().unwrap_or_default()
}

/// One surname in three is common; the others are of a dozen or a hundred people.
pub fn surname(seed: usize) -> String {
    if seed.is_multiple_of(3) {
        return one_of(&LAST, seed / 3).to_owned();
    }
    let part = |at: usize| one_of(&SYLLABLES, seed / at);
    let word = format!("{}{}{}", part(1), part(14), part(196));
    let mut letters = word.chars();
    let first: String =
        letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    first + letters.as_str()
}

/// The name of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub first: String,
    pub second: Option<String>,
    pub surname: String,
    pub other_surname: String,
}

impl Name {
    pub fn of(number: usize) -> Self {
        Self {
            first: one_of(&FIRST, mixed(number, 1)).to_owned(),
            second: (!number.is_multiple_of(3))
                .then(|| one_of(&FIRST, mixed(number, 2)).to_owned()),
            surname: surname(mixed(number, 3)),
            other_surname: surname(mixed(number, 4)),
        }
    }

    /// Returns the text by which the person is found.
    pub fn search(&self) -> String {
        let second = self.second.as_deref().unwrap_or_default();
        fold(&format!("{} {second} {} {}", self.first, self.surname, self.other_surname))
    }

    /// Returns the key by which two records may be one person.
    pub fn key(&self) -> String {
        fold(&format!("{} {}", self.first, self.surname))
    }
}

/// A document that nobody has: the register's numbers do not reach it.
pub fn document(number: usize) -> String {
    (5_000_000_000_usize + number).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_is_the_same_person_every_time() {
        assert_eq!(Name::of(41), Name::of(41));
        assert_ne!(Name::of(41), Name::of(42));
        assert_eq!(document(7), "5000000007");
    }

    #[test]
    fn a_third_of_the_surnames_is_common_and_the_others_are_rare() {
        let common =
            (0..3_000).filter(|number| LAST.contains(&Name::of(*number).surname.as_str())).count();
        assert!((800..1_200).contains(&common), "{common}");
    }
}
