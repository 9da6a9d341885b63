//! The meaning of each column of a spreadsheet, guessed from the headings that people really write
//! and always for the person to correct; pure (R26).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use platform::search::fold;
use platform::texts::Words;
use sheets::Row;

/// The meaning that a column may have; its code is its value in forms.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Words,
)]
#[serde(rename_all = "snake_case")]
#[words("enrolment.column_")]
pub enum ColumnTarget {
    #[code("tipo_documento")]
    DocumentType,
    #[code("documento")]
    Document,
    /// Names before surnames, all in one cell.
    #[code("nombre_completo")]
    FullName,
    /// Surnames before names, all in one cell.
    #[code("apellidos_nombres")]
    FullNameBySurname,
    #[code("nombres")]
    GivenNames,
    #[code("apellidos")]
    Surnames,
    #[code("primer_nombre")]
    FirstName,
    #[code("segundo_nombre")]
    SecondName,
    #[code("primer_apellido")]
    FirstSurname,
    #[code("segundo_apellido")]
    SecondSurname,
    #[code("municipio")]
    Municipality,
    #[code("entidad")]
    Entity,
    #[code("nit")]
    Nit,
    #[code("cargo")]
    Position,
    #[code("tipo_vinculacion")]
    Kind,
    #[code("correo")]
    Mail,
    #[code("telefono")]
    Phone,
}

impl ColumnTarget {
    fn is_name(self) -> bool {
        use ColumnTarget::{
            FirstName, FirstSurname, FullName, FullNameBySurname, GivenNames, Surnames,
        };
        matches!(
            self,
            FullName | FullNameBySurname | GivenNames | Surnames | FirstName | FirstSurname
        )
    }
}

/// The columns with their meanings; a meaning has one column at most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnTargets(pub BTreeMap<u32, ColumnTarget>);

impl ColumnTargets {
    pub fn of(&self, target: ColumnTarget) -> Option<u32> {
        self.0.iter().find(|(_, known)| **known == target).map(|(column, _)| *column)
    }

    pub fn target(&self, column: u32) -> Option<ColumnTarget> {
        self.0.get(&column).copied()
    }

    pub fn has_name(&self) -> bool {
        let has = |target| self.of(target).is_some();
        has(ColumnTarget::FullName)
            || has(ColumnTarget::FullNameBySurname)
            || (has(ColumnTarget::GivenNames) || has(ColumnTarget::FirstName))
                && (has(ColumnTarget::Surnames) || has(ColumnTarget::FirstSurname))
    }
}

/// A heading without accents, capitals nor signs: «1er. APELLIDO » is «1er apellido».
fn plain(heading: &str) -> String {
    let folded = fold(heading);
    let spaced: String =
        folded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the meaning of a heading alone; [`guess`] then looks at all of them together.
fn of_heading(heading: &str) -> Option<ColumnTarget> {
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
        return Some(ColumnTarget::Nit);
    }
    if word(&["vinculacion", "contrato", "nombramiento", "vinculo", "contratacion"])
        || (says("tipo") && word(&["cargo", "servidor", "empleo"]))
    {
        return Some(ColumnTarget::Kind);
    }
    let numbered = word(&["numero", "no", "nro", "num", "n"]);
    if word(&["tipo", "clase", "tip"]) && (document || says("td")) && !numbered {
        return Some(ColumnTarget::DocumentType);
    }
    if word(&["td", "tdoc"]) {
        return Some(ColumnTarget::DocumentType);
    }
    if word(&["entidad", "alcaldia", "institucion", "organizacion", "empresa", "organismo"]) {
        return Some(ColumnTarget::Entity);
    }
    if word(&["municipio", "mpio", "municipios", "ciudad", "divipola"]) {
        return Some(ColumnTarget::Municipality);
    }
    if word(&["cargo", "empleo", "puesto", "funcion", "rol", "ocupacion"]) {
        return Some(ColumnTarget::Position);
    }
    if word(&["correo", "correos", "email", "mail", "e"]) && !says("direccion fisica") {
        return Some(ColumnTarget::Mail);
    }
    if word(&["celular", "telefono", "tel", "movil", "cel", "whatsapp", "contacto", "telefonico"]) {
        return Some(ColumnTarget::Phone);
    }
    let name = word(&["nombre", "nombres"]);
    let surname = word(&["apellido", "apellidos"]);
    let second = word(&["segundo", "segundos", "2do", "2", "2o", "ii"]);
    let first = word(&["primer", "primero", "1er", "1ro", "1", "1o", "i"]);
    match (name, surname) {
        (true, true) => {
            let (given, family) = (text.find("nombre"), text.find("apellido"));
            return Some(if given < family {
                ColumnTarget::FullName
            } else {
                ColumnTarget::FullNameBySurname
            });
        }
        (true, false) if second => return Some(ColumnTarget::SecondName),
        (true, false) if first => return Some(ColumnTarget::FirstName),
        (false, true) if second => return Some(ColumnTarget::SecondSurname),
        (false, true) if first => return Some(ColumnTarget::FirstSurname),
        (false, true) => return Some(ColumnTarget::Surnames),
        (true, false) if says("completo") || words.len() > 2 => {
            return Some(ColumnTarget::FullName);
        }
        (true, false) => return Some(ColumnTarget::GivenNames),
        (false, false) => {}
    }
    if document {
        return Some(ColumnTarget::Document);
    }
    if word(&["participante", "participantes", "funcionario", "servidor", "asistente"]) {
        return Some(ColumnTarget::FullName);
    }
    None
}

/// Guesses the meaning of the headings of one row. Of two columns with one meaning the first
/// counts; «Nombres» without any «Apellidos» are whole names.
pub fn guess(headings: &[(u32, String)]) -> ColumnTargets {
    let mut columns = ColumnTargets::default();
    for (column, heading) in headings {
        if let Some(target) = of_heading(heading)
            && columns.of(target).is_none()
        {
            columns.0.insert(*column, target);
        }
    }
    let alone = columns.of(ColumnTarget::GivenNames).filter(|_| {
        columns.of(ColumnTarget::Surnames).is_none()
            && columns.of(ColumnTarget::FirstSurname).is_none()
    });
    if let Some(column) = alone {
        columns.0.insert(column, ColumnTarget::FullName);
    }
    columns
}

/// The row of a sheet that names its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The number of the row, from 1, as in the spreadsheet.
    pub row: u32,
    pub headings: Vec<(u32, String)>,
    pub columns: ColumnTargets,
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
            && (header.columns.of(ColumnTarget::Document).is_some()
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
        use ColumnTarget as T;
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
        assert_eq!(of(&["Cédula", "Nombre"]).of(ColumnTarget::FullName), Some(1));
        assert_eq!(of(&["Cédula", "Nombres", "Apellidos"]).of(ColumnTarget::FullName), None);
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
        assert_eq!(header.columns.of(ColumnTarget::Position), Some(3));
        let two = [
            row(2, &["Documento", "Nombre", "", "Apellido", ""]),
            row(3, &["Número", "Primer", "Segundo", "Primer", "Segundo"]),
            row(4, &["123", "Ana", "María", "Ruiz", "Mora"]),
        ];
        let header = find_header(&two).expect("is found");
        assert_eq!(header.row, 3);
        assert_eq!(header.columns.of(ColumnTarget::SecondSurname), Some(4));
        assert_eq!(header.columns.of(ColumnTarget::Document), Some(0));
        assert_eq!(find_header(&[row(1, &["hola", "mundo"])]), None);
    }
}
