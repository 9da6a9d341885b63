//! The Spanish words of the closed lists of `people`, in the order of the page.

use super::entity::person::DocumentType;
use super::entity::possible_duplicate::Likeness;
use super::entity::post::Kind;

/// Code in forms, type, and what a person reads.
pub const DOCUMENT_TYPES: [(&str, DocumentType, &str); 7] = [
    ("CC", DocumentType::Cc, "Cédula de ciudadanía"),
    ("CE", DocumentType::Ce, "Cédula de extranjería"),
    ("TI", DocumentType::Ti, "Tarjeta de identidad"),
    ("RC", DocumentType::Rc, "Registro civil"),
    ("PA", DocumentType::Pa, "Pasaporte"),
    ("PEP", DocumentType::Pep, "Permiso especial de permanencia"),
    ("PPT", DocumentType::Ppt, "Permiso por protección temporal"),
];

/// Code in forms, kind, and what a person reads (catalogue `vinculacion`).
pub const KINDS: [(&str, Kind, &str); 10] = [
    ("carrera", Kind::Carrera, "Carrera administrativa"),
    ("lnr", Kind::Lnr, "Libre nombramiento y remoción"),
    ("provisional", Kind::Provisional, "Nombramiento provisional"),
    ("temporal", Kind::Temporal, "Empleo temporal"),
    ("periodo_fijo", Kind::PeriodoFijo, "Periodo fijo"),
    ("eleccion_popular", Kind::EleccionPopular, "Elección popular"),
    ("trabajador_oficial", Kind::TrabajadorOficial, "Trabajador oficial"),
    ("contratista", Kind::Contratista, "Contratista de prestación de servicios"),
    ("supernumerario", Kind::Supernumerario, "Supernumerario"),
    ("no_aplica", Kind::NoAplica, "Ciudadanía u organización social"),
];

pub fn document_type_code(kind: DocumentType) -> &'static str {
    find(&DOCUMENT_TYPES, kind).0
}

pub fn document_type_label(kind: DocumentType) -> &'static str {
    find(&DOCUMENT_TYPES, kind).2
}

pub fn kind_code(kind: Kind) -> &'static str {
    find(&KINDS, kind).0
}

pub fn kind_label(kind: Kind) -> &'static str {
    find(&KINDS, kind).2
}

/// What two records have in common besides a like name.
pub fn likeness_label(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Email => "Mismo correo",
        Likeness::Phone => "Mismo teléfono",
        Likeness::Municipality => "Mismo nombre y municipio",
        Likeness::ByHand => "Lo dijo una persona",
    }
}

/// The row of a value; every value has one, which the tests below hold.
fn find<T: Copy + PartialEq, const N: usize>(
    list: &[(&'static str, T, &'static str); N],
    value: T,
) -> (&'static str, T, &'static str) {
    list.iter().find(|row| row.1 == value).copied().unwrap_or(("", value, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::Iterable;

    #[test]
    fn every_value_has_its_words() {
        for kind in DocumentType::iter() {
            assert!(!document_type_label(kind).is_empty(), "{kind:?}");
        }
        for kind in Kind::iter() {
            assert!(!kind_label(kind).is_empty(), "{kind:?}");
        }
    }
}
