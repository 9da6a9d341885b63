//! The words that people write in cells, and what they mean; pure.

use chrono::{Datelike, NaiveDate};

use people_model::entity::person::DocumentType;
use people_model::entity::post::Kind;
use platform::search::fold;

/// «No tiene», «N/A», «-»: people fill every cell, also with nothing.
pub fn is_nothing(text: &str) -> bool {
    const NOTHING: [&str; 22] = [
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
        "no aplica",
        "nd",
        "n.d.",
        "n/d",
        "s/d",
        "xxx",
        "x",
    ];
    let folded = fold(text);
    let starts = [
        "no tiene",
        "no registra",
        "sin correo",
        "sin telefono",
        "sin celular",
        "no reporta",
        "no posee",
    ];
    NOTHING.contains(&folded.as_str()) || starts.iter().any(|start| folded.starts_with(start))
}

/// The answer of a person about their data: «Sí», «acepto», «X»; «No», «no autorizo».
pub fn consent(text: &str) -> Option<bool> {
    let folded = fold(text);
    let first = folded.split([' ', ',', '.']).next().unwrap_or_default();
    match first {
        "si" | "s" | "x" | "acepto" | "autorizo" | "acepta" | "autoriza" | "verdadero" | "true"
        | "yes" | "1" => Some(true),
        "no" | "n" | "falso" | "false" | "0" | "rechazo" | "niego" => Some(false),
        _ => None,
    }
}

/// A date as people and spreadsheets write it: «2020-02-01», «1/02/2020», «1 de febrero de 2020».
pub fn date(text: &str) -> Option<NaiveDate> {
    const MONTHS: [&str; 12] =
        ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
    let folded = fold(text);
    let day = folded.split(' ').next().unwrap_or_default();
    for form in ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"] {
        if let Ok(date) = NaiveDate::parse_from_str(day, form) {
            return (1950..2100).contains(&date.year()).then_some(date);
        }
    }
    let words: Vec<&str> = folded
        .split([' ', '-', '/', ','])
        .filter(|word| !matches!(*word, "" | "de" | "del"))
        .collect();
    let [day, month, year] = words.as_slice() else { return None };
    let month =
        (1..).zip(MONTHS).find(|(_, name)| month.starts_with(name)).map(|(number, _)| number)?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?)
        .filter(|date| (1950..2100).contains(&date.year()))
}

