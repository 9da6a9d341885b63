//! A text with fields in braces, written by an administrator: «{documento}, participó en el {tipo}».
//!
//! It is read once into pieces; a field is one of a closed list. What fills a field is never read
//! again, so that a name with braces in it is a name with braces in it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::certificate::Certificate;
use crate::text::unprintable;

/// What a text may name. The words are those of the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Name,
    Document,
    Course,
    CourseType,
    Hours,
    Modality,
    Dates,
    Place,
    City,
    Date,
    Number,
    Issuer,
}

impl Field {
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Document,
        Self::Course,
        Self::CourseType,
        Self::Hours,
        Self::Modality,
        Self::Dates,
        Self::Place,
        Self::City,
        Self::Date,
        Self::Number,
        Self::Issuer,
    ];

    /// As it is written between braces.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "nombre",
            Self::Document => "documento",
            Self::Course => "curso",
            Self::CourseType => "tipo",
            Self::Hours => "horas",
            Self::Modality => "modalidad",
            Self::Dates => "fechas",
            Self::Place => "lugar",
            Self::City => "ciudad",
            Self::Date => "fecha",
            Self::Number => "numero",
            Self::Issuer => "entidad",
        }
    }

    /// What will stand in its place, for whoever writes.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Name => "nombre completo de la persona",
            Self::Document => "tipo y número de su documento",
            Self::Course => "nombre del curso",
            Self::CourseType => "curso, diplomado, taller…",
            Self::Hours => "número de horas",
            Self::Modality => "presencial, virtual o mixta",
            Self::Dates => "primer y último día",
            Self::Place => "municipios donde se dictó",
            Self::City => "ciudad donde se expide",
            Self::Date => "día en que se expide",
            Self::Number => "número del certificado",
            Self::Issuer => "entidad que certifica",
        }
    }

    fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    fn value(self, certificate: &Certificate) -> String {
        match self {
            Self::Name => certificate.full_name.clone(),
            Self::Document => certificate.document_label.clone(),
            Self::Course => certificate.course_name.clone(),
            Self::CourseType => certificate.course_type.clone(),
            Self::Hours => certificate.hours.to_string(),
            Self::Modality => certificate.modality.clone(),
            Self::Dates => certificate.dates.clone(),
            Self::Place => certificate.place.clone(),
            Self::City => certificate.issued_in.clone(),
            Self::Date => certificate.issued_on.clone(),
            Self::Number => certificate.number.clone(),
            Self::Issuer => certificate.issuer.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Field(Field),
}

/// Why a text is not one, in words for who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordingError {
    #[error("No hay un campo «{{{0}}}». Los campos son: {list}.", list = known())]
    Unknown(String),
    #[error("Falta cerrar una llave: los campos se escriben así: {{nombre}}.")]
    Open,
    #[error("Sobra una llave «}}»: los campos se escriben así: {{nombre}}.")]
    Stray,
    #[error("El carácter «{0}» no se puede imprimir. Quítelo.")]
    Unprintable(char),
}

/// «{nombre}, {documento}…»
fn known() -> String {
    Field::ALL.map(|field| format!("{{{}}}", field.code())).join(", ")
}

/// The longest mistake worth repeating to who made it.
const TOLD: usize = 30;

/// A text read into its pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Wording(Vec<Piece>);

impl Wording {
    /// Reads a text. Line breaks and runs of spaces are one space. The case of a field's name makes
    /// no difference, and neither does an accent on it.
    ///
    /// # Errors
    /// What is wrong with it, for who wrote it.
    pub fn read(typed: &str) -> Result<Self, WordingError> {
        if let Some(character) = unprintable(typed) {
            return Err(WordingError::Unprintable(character));
        }
        let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut pieces = Vec::new();
        let mut rest = typed.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            let (words, brace) = rest.split_at(at);
            if !words.is_empty() {
                pieces.push(Piece::Words(words.to_owned()));
            }
            let Some(inside) = brace.strip_prefix('{') else { return Err(WordingError::Stray) };
            let end = inside.find(['{', '}']).ok_or(WordingError::Open)?;
            let (name, close) = inside.split_at(end);
            rest = close.strip_prefix('}').ok_or(WordingError::Open)?;
            let name = name.trim();
            let field = Field::of(&plain(name))
                .ok_or_else(|| WordingError::Unknown(name.chars().take(TOLD).collect()))?;
            pieces.push(Piece::Field(field));
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn names(&self, field: Field) -> bool {
        self.0.contains(&Piece::Field(field))
    }

    /// The words with the certificate's own in place of the fields.
    pub fn fill(&self, certificate: &Certificate) -> String {
        let filled: String = self
            .0
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.clone(),
                Piece::Field(field) => field.value(certificate),
            })
            .collect();
        filled.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a field that it names has nothing to say on this certificate.
    pub fn lacks(&self, certificate: &Certificate) -> bool {
        self.0.iter().any(|piece| match piece {
            Piece::Words(_) => false,
            Piece::Field(field) => field.value(certificate).trim().is_empty(),
        })
    }
}

