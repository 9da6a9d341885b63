//! The municipalities that people write in cells; pure.

use platform::search::fold;
use territory_model::queries::NamedMunicipality;

/// The municipalities that the rows of a list may name.
#[derive(Clone, Debug, Default)]
pub struct ListPlaces {
    /// Those of the cohort, which a text means wherever it can.
    pub own: Vec<NamedMunicipality>,
    /// The others of the country, by department and name, each with its name as it is looked for in a text.
    others: Vec<(String, NamedMunicipality)>,
}

impl ListPlaces {
    /// Takes the municipalities of the cohort out of those of the country.
    pub fn new(own: Vec<NamedMunicipality>, country: Vec<NamedMunicipality>) -> Self {
        let is_other = |place: &NamedMunicipality| own.iter().all(|one| one.code != place.code);
        let others = country.into_iter().filter(is_other);
        let others = others.map(|place| (format!(" {} ", spaced(&place.name)), place)).collect();
        Self { own, others }
    }

    /// The municipality of a code, wherever it is.
    pub fn find(&self, code: &str) -> Option<&NamedMunicipality> {
        let others = self.others.iter().map(|(_, place)| place);
        self.own.iter().chain(others).find(|place| place.code == code)
    }

    /// What a text says of the municipalities that are none of the cohort's: exactly, or nothing.
    pub fn elsewhere(&self, text: &str, department: Option<&str>) -> PlaceMatch<'_> {
        let is_code = !text.chars().any(char::is_alphabetic);
        let padded = format!(" {} ", written_out(&spaced(text)));
        let may_be = self.others.iter().filter(|(name, _)| is_code || padded.contains(name));
        place(text, department, may_be.map(|(_, place)| place))
    }

    /// The municipalities of elsewhere that somebody may mean by what [`spelling`] returned, more of them than
    /// one would take it for.
    pub fn others_meant(&self, spelled: &str) -> Vec<&NamedMunicipality> {
        let text = spelled.split_once(" (").map_or(spelled, |(text, _)| text);
        let exact = match self.elsewhere(text, None) {
            PlaceMatch::One(one) => vec![one],
            PlaceMatch::Several(several) => several,
            PlaceMatch::None => Vec::new(),
        };
        let plain = written_out(&spaced(text));
        let padded = format!(" {plain} ");
        let is_alike = |name: &str| {
            padded.contains(name)
                || is_short(&plain, name.trim())
                || distance(&plain, name.trim()) <= 2
        };
        let others = self.others.iter().filter(|(name, place)| {
            is_alike(name) || exact.iter().any(|one| one.code == place.code)
        });
        others.map(|(_, place)| place).collect()
    }
}

/// What a text says of some municipalities.
#[derive(Debug)]
pub enum PlaceMatch<'a> {
    One(&'a NamedMunicipality),
    /// The name alone does not say which: it stands in several departments, or in another than the one that
    /// is written beside it.
    Several(Vec<&'a NamedMunicipality>),
    None,
}

/// The municipality by its code, with or without its zero, by its name, with or without its department, or
/// by both.
pub fn place<'a>(
    text: &str,
    department: Option<&str>,
    places: impl IntoIterator<Item = &'a NamedMunicipality>,
) -> PlaceMatch<'a> {
    let places: Vec<&'a NamedMunicipality> = places.into_iter().collect();
    let by_code = |digits: &str| {
        let code = format!("{digits:0>5}");
        places.iter().copied().find(|place| place.code == code)
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
    let is_named = |place: &&NamedMunicipality| names_of(place).any(|name| name == plain);
    let named: Vec<&'a NamedMunicipality> = places.iter().copied().filter(is_named).collect();
    let is_there = within(department);
    let there: Vec<&'a NamedMunicipality> =
        named.iter().copied().filter(|place| is_there(place)).collect();
    match (there.as_slice(), named.as_slice()) {
        ([one], _) => PlaceMatch::One(one),
        (_, []) => PlaceMatch::None,
        ([], _) => PlaceMatch::Several(named),
        _ => PlaceMatch::Several(there),
    }
}

/// Whether a municipality is in the department that is written, by its name or by its code.
fn within(department: Option<&str>) -> impl Fn(&NamedMunicipality) -> bool {
    let said = department.map(department_named);
    move |place| {
        said.as_ref().is_none_or(|said| {
            *said == spaced(&place.department)
                || said.trim_start_matches('0') == place.department_code.trim_start_matches('0')
        })
    }
}

/// «Departamento del Meta» and «Dpto. Meta» are «meta».
fn department_named(text: &str) -> String {
    const AROUND: [&str; 7] = ["departamento", "depto", "dpto", "dto", "dep", "de", "del"];
    let plain = spaced(text);
    plain.split(' ').skip_while(|word| AROUND.contains(word)).collect::<Vec<_>>().join(" ")
}

