//! What each column of somebody's spreadsheet is about, guessed from the headings that people
//! really write and always for the person to correct; pure (R26).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use platform::search::fold;
use sheets::Row;

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    DocumentType,
    Document,
    /// Names before surnames, all in one cell.
    FullName,
    /// Surnames before names, all in one cell.
    FullNameBySurname,
    GivenNames,
    Surnames,
    FirstName,
    SecondName,
    FirstSurname,
    SecondSurname,
    Municipality,
    Entity,
    Nit,
    Position,
    Kind,
    Mail,
    Phone,
}

/// Value in forms, target, and what a person reads; in the order of the page.
pub const TARGETS: [(&str, Target, &str); 17] = [
    ("tipo_documento", Target::DocumentType, "Tipo de documento"),
    ("documento", Target::Document, "Número de documento"),
    ("nombre_completo", Target::FullName, "Nombres y apellidos"),
    ("apellidos_nombres", Target::FullNameBySurname, "Apellidos y nombres"),
    ("nombres", Target::GivenNames, "Nombres"),
    ("apellidos", Target::Surnames, "Apellidos"),
    ("primer_nombre", Target::FirstName, "Primer nombre"),
    ("segundo_nombre", Target::SecondName, "Segundo nombre"),
    ("primer_apellido", Target::FirstSurname, "Primer apellido"),
    ("segundo_apellido", Target::SecondSurname, "Segundo apellido"),
    ("municipio", Target::Municipality, "Municipio donde trabaja"),
    ("entidad", Target::Entity, "Entidad"),
    ("nit", Target::Nit, "NIT de la entidad"),
    ("cargo", Target::Position, "Cargo o función"),
    ("tipo_vinculacion", Target::Kind, "Tipo de vinculación"),
    ("correo", Target::Mail, "Correo electrónico"),
    ("telefono", Target::Phone, "Teléfono celular"),
];

impl Target {
    pub fn label(self) -> &'static str {
        TARGETS.iter().find(|row| row.1 == self).map_or("", |row| row.2)
    }

    pub fn of_value(value: &str) -> Option<Self> {
        TARGETS.iter().find(|row| row.0 == value).map(|row| row.1)
    }

    pub fn value(self) -> &'static str {
        TARGETS.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }

    fn is_name(self) -> bool {
        use Target::{FirstName, FirstSurname, FullName, FullNameBySurname, GivenNames, Surnames};
        matches!(
            self,
            FullName | FullNameBySurname | GivenNames | Surnames | FirstName | FirstSurname
        )
    }
}

/// Which column is about what; a target has one column at most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns(pub BTreeMap<u32, Target>);

impl Columns {
    pub fn of(&self, target: Target) -> Option<u32> {
        self.0.iter().find(|(_, known)| **known == target).map(|(column, _)| *column)
    }

    pub fn target(&self, column: u32) -> Option<Target> {
        self.0.get(&column).copied()
    }

    pub fn has_name(&self) -> bool {
        let has = |target| self.of(target).is_some();
        has(Target::FullName)
            || has(Target::FullNameBySurname)
            || (has(Target::GivenNames) || has(Target::FirstName))
                && (has(Target::Surnames) || has(Target::FirstSurname))
    }
}