/// Letters alone, without accents nor signs: «C.C.» is «cc».
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// «CC», «C.C.», «Cédula de ciudadanía», «cedula».
pub fn document_type(text: &str) -> Option<DocumentType> {
    let plain = letters(text);
    let called = |kind: &DocumentType| {
        let (code, label) = (letters(kind.code()), letters(kind.label()));
        [format!("{label}{code}"), format!("{code}{label}"), code, label].contains(&plain)
    };
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

/// «CC 1.234.567», «1.234.567 CC» and «No. 1.234.567 de Villavicencio»: the type, if it is there, and the
/// number.
pub fn type_and_number(text: &str) -> (Option<DocumentType>, String) {
    let text = text.trim();
    let Some(starts) = text.find(|c: char| c.is_ascii_digit()) else {
        return (None, text.to_owned());
    };
    let (before, rest) = text.split_at(starts);
    let label = before.trim_end_matches(|c: char| !c.is_alphabetic());
    let label = ["número", "numero", "nro", "no", "n", "num"].iter().find_map(|word| {
        let cut = fold(label);
        let cut = cut.strip_suffix(&fold(word))?;
        (cut.is_empty() || cut.ends_with([' ', '.'])).then(|| cut.trim().to_owned())
    });
    let before_type = label.unwrap_or_else(|| before.to_owned());
    let before_type = before_type.trim_end_matches(['-', ':', '#', '°', 'º', ' ']);
    let (kind, rest) = match document_type(before_type) {
        Some(kind) if !before_type.trim().is_empty() => (Some(kind), rest),
        _ if before_type.trim().is_empty() => (None, rest),
        // Letters of the number itself: «AX12345».
        _ => (None, text),
    };
    let (number, after) = number_and_rest(rest);
    let kind = kind.or_else(|| after.and_then(document_type));
    (kind, number.trim().to_owned())
}

/// The number, and what stands behind it: its type, or where it was issued.
fn number_and_rest(text: &str) -> (&str, Option<&str>) {
    let ends = text.find(|c: char| c.is_alphabetic() || c == '(');
    let Some(ends) = ends.filter(|at| *at > 0) else { return (text, None) };
    let (number, rest) = text.split_at(ends);
    let apart = number.ends_with([' ', '-', ',', '/']) || rest.starts_with('(');
    if !apart || rest.contains(|c: char| c.is_ascii_digit()) {
        return (text, None);
    }
    let number = number.trim_end_matches([' ', '-', ',', '/']);
    (number, Some(rest.trim_matches(|c: char| !c.is_alphanumeric())))
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
    // A time of trial is of the career, and may end before: nobody guesses it.
    if plain.contains("prueba") {
        return None;
    }
    let compact = letters(text);
    let called = |kind: &Kind| [kind.code(), kind.label()].map(letters).contains(&compact);
    if let Some(kind) = Kind::ALL.into_iter().find(called) {
        return Some(kind);
    }
    // «NS/NR» of a form; an empty cell is asked about.
    if ["nosabe", "nosesabe", "nsnr", "sedesconoce", "desconocido", "desconocida"]
        .contains(&&*compact)
    {
        return Some(Kind::NoSeSabe);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read_with_their_type_and_where_they_were_issued() {
        let read = |text: &str| type_and_number(text);
        assert_eq!(read("C.C. 1.234.567"), (Some(DocumentType::Cc), "1.234.567".to_owned()));
        assert_eq!(read("1.234.567 de Villavicencio"), (None, "1.234.567".to_owned()));
        assert_eq!(read("PPT-99000030").0, Some(DocumentType::Ppt));
        let cc = Some(DocumentType::Cc);
        assert_eq!(read("1.234.567 CC"), (cc, "1.234.567".to_owned()));
        assert_eq!(read("C.C. No. 1.234.567 (Meta)"), (cc, "1.234.567".to_owned()));
        assert_eq!(read("1.234.567 Bogotá"), (None, "1.234.567".to_owned()));
        assert_eq!(read("12345 AB 7"), (None, "12345 AB 7".to_owned()));
        assert_eq!(read("AX12345"), (None, "AX12345".to_owned()));
        assert!(is_scientific("1,23457E+09") && is_scientific("1.2E+10"));
        assert!(!is_scientific("12E4567") && !is_scientific("1234567"));
        for (text, kind) in [
            ("cédula de ciudadanía", DocumentType::Cc),
            ("C.C", DocumentType::Cc),
            ("T.I.", DocumentType::Ti),
            ("Cédula de extranjería (CE)", DocumentType::Ce),
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
            ("no sabe", Kind::NoSeSabe),
            ("NS/NR", Kind::NoSeSabe),
        ] {
            assert_eq!(kind(text), Some(expected), "{text}");
        }
        assert_eq!(kind("otro"), None);
        assert_eq!(kind("Período de prueba"), None, "it is asked");
    }

    #[test]
    fn answers_and_dates_are_read_as_people_write_them() {
        assert_eq!(
            ["Sí", "X", "No", "no autorizo", "tal vez"].map(consent),
            [Some(true), Some(true), Some(false), Some(false), None]
        );
        let day = NaiveDate::from_ymd_opt(2020, 2, 1);
        for text in
            ["2020-02-01", "01/02/2020", "1 de febrero de 2020", "1-feb-2020", "2020-02-01 08:00"]
        {
            assert_eq!(date(text), day, "{text}");
        }
        assert_eq!(date("hace años"), None);
    }

    #[test]
    fn nothing_is_written_in_many_ways() {
        assert!(["", "N/A", "No tiene celular", "--"].iter().all(|text| is_nothing(text)));
        assert!(!is_nothing("Noé"));
    }
}
