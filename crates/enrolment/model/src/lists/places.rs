//! The municipalities that people write in cells; pure.

use platform::search::fold;
use territory_model::queries::NamedMunicipality;

/// What a text says of the municipalities of a cohort.
#[derive(Debug)]
pub enum PlaceMatch<'a> {
    One(&'a NamedMunicipality),
    /// One name in several departments says nothing without them.
    Several(Vec<&'a NamedMunicipality>),
    None,
}

/// The municipality by its code, with or without its zero, by its name, with or without its department, or
/// by both.
pub fn place<'a>(
    text: &str,
    department: Option<&str>,
    places: &'a [NamedMunicipality],
) -> PlaceMatch<'a> {
    let by_code = |digits: &str| {
        let code = format!("{digits:0>5}");
        places.iter().find(|place| place.code == code)
    };
    if !text.chars().any(char::is_alphabetic) {
        let whole = rosters::digits::whole(text).map(|whole| whole.digits);
        return whole.and_then(|code| by_code(&code)).map_or(PlaceMatch::None, PlaceMatch::One);
    }
    let plain = written_out(&spaced(text));
    // «50325 Mapiripán»: both, and they agree.
    if let Some(code) =
        plain.split(' ').find(|word| word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit()))
    {
        let rest = plain.replacen(code, "", 1);
        let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        let agrees = |place: &&NamedMunicipality| names_of(place).any(|name| name == rest);
        return by_code(code).filter(agrees).map_or(PlaceMatch::None, PlaceMatch::One);
    }
    let within = department.map(spaced);
    let fits = |place: &&NamedMunicipality| {
        let there = within.as_ref().is_none_or(|within| {
            *within == spaced(&place.department)
                || within.trim_start_matches('0') == place.department_code.trim_start_matches('0')
        });
        there && names_of(place).any(|name| name == plain)
    };
    let found: Vec<&NamedMunicipality> = places.iter().filter(fits).collect();
    match found.as_slice() {
        [] => PlaceMatch::None,
        [one] => PlaceMatch::One(one),
        _ => PlaceMatch::Several(found),
    }
}

/// The ways to write a municipality with its department.
fn names_of(place: &NamedMunicipality) -> impl Iterator<Item = String> {
    let (name, department) = (spaced(&place.name), spaced(&place.department));
    [
        format!("{name} {department}"),
        format!("{department} {name}"),
        format!("municipio de {name}"),
        format!("municipio de {name} {department}"),
        format!("alcaldia de {name}"),
        format!("alcaldia municipal de {name}"),
        name,
    ]
    .into_iter()
}

/// «Pto. Lleras» is «Puerto Lleras».
fn written_out(plain: &str) -> String {
    let words = plain.split(' ').map(|word| match word {
        "pto" => "puerto",
        "sta" => "santa",
        "sto" => "santo",
        "mpio" => "municipio",
        "vlla" => "villa",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The one municipality of the cohort whose name is nearly the same, or has all the words that were written.
pub fn nearest<'a>(text: &str, places: &'a [NamedMunicipality]) -> Option<&'a NamedMunicipality> {
    let plain = written_out(&spaced(text));
    let near = places.iter().map(|place| (distance(&plain, &spaced(&place.name)), place));
    let near = near.filter(|(apart, _)| *apart <= 2).min_by_key(|(apart, _)| *apart);
    if let Some((_, place)) = near {
        return Some(place);
    }
    let has_all = |place: &&NamedMunicipality| {
        let name = spaced(&place.name);
        let name: Vec<&str> = name.split(' ').collect();
        plain.len() >= 4 && plain.split(' ').all(|word| name.contains(&word))
    };
    let mut found = places.iter().filter(has_all);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn spaced(text: &str) -> String {
    let folded = fold(text);
    let spaced: String =
        folded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many letters apart two short words are (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(60).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().take(60).enumerate() {
        let mut left = i + 1;
        let mut corner = i;
        for (j, b) in other.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(0);
            let cost = (corner + usize::from(a != *b)).min(above + 1).min(left + 1);
            corner = above;
            if let Some(place) = row.get_mut(j) {
                *place = left;
            }
            left = cost;
        }
        if let Some(last) = row.last_mut() {
            *last = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Vec<NamedMunicipality> {
        [
            ("50325", "Mapiripán", "Meta"),
            ("18592", "Puerto Rico", "Caquetá"),
            ("50590", "Puerto Rico", "Meta"),
            ("05001", "Medellín", "Antioquia"),
        ]
        .map(|(code, name, department)| NamedMunicipality {
            code: code.to_owned(),
            name: name.to_owned(),
            department_code: code[..2].to_owned(),
            department: department.to_owned(),
            is_pdet: false,
        })
        .into()
    }

    #[test]
    fn places_are_found_by_code_and_by_name_and_never_guessed() {
        let all = places();
        let code = |text: &str, department: Option<&str>| match place(text, department, &all) {
            PlaceMatch::One(place) => Some(place.code.as_str()),
            _ => None,
        };
        for text in
            ["MAPIRIPAN", "Mapiripán - Meta", "50325", "50.325", "50325.0", "50325 - Mapiripán"]
        {
            assert_eq!(code(text, None), Some("50325"), "{text}");
        }
        assert_eq!(code("5001", None), Some("05001"));
        assert!(
            matches!(place("Puerto Rico", None, &all), PlaceMatch::Several(two) if two.len() == 2)
        );
        assert_eq!(code("Pto. Rico", Some("Meta")), Some("50590"));
        assert_eq!(code("PUERTO RICO (CAQUETÁ)", None), Some("18592"));
        assert_eq!(code("50325 Medellín", None), None, "they do not agree");
        assert_eq!(code("Mapiripana", None), None);
        assert_eq!(nearest("Mapiripana", &all).map(|place| place.code.as_str()), Some("50325"));
        assert!(nearest("Leticia", &all).is_none() && nearest("Rico", &all).is_none());
    }
}