/// The words that an answer about a municipality is for: beside another department the same name may mean
/// another one.
pub fn spelling(typed: &str, department: Option<&str>) -> String {
    department.map_or_else(|| typed.to_owned(), |department| format!("{typed} ({department})"))
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

/// The municipalities of the department whose name is nearly the same, or has all the words that were
/// written and no other name has them; several when they are equally near.
pub fn nearest<'a>(
    text: &str,
    department: Option<&str>,
    places: &'a [NamedMunicipality],
) -> Vec<&'a NamedMunicipality> {
    let plain = written_out(&spaced(text));
    let is_there = within(department);
    let there: Vec<(usize, &NamedMunicipality)> = places
        .iter()
        .filter(|place| is_there(place))
        .map(|place| (distance(&plain, &spaced(&place.name)), place))
        .collect();
    let least = there.iter().map(|(apart, _)| *apart).filter(|apart| *apart <= 2).min();
    if let Some(least) = least {
        let near = there.into_iter().filter(|(apart, _)| *apart == least);
        return near.map(|(_, place)| place).collect();
    }
    let short = there.into_iter().map(|(_, place)| place);
    let short: Vec<_> = short.filter(|place| is_short(&plain, &spaced(&place.name))).collect();
    let is_one_name =
        short.iter().all(|place| short.first().map(|one| &one.name) == Some(&place.name));
    if is_one_name { short } else { Vec::new() }
}

/// Whether a text names a municipality: as it is, in short, or with a slip of the keyboard. A short name
/// bears none, because it is soon the name of another.
pub fn names(text: &str, place: &NamedMunicipality) -> bool {
    let plain = written_out(&spaced(text));
    let (name, department) = (spaced(&place.name), spaced(&place.department));
    let bare = plain.strip_suffix(&format!(" {department}")).unwrap_or(&plain);
    let slips = (name.chars().count() / 6).min(2);
    is_short(bare, &name) || distance(bare, &name) <= slips
}

/// Whether every word of a text is one of the name.
fn is_short(plain: &str, name: &str) -> bool {
    let name: Vec<&str> = name.split(' ').collect();
    plain.len() >= 4 && plain.split(' ').all(|word| name.contains(&word))
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
        let near = |text: &str, department: Option<&str>| {
            let near = nearest(text, department, &all);
            near.into_iter().map(|place| place.code.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(near("Mapiripana", None), ["50325"]);
        assert!(near("Leticia", None).is_empty() && near("Mapiripana", Some("Huila")).is_empty());
        assert_eq!(near("Puerto Riko", Some("Dpto. del Meta")), ["50590"]);
        assert_eq!(near("Puerto Riko", None), ["18592", "50590"]);
        assert_eq!(near("Rico", None), ["18592", "50590"]);
    }

    #[test]
    fn a_department_is_read_in_its_ways_and_one_that_contradicts_the_name_is_asked_about() {
        let all = places();
        for department in [
            "META",
            "Departamento del Meta",
            "departamento de Meta",
            "Dpto. Meta",
            "Depto. del Meta",
            "Dto Meta",
            "50",
        ] {
            let found = place("Puerto Rico", Some(department), &all);
            assert!(matches!(found, PlaceMatch::One(one) if one.code == "50590"), "{department}");
        }
        for (text, department, most) in
            [("Mapiripán", "Mta", 1), ("Mapiripán", "Huila", 1), ("Puerto Rico", "Mta", 2)]
        {
            let found = place(text, Some(department), &all);
            assert!(matches!(found, PlaceMatch::Several(some) if some.len() == most), "{text}");
        }
        assert!(matches!(place("Leticia", Some("Meta"), &all), PlaceMatch::None));
        assert_eq!(spelling("Puerto Rico", Some("Mta")), "Puerto Rico (Mta)");
    }

    #[test]
    fn municipalities_of_elsewhere_are_exactly_named_or_only_offered() {
        let own = vec![places().remove(0)];
        let all = ListPlaces::new(own, places());
        let code = |text: &str, department: Option<&str>| match all.elsewhere(text, department) {
            PlaceMatch::One(place) => place.code.clone(),
            PlaceMatch::Several(several) => several.len().to_string(),
            PlaceMatch::None => String::new(),
        };
        for (text, department, found) in [
            ("MEDELLIN", None, "05001"),
            ("5001", None, "05001"),
            ("05001 - Medellín", None, "05001"),
            ("Pto. Rico", Some("Dpto. de Caquetá"), "18592"),
            ("Puerto Rico (Meta)", None, "50590"),
            ("Puerto Rico", None, "2"),
            ("Medellín", Some("Meta"), "1"),
            ("Medelin", None, ""),
            ("Mapiripán", None, ""),
        ] {
            assert_eq!(code(text, department), found, "{text}");
        }
        let offered = |text: &str| {
            let meant = all.others_meant(text).into_iter();
            meant.map(|place| place.code.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(offered("medelin (antioquia)"), ["05001"]);
        assert_eq!(offered("Puerto Rico (Mta)"), ["18592", "50590"]);
        assert_eq!(offered("05.001"), ["05001"]);
        assert!(offered("").is_empty() && offered("Leticia").is_empty());
        assert_eq!(
            all.find("05001").map(NamedMunicipality::full_name).as_deref(),
            Some("Medellín (Antioquia)")
        );
    }

    #[test]
    fn a_name_in_short_or_misspelt_is_of_its_municipality_and_another_one_is_not() {
        let named = |text: &str, name: &str| {
            let place = NamedMunicipality { name: name.to_owned(), ..places().remove(0) };
            names(text, &place)
        };
        for text in ["Pto. Lleras", "LLERAS", "Puerto Yeras", "puerto lleras - Meta"] {
            assert!(named(text, "Puerto Lleras"), "{text}");
        }
        for text in ["Leticia", "Pto. Rico", "Puerto Lleras (Huila)", "San"] {
            assert!(!named(text, "Puerto Lleras"), "{text}");
        }
        assert!(!named("Lérida", "Lorica") && !named("Tota", "Toca"));
        assert!(named("San José Guaviare", "San José del Guaviare"));
        assert!(named("Arauca", "Arauca") && named("Úne", "Une"));
    }
}
