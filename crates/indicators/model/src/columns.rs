//! Which column of a publisher's sheet is about what, by its heading wherever it stands; pure.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use platform::search::fold;
use sheets::Row;

use super::entity::indicator_import::Kind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Municipality,
    Department,
    /// The whole code of an indicator.
    Indicator,
    /// Its parts.
    Category,
    Subcategory,
    Variable,
    Datum,
    Label,
    Year,
    /// Of traits.
    Trait,
    Scheme,
}

/// Headings without accents, capitals nor signs.
const HEADINGS: [(&str, Target); 32] = [
    ("codigo entidad", Target::Municipality),
    ("cod entidad", Target::Municipality),
    ("codigo municipio", Target::Municipality),
    ("cod municipio", Target::Municipality),
    ("codigo mpio", Target::Municipality),
    ("cod mpio", Target::Municipality),
    ("codigo dane", Target::Municipality),
    ("codigo divipola", Target::Municipality),
    ("divipola", Target::Municipality),
    ("codigo departamento", Target::Department),
    ("cod departamento", Target::Department),
    ("codigo depto", Target::Department),
    ("cod depto", Target::Department),
    ("codigo unico", Target::Indicator),
    ("codigo indicador", Target::Indicator),
    ("cod indicador", Target::Indicator),
    ("codigo categoria", Target::Category),
    ("codigo subcategoria", Target::Subcategory),
    ("codigo variable", Target::Variable),
    ("dato", Target::Datum),
    ("dato numerico", Target::Datum),
    ("valor", Target::Datum),
    ("puntaje", Target::Datum),
    ("calificacion", Target::Datum),
    ("etiqueta", Target::Label),
    ("anio", Target::Year),
    ("ano", Target::Year),
    ("vigencia", Target::Year),
    ("tipo", Target::Trait),
    ("caracteristica", Target::Trait),
    ("esquema", Target::Scheme),
    ("metodologia", Target::Scheme),
];

/// Columns by what they are about, and the row that says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// From 1.
    pub row: u32,
    by_target: BTreeMap<Target, u32>,
    /// A second column about the same: nobody can say which one counts.
    pub twice: Option<(Target, u32)>,
}

impl Columns {
    /// The headings of a row, if they are those of such a file.
    pub fn of(row: &Row, kind: Kind) -> Option<Self> {
        let mut columns = Self { row: row.number, ..Self::default() };
        for cell in &row.cells {
            let Some(target) = target_of(&cell.text) else { continue };
            match columns.by_target.entry(target) {
                Entry::Vacant(place) => {
                    place.insert(cell.column);
                }
                Entry::Occupied(_) => {
                    columns.twice = columns.twice.or(Some((target, cell.column)));
                }
            }
        }
        let has = |target| columns.by_target.contains_key(&target);
        let about = match kind {
            Kind::Values => {
                has(Target::Indicator)
                    || has(Target::Category) && has(Target::Subcategory) && has(Target::Variable)
            }
            Kind::Traits => has(Target::Trait) || has(Target::Scheme),
        };
        (about && has(Target::Municipality) && has(Target::Datum)).then_some(columns)
    }

    pub fn at(&self, target: Target) -> Option<u32> {
        self.by_target.get(&target).copied()
    }

    /// What a row says about something; nothing where there is no such column.
    pub fn text<'r>(&self, row: &'r Row, target: Target) -> &'r str {
        self.at(target).map_or("", |column| row.text(column))
    }
}

fn target_of(heading: &str) -> Option<Target> {
    let spaced: String =
        fold(heading).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    HEADINGS.iter().find(|(known, _)| *known == plain).map(|(_, target)| *target)
}