/// A heading without accents, capitals nor signs: «1er. APELLIDO » is «1er apellido».
fn plain(heading: &str) -> String {
    let folded = fold(heading);
    let spaced: String =
        folded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a heading is about, alone; [`guess`] then looks at all of them together.
fn of_heading(heading: &str) -> Option<Target> {
    let text = plain(heading);
    let words: Vec<&str> = text.split(' ').collect();
    let word = |any: &[&str]| words.iter().any(|word| any.contains(word));
    let says = |part: &str| text.contains(part);
    // Other things of a document or of a place that lists have too.
    if word(&["expedicion", "nacimiento", "fecha", "residencia", "firma", "edad", "sexo", "genero"])
        || (says("lugar") && !says("trabajo"))
    {
        return None;
    }
    let document = word(&[
        "documento",
        "identificacion",
        "cedula",
        "cc",
        "doc",
        "dni",
        "identidad",
        "ciudadania",
    ]) || says("c c");
    if word(&["nit"]) {
        return Some(Target::Nit);
    }
    if word(&["vinculacion", "contrato", "nombramiento", "vinculo", "contratacion"])
        || (says("tipo") && word(&["cargo", "servidor", "empleo"]))
    {
        return Some(Target::Kind);
    }
    let numbered = word(&["numero", "no", "nro", "num", "n"]);
    if word(&["tipo", "clase", "tip"]) && (document || says("td")) && !numbered {
        return Some(Target::DocumentType);
    }
    if word(&["td", "tdoc"]) {
        return Some(Target::DocumentType);
    }
    if word(&["entidad", "alcaldia", "institucion", "organizacion", "empresa", "organismo"]) {
        return Some(Target::Entity);
    }
    if word(&["municipio", "mpio", "municipios", "ciudad", "divipola"]) {
        return Some(Target::Municipality);
    }
    if word(&["cargo", "empleo", "puesto", "funcion", "rol", "ocupacion"]) {
        return Some(Target::Position);
    }
    if word(&["correo", "correos", "email", "mail", "e"]) && !says("direccion fisica") {
        return Some(Target::Mail);
    }
    if word(&["celular", "telefono", "tel", "movil", "cel", "whatsapp", "contacto", "telefonico"]) {
        return Some(Target::Phone);
    }
    let name = word(&["nombre", "nombres"]);
    let surname = word(&["apellido", "apellidos"]);
    let second = word(&["segundo", "segundos", "2do", "2", "2o", "ii"]);
    let first = word(&["primer", "primero", "1er", "1ro", "1", "1o", "i"]);
    match (name, surname) {
        (true, true) => {
            let (given, family) = (text.find("nombre"), text.find("apellido"));
            return Some(if given < family { Target::FullName } else { Target::FullNameBySurname });
        }
        (true, false) if second => return Some(Target::SecondName),
        (true, false) if first => return Some(Target::FirstName),
        (false, true) if second => return Some(Target::SecondSurname),
        (false, true) if first => return Some(Target::FirstSurname),
        (false, true) => return Some(Target::Surnames),
        (true, false) if says("completo") || words.len() > 2 => return Some(Target::FullName),
        (true, false) => return Some(Target::GivenNames),
        (false, false) => {}
    }
    if document {
        return Some(Target::Document);
    }
    if word(&["participante", "participantes", "funcionario", "servidor", "asistente"]) {
        return Some(Target::FullName);
    }
    None
}

/// What the headings of one row are about. Of two columns about one thing the first counts;
/// «Nombres» without any «Apellidos» are whole names.
pub fn guess(headings: &[(u32, String)]) -> Columns {
    let mut columns = Columns::default();
    for (column, heading) in headings {
        if let Some(target) = of_heading(heading)
            && columns.of(target).is_none()
        {
            columns.0.insert(*column, target);
        }
    }
    let alone = columns.of(Target::GivenNames).filter(|_| {
        columns.of(Target::Surnames).is_none() && columns.of(Target::FirstSurname).is_none()
    });
    if let Some(column) = alone {
        columns.0.insert(column, Target::FullName);
    }
    columns
}

/// The row of a sheet that names its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// From 1, as in the spreadsheet.
    pub row: u32,
    pub headings: Vec<(u32, String)>,
    pub columns: Columns,
}

/// Looks for the headings among the first rows: the row about most things. Titles above have
/// nothing to do with them; where a heading stands in two rows («Primer» under «Nombre»), both
/// are read.
pub fn find_header(rows: &[Row]) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for (index, row) in rows.iter().enumerate() {
        let above = index.checked_sub(1).and_then(|before| rows.get(before));
        let header = header_at(row, above);
        let score = header.columns.0.len();
        let holds = score >= 2
            && (header.columns.of(Target::Document).is_some()
                || header.columns.0.values().any(|target| target.is_name()));
        if holds && best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, header));
        }
    }
    best.map(|(_, header)| header)
}

