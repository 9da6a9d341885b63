//! The words that people write in cells, and what they mean; pure.

use people_model::entity::person::DocumentType;
use people_model::entity::post::Kind;
use platform::search::fold;
use territory_model::queries::NamedMunicipality;

/// «No tiene», «N/A», «-»: people fill every cell, also with nothing.
pub fn is_nothing(text: &str) -> bool {
    const NOTHING: [&str; 19] = [
        "",
        "-",
        "--",
        "---",
        ".",
        "..",
        "0",
        "n/a",
        "na",
        "n.a",
        "n.a.",
        "s/n",
        "no",
        "ninguno",
        "ninguna",
        "no tiene",
        "no registra",
        "no aplica",
        "sin correo",
    ];
    NOTHING.contains(&fold(text).as_str())
}

/// Letters alone, without accents nor signs: «C.C.» is «cc».
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// «CC», «C.C.», «Cédula de ciudadanía», «cedula».
pub fn document_type(text: &str) -> Option<DocumentType> {
    let plain = letters(text);
    let called = |kind: &DocumentType| [kind.code(), kind.label()].map(letters).contains(&plain);
    if let Some(kind) = DocumentType::ALL.into_iter().find(called) {
        return Some(kind);
    }
    match plain.as_str() {
        "c" | "cedula" | "ced" | "cedulaciudadania" | "ceduladeciudadaniacc" | "1" => {
            Some(DocumentType::Cc)
        }
        "cedulaextranjeria" | "extranjeria" => Some(DocumentType::Ce),
        "tarjeta" | "tarjetaidentidad" => Some(DocumentType::Ti),
        "registro" => Some(DocumentType::Rc),
        "pas" | "pp" | "passport" => Some(DocumentType::Pa),
        "permisoespecial" => Some(DocumentType::Pep),
        "pt" | "permisotemporal" | "permisodeprotecciontemporal" => Some(DocumentType::Ppt),
        _ => None,
    }
}

/// «CC 1.234.567» and «1.234.567 de Villavicencio»: the type, if it is there, and the number.
pub fn type_and_number(text: &str) -> (Option<DocumentType>, String) {
    let text = text.trim();
    let digits = text.find(|c: char| c.is_ascii_digit());
    let before = digits.and_then(|at| text.get(..at)).unwrap_or_default();
    let (kind, rest) = match document_type(before.trim_end_matches(['-', ':', '#', '°', 'º', ' ']))
    {
        Some(kind) if !before.trim().is_empty() => {
            (Some(kind), text.get(before.len()..).unwrap_or_default())
        }
        _ => (None, text),
    };
    let rest = fold_after_number(rest);
    (kind, rest.trim().to_owned())
}

/// Drops where a document was issued: « de Villavicencio», «(Meta)».
fn fold_after_number(text: &str) -> &str {
    let starts = text.chars().next().is_some_and(|c| c.is_ascii_digit());
    let end = [" de ", " DE ", " De ", " ("].iter().filter_map(|word| text.find(word)).min();
    match end {
        Some(end) if starts => text.get(..end).unwrap_or(text),
        _ => text,
    }
}

/// «1,23457E+09»: what is left of a number that a spreadsheet shortened.
pub fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let plain: String = mantissa.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    digits(&plain)
        && digits(exponent.trim_start_matches(['+', '-']))
        && text.contains(['+', ',', '.'])
}

/// The legal tie as people call it.
pub fn kind(text: &str) -> Option<Kind> {
    let plain = fold(text);
    let compact = letters(text);
    let called = |kind: &Kind| [kind.code(), kind.label()].map(letters).contains(&compact);
    if let Some(kind) = Kind::ALL.into_iter().find(called) {
        return Some(kind);
    }
    // From the most telling word to the least.
    const WORDS: [(&str, Kind); 24] = [
        ("contratista", Kind::Contratista),
        ("prestacion de servicio", Kind::Contratista),
        ("contrato", Kind::Contratista),
        ("ops", Kind::Contratista),
        ("cps", Kind::Contratista),
        ("libre nombramiento", Kind::Lnr),
        ("l.n.r", Kind::Lnr),
        ("lnyr", Kind::Lnr),
        ("provisional", Kind::Provisional),
        ("carrera", Kind::Carrera),
        ("propiedad", Kind::Carrera),
        ("periodo", Kind::PeriodoFijo),
        ("eleccion", Kind::EleccionPopular),
        ("alcalde", Kind::EleccionPopular),
        ("concejal", Kind::EleccionPopular),
        ("temporal", Kind::Temporal),
        ("trabajador oficial", Kind::TrabajadorOficial),
        ("oficial", Kind::TrabajadorOficial),
        ("supernumerari", Kind::Supernumerario),
        ("lider", Kind::NoAplica),
        ("comuna", Kind::NoAplica),
        ("ciudadan", Kind::NoAplica),
        ("particular", Kind::NoAplica),
        ("organizacion", Kind::NoAplica),
    ];
    WORDS.iter().find(|(word, _)| plain.contains(word)).map(|(_, kind)| *kind)
}

