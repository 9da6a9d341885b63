//! Whole names taken apart, pure.
//!
//! The rule, which the page tells: particles stay with the word that follows («de la Hoz» is one
//! surname). Two words are name and surname; four are two names and two surnames; of five or more,
//! the last two are the surnames. Of three, the second is a name when it is a usual one («Ana
//! María Ruiz»), otherwise a surname («Ana Ruiz Mora»). A comma says it all: «Ruiz Mora, Ana».
//! What was not certain is shown to be checked. Names all in capitals get small letters.

use platform::search::fold;

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

/// Second names that people really have; fold()ed.
const USUAL: [&str; 100] = [
    "adriana",
    "alba",
    "alberto",
    "alejandra",
    "alejandro",
    "alexander",
    "alfonso",
    "alfredo",
    "alonso",
    "amparo",
    "ana",
    "andrea",
    "andres",
    "angel",
    "angela",
    "antonio",
    "arturo",
    "beatriz",
    "camila",
    "camilo",
    "carlos",
    "carmen",
    "carolina",
    "catalina",
    "cecilia",
    "cesar",
    "clara",
    "claudia",
    "consuelo",
    "cristina",
    "daniel",
    "daniela",
    "dario",
    "david",
    "diana",
    "diego",
    "eduardo",
    "elena",
    "elizabeth",
    "emilia",
    "enrique",
    "ernesto",
    "esperanza",
    "esteban",
    "eugenia",
    "felipe",
    "fernanda",
    "fernando",
    "francisco",
    "gabriel",
    "gladys",
    "gloria",
    "guillermo",
    "gustavo",
    "helena",
    "hernan",
    "ignacio",
    "ines",
    "isabel",
    "ivan",
    "jaime",
    "javier",
    "jesus",
    "johana",
    "jorge",
    "jose",
    "juan",
    "juliana",
    "julio",
    "karina",
    "laura",
    "leonardo",
    "liliana",
    "lucia",
    "luis",
    "luz",
    "manuel",
    "marcela",
    "margarita",
    "maria",
    "mario",
    "mauricio",
    "mercedes",
    "miguel",
    "milena",
    "monica",
    "natalia",
    "olga",
    "orlando",
    "pablo",
    "patricia",
    "paola",
    "pedro",
    "pilar",
    "rafael",
    "ricardo",
    "rocio",
    "rosa",
    "sofia",
    "teresa",
];

/// The words of a name, particles joined to what follows them.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut waiting: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        waiting.push(word);
        if !PARTICLES.contains(&fold(word).as_str()) {
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
    let usual = |unit: &String| USUAL.contains(&fold(unit).as_str());
    // How many of the units are names.
    let names = match (count, order) {
        (0 | 1, _) => return None,
        (2, _) => 1,
        (3, Order::NamesFirst) => 1 + usize::from(all.get(1).is_some_and(usual)),
        (3, Order::SurnamesFirst) => 1 + usize::from(all.get(1).is_some_and(usual)),
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
        certain: count == 2 || count == 4,
    })
}

/// Names all in capitals get small letters: «MARÍA DEL PILAR» is «María del Pilar». Others stay
/// as they were written.
pub fn cased(text: &str) -> String {
    in_small_letters(text, true)
}

/// The same for what comes after a first name: «DE LA HOZ» is «de la Hoz».
pub fn cased_after(text: &str) -> String {
    in_small_letters(text, false)
}

fn in_small_letters(text: &str, begins: bool) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().any(char::is_lowercase) {
        return text;
    }
    let mut words = Vec::new();
    for (index, word) in text.split(' ').enumerate() {
        if (index > 0 || !begins) && PARTICLES.contains(&fold(word).as_str()) && !is_saint(word) {
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
    matches!(fold(word).as_str(), "san" | "santa")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(text: &str, order: Order) -> (String, String, String, String, bool) {
        let parts = split(text, order).expect("has a surname");
        (
            parts.first_name,
            parts.second_name.unwrap_or_default(),
            parts.first_surname,
            parts.second_surname.unwrap_or_default(),
            parts.certain,
        )
    }

    fn expected(
        a: &str,
        b: &str,
        c: &str,
        d: &str,
        e: bool,
    ) -> (String, String, String, String, bool) {
        (a.into(), b.into(), c.into(), d.into(), e)
    }

    #[test]
    fn whole_names_are_taken_apart_by_the_rule_that_the_page_tells() {
        use Order::{NamesFirst as Names, SurnamesFirst as Surnames};
        for (text, order, parts) in [
            ("Ana Ruiz", Names, expected("Ana", "", "Ruiz", "", true)),
            ("ANA MARIA RUIZ", Names, expected("Ana", "Maria", "Ruiz", "", false)),
            ("Ana Ruiz Mora", Names, expected("Ana", "", "Ruiz", "Mora", false)),
            (
                "Luz Marcela Guayacán Ñandú",
                Names,
                expected("Luz", "Marcela", "Guayacán", "Ñandú", true),
            ),
            (
                "MARÍA DEL PILAR DE LA HOZ RUIZ",
                Names,
                expected("María", "del Pilar", "de la Hoz", "Ruiz", true),
            ),
            (
                "José Luis Alberto Ruiz Mora",
                Names,
                expected("José", "Luis Alberto", "Ruiz", "Mora", false),
            ),
            ("RUIZ MORA ANA MARÍA", Surnames, expected("Ana", "María", "Ruiz", "Mora", true)),
            ("Ruiz Mora, Ana María", Names, expected("Ana", "María", "Ruiz", "Mora", true)),
            ("Ruiz Ana", Surnames, expected("Ana", "", "Ruiz", "", true)),
        ] {
            assert_eq!(apart(text, order), parts, "{text}");
        }
        assert_eq!(split("Ana", Order::NamesFirst), None);
        assert_eq!(split("", Order::NamesFirst), None);
    }

    #[test]
    fn capitals_become_a_name_and_other_writing_stays() {
        assert_eq!(cased("  JEAN-PAUL   D'ANGELO DE LA HOZ"), "Jean-Paul D'Angelo de la Hoz");
        assert_eq!(cased("LUZ SANTA CRUZ"), "Luz Santa Cruz");
        assert_eq!(cased("McAllister"), "McAllister");
        assert_eq!(first_and_rest("MARÍA DEL PILAR"), ("María".into(), Some("del Pilar".into())));
    }
}