/// Small letters without the accents of Spanish.
fn plain(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .map(|c| match c {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            other => other,
        })
        .collect()
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Words(words) => f.write_str(words),
            Piece::Field(field) => write!(f, "{{{}}}", field.code()),
        })
    }
}

impl From<Wording> for String {
    fn from(wording: Wording) -> Self {
        wording.to_string()
    }
}

impl TryFrom<String> for Wording {
    type Error = WordingError;

    fn try_from(text: String) -> Result<Self, WordingError> {
        Self::read(&text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::certificate::sample;

    fn read(typed: &str) -> Wording {
        Wording::read(typed).expect("it is read")
    }

    #[test]
    fn fields_are_filled_with_the_words_of_the_certificate() {
        let wording = read("{documento}, participó  y\naprobó el {Tipo} de {horas} horas");
        assert_eq!(
            wording.fill(&sample()),
            "C. C. 1.234.567, participó y aprobó el curso de 40 horas"
        );
        assert_eq!(read("N.º {número}").fill(&sample()), "N.º 2026-000123");
        assert!(wording.names(Field::Hours) && !wording.names(Field::Place));
        let nowhere = Certificate { place: String::new(), ..sample() };
        assert!(read("En {lugar}").lacks(&nowhere) && !read("En {lugar}").lacks(&sample()));
    }

    #[test]
    fn an_unknown_field_is_named_with_those_there_are() {
        let said = |typed: &str| Wording::read(typed).expect_err("is refused").to_string();
        assert_eq!(
            said("Otorgado a {nombr}"),
            "No hay un campo «{nombr}». Los campos son: {nombre}, {documento}, {curso}, {tipo}, \
             {horas}, {modalidad}, {fechas}, {lugar}, {ciudad}, {fecha}, {numero}, {entidad}."
        );
        assert_eq!(
            said("{nombre"),
            "Falta cerrar una llave: los campos se escriben así: {nombre}."
        );
        assert_eq!(
            said("{{nombre}}"),
            "Falta cerrar una llave: los campos se escriben así: {nombre}."
        );
        assert_eq!(said("nombre}"), "Sobra una llave «}»: los campos se escriben así: {nombre}.");
        assert_eq!(said("¡Felicitaciones 🎉!"), "El carácter «🎉» no se puede imprimir. Quítelo.");
        assert!(said(&format!("{{{}}}", "x".repeat(5_000))).len() < 300);
    }

    #[test]
    fn a_value_with_braces_is_never_read_again() {
        let name = Certificate { full_name: "{documento} {nada".to_owned(), ..sample() };
        assert_eq!(read("Otorgado a {nombre}").fill(&name), "Otorgado a {documento} {nada");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_says_the_same_when_written(typed in "[a-z{}#\\[\\]\\\\\"$ áñ]{0,40}") {
            if let Ok(wording) = Wording::read(&typed) {
                let written = wording.to_string();
                prop_assert_eq!(Wording::read(&written).expect("is read back"), wording);
            }
        }

        #[test]
        fn what_fields_say_stands_whole_whatever_it_is(value in "\\PC{1,40}") {
            prop_assume!(!value.trim().is_empty());
            let certificate = Certificate { full_name: value.clone(), ..sample() };
            let filled = read("a {nombre} z").fill(&certificate);
            let expected = value.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(filled, format!("a {expected} z"));
        }
    }
}