/// The headings of a row, each joined with the one above where it says nothing by itself.
pub fn header_at(row: &Row, above: Option<&Row>) -> Header {
    let alone: Vec<(u32, String)> =
        row.cells.iter().map(|cell| (cell.column, cell.text.clone())).collect();
    let columns = guess(&alone);
    let joined: Vec<(u32, String)> = alone
        .iter()
        .map(|(column, text)| {
            let group = above.filter(|_| columns.target(*column).is_none()).and_then(|above| {
                // A group's name stands over its first column.
                let over = above.cells.iter().rev().find(|cell| cell.column <= *column)?;
                (column - over.column <= 3).then_some(over)
            });
            match group {
                Some(group) if group.text != *text => (*column, format!("{} {text}", group.text)),
                _ => (*column, text.clone()),
            }
        })
        .collect();
    let together = guess(&joined);
    let (headings, columns) =
        if together.0.len() > columns.0.len() { (joined, together) } else { (alone, columns) };
    Header { row: row.number, headings, columns }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sheets::{Cell, Kind};

    fn row(number: u32, texts: &[&str]) -> Row {
        let cells = (0_u32..)
            .zip(texts)
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| Cell {
                column,
                text: (*text).to_owned(),
                kind: Kind::Text,
                formula: false,
            })
            .collect();
        Row { number, cells }
    }

    #[test]
    fn headings_that_people_write_are_known() {
        use Target as T;
        for (heading, target) in [
            ("CEDULA", Some(T::Document)),
            ("No. Documento", Some(T::Document)),
            ("N° de identificación", Some(T::Document)),
            ("C.C.", Some(T::Document)),
            ("Tipo y número de documento", Some(T::Document)),
            ("TIPO DOC.", Some(T::DocumentType)),
            ("Tipo de identificación", Some(T::DocumentType)),
            ("Lugar de expedición", None),
            ("Fecha expedición documento", None),
            ("NOMBRES Y APELLIDOS", Some(T::FullName)),
            ("Apellidos y Nombres", Some(T::FullNameBySurname)),
            ("Nombre completo del servidor", Some(T::FullName)),
            ("1er apellido", Some(T::FirstSurname)),
            ("SEGUNDO APELLIDO", Some(T::SecondSurname)),
            ("Primer Nombre", Some(T::FirstName)),
            ("Apellidos", Some(T::Surnames)),
            ("Municipio", Some(T::Municipality)),
            ("Código DIVIPOLA", Some(T::Municipality)),
            ("Nombre de la entidad", Some(T::Entity)),
            ("Cargo", Some(T::Position)),
            ("Tipo de vinculación", Some(T::Kind)),
            ("Correo electrónico", Some(T::Mail)),
            ("E-mail", Some(T::Mail)),
            ("Celular", Some(T::Phone)),
            ("N.º", None),
            ("No.", None),
            ("Observaciones", None),
            ("Firma", None),
        ] {
            assert_eq!(of_heading(heading), target, "{heading}");
        }
    }

    #[test]
    fn names_without_surnames_are_whole_names() {
        let of = |texts: &[&str]| {
            guess(&(0..).zip(texts.iter().map(|t| (*t).to_owned())).collect::<Vec<_>>())
        };
        assert_eq!(of(&["Cédula", "Nombre"]).of(Target::FullName), Some(1));
        assert_eq!(of(&["Cédula", "Nombres", "Apellidos"]).of(Target::FullName), None);
        assert_eq!(of(&["Correo", "Correo personal"]).0.len(), 1, "the first counts");
    }

    #[test]
    fn the_header_is_found_below_titles_and_in_two_rows() {
        let rows = [
            row(1, &["LISTADO DE PARTICIPANTES"]),
            row(3, &["Municipio: Mapiripán", "", "Fecha"]),
            row(5, &["No.", "CEDULA", "NOMBRES Y APELLIDOS", "CARGO"]),
            row(6, &["1", "123456", "ANA RUIZ", "TESORERA"]),
        ];
        let header = find_header(&rows).expect("is found");
        assert_eq!(header.row, 5);
        assert_eq!(header.columns.of(Target::Position), Some(3));
        let two = [
            row(2, &["Documento", "Nombre", "", "Apellido", ""]),
            row(3, &["Número", "Primer", "Segundo", "Primer", "Segundo"]),
            row(4, &["123", "Ana", "María", "Ruiz", "Mora"]),
        ];
        let header = find_header(&two).expect("is found");
        assert_eq!(header.row, 3);
        assert_eq!(header.columns.of(Target::SecondSurname), Some(4));
        assert_eq!(header.columns.of(Target::Document), Some(0));
        assert_eq!(find_header(&[row(1, &["hola", "mundo"])]), None);
    }
}