/// A municipality of the cohort by its code, with or without its zero, or by its name, with or
/// without its department.
pub fn place<'a>(text: &str, places: &'a [NamedMunicipality]) -> Option<&'a NamedMunicipality> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !digits.is_empty() && !text.chars().any(char::is_alphabetic) {
        let code = format!("{digits:0>5}");
        return places.iter().find(|place| place.code == code);
    }
    let plain = spaced(text);
    let fits = |place: &&NamedMunicipality| {
        let (name, department) = (spaced(&place.name), spaced(&place.department));
        plain == name
            || plain == format!("{name} {department}")
            || plain == format!("{department} {name}")
            || plain == format!("municipio de {name}")
    };
    let mut found = places.iter().filter(fits);
    let first = found.next()?;
    // One name in two departments says nothing without them.
    found.next().is_none().then_some(first)
}

/// A municipality of the cohort whose name is nearly the same.
pub fn nearest<'a>(text: &str, places: &'a [NamedMunicipality]) -> Option<&'a NamedMunicipality> {
    let plain = spaced(text);
    let near = places.iter().map(|place| (distance(&plain, &spaced(&place.name)), place));
    near.filter(|(apart, _)| *apart <= 2).min_by_key(|(apart, _)| *apart).map(|(_, place)| place)
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

/// Whether a name is one of those that people give to the alcaldía of a municipality.
pub fn is_alcaldia(text: &str, place: &NamedMunicipality) -> bool {
    let plain = spaced(text);
    let name = spaced(&place.name);
    let rest = plain
        .strip_prefix("alcaldia")
        .or_else(|| plain.strip_prefix("municipio"))
        .or_else(|| plain.strip_prefix("administracion municipal"));
    let Some(rest) = rest else { return false };
    let rest = rest.trim().trim_start_matches("municipal").trim();
    let rest = rest.strip_prefix("de ").unwrap_or(rest).trim();
    rest.is_empty() || rest == name || rest == format!("{name} {}", spaced(&place.department))
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
        })
        .into()
    }

    #[test]
    fn places_are_found_by_code_and_by_name_and_never_guessed() {
        let all = places();
        let code = |text: &str| place(text, &all).map(|place| place.code.as_str());
        assert_eq!(code("MAPIRIPAN"), Some("50325"));
        assert_eq!(code("Mapiripán - Meta"), Some("50325"));
        assert_eq!(code("5001"), Some("05001"));
        assert_eq!(code("Puerto Rico"), None, "there are two");
        assert_eq!(code("PUERTO RICO (CAQUETÁ)"), Some("18592"));
        assert_eq!(code("Mapiripana"), None);
        assert_eq!(nearest("Mapiripana", &all).map(|place| place.code.as_str()), Some("50325"));
        assert!(nearest("Leticia", &all).is_none());
    }

    #[test]
    fn documents_are_read_with_their_type_and_where_they_were_issued() {
        let read = |text: &str| type_and_number(text);
        assert_eq!(read("C.C. 1.234.567"), (Some(DocumentType::Cc), "1.234.567".to_owned()));
        assert_eq!(read("1.234.567 de Villavicencio"), (None, "1.234.567".to_owned()));
        assert_eq!(read("PPT-99000030").0, Some(DocumentType::Ppt));
        assert_eq!(read("AX12345"), (None, "AX12345".to_owned()));
        assert!(is_scientific("1,23457E+09") && is_scientific("1.2E+10"));
        assert!(!is_scientific("12E4567") && !is_scientific("1234567"));
        for (text, kind) in [
            ("cédula de ciudadanía", DocumentType::Cc),
            ("C.C", DocumentType::Cc),
            ("T.I.", DocumentType::Ti),
            ("Pasaporte", DocumentType::Pa),
        ] {
            assert_eq!(document_type(text), Some(kind), "{text}");
        }
        assert_eq!(document_type("NIT"), None);
    }

    #[test]
    fn ties_are_known_by_their_usual_words() {
        for (text, expected) in [
            ("CARRERA ADMINISTRATIVA", Kind::Carrera),
            ("Contrato de prestación de servicios", Kind::Contratista),
            ("Libre nombramiento", Kind::Lnr),
            ("provisionalidad", Kind::Provisional),
            ("Planta temporal", Kind::Temporal),
            ("lnr", Kind::Lnr),
            ("Líder comunal", Kind::NoAplica),
        ] {
            assert_eq!(kind(text), Some(expected), "{text}");
        }
        assert_eq!(kind("otro"), None);
    }

    #[test]
    fn the_alcaldia_has_many_names() {
        let all = places();
        for text in ["ALCALDIA", "Alcaldía Municipal de Mapiripán", "Municipio de Mapiripan"] {
            assert!(is_alcaldia(text, &all[0]), "{text}");
        }
        for text in ["Concejo Municipal", "Alcaldía de Leticia"] {
            assert!(!is_alcaldia(text, &all[0]), "{text}");
        }
    }

    #[test]
    fn nothing_is_written_in_many_ways() {
        assert!(["", "N/A", "No tiene", "--"].iter().all(|text| is_nothing(text)));
        assert!(!is_nothing("Noé"));
    }
}
