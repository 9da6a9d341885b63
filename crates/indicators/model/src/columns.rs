//! Which column of a publisher's sheet is about what, by its heading wherever it stands; pure.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use platform::search::fold;
use sheets::Row;

use super::entity::indicator_import::Kind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnTopic {
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
    /// The kind of a trait.
    Trait,
    Scheme,
}

/// Headings without accents, capitals nor signs.
const HEADINGS: [(&str, ColumnTopic); 32] = [
    ("codigo entidad", ColumnTopic::Municipality),
    ("cod entidad", ColumnTopic::Municipality),
    ("codigo municipio", ColumnTopic::Municipality),
    ("cod municipio", ColumnTopic::Municipality),
    ("codigo mpio", ColumnTopic::Municipality),
    ("cod mpio", ColumnTopic::Municipality),
    ("codigo dane", ColumnTopic::Municipality),
    ("codigo divipola", ColumnTopic::Municipality),
    ("divipola", ColumnTopic::Municipality),
    ("codigo departamento", ColumnTopic::Department),
    ("cod departamento", ColumnTopic::Department),
    ("codigo depto", ColumnTopic::Department),
    ("cod depto", ColumnTopic::Department),
    ("codigo unico", ColumnTopic::Indicator),
    ("codigo indicador", ColumnTopic::Indicator),
    ("cod indicador", ColumnTopic::Indicator),
    ("codigo categoria", ColumnTopic::Category),
    ("codigo subcategoria", ColumnTopic::Subcategory),
    ("codigo variable", ColumnTopic::Variable),
    ("dato", ColumnTopic::Datum),
    ("dato numerico", ColumnTopic::Datum),
    ("valor", ColumnTopic::Datum),
    ("puntaje", ColumnTopic::Datum),
    ("calificacion", ColumnTopic::Datum),
    ("etiqueta", ColumnTopic::Label),
    ("anio", ColumnTopic::Year),
    ("ano", ColumnTopic::Year),
    ("vigencia", ColumnTopic::Year),
    ("tipo", ColumnTopic::Trait),
    ("caracteristica", ColumnTopic::Trait),
    ("esquema", ColumnTopic::Scheme),
    ("metodologia", ColumnTopic::Scheme),
];

/// IndicatorColumns by what they are about, and the row that says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndicatorColumns {
    /// From 1.
    pub row: u32,
    by_target: BTreeMap<ColumnTopic, u32>,
    /// A second column about the same topic, so that it is unclear which one counts.
    pub twice: Option<(ColumnTopic, u32)>,
}

impl IndicatorColumns {
    /// Reads the headings of a row. `None` means that they are not those of such a file.
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
                has(ColumnTopic::Indicator)
                    || has(ColumnTopic::Category)
                        && has(ColumnTopic::Subcategory)
                        && has(ColumnTopic::Variable)
            }
            Kind::Traits => has(ColumnTopic::Trait) || has(ColumnTopic::Scheme),
        };
        (about && has(ColumnTopic::Municipality) && has(ColumnTopic::Datum)).then_some(columns)
    }

    pub fn at(&self, target: ColumnTopic) -> Option<u32> {
        self.by_target.get(&target).copied()
    }

    /// Returns the text of a row about a topic; empty when there is no such column.
    pub fn text<'r>(&self, row: &'r Row, target: ColumnTopic) -> &'r str {
        self.at(target).map_or("", |column| row.text(column))
    }
}

fn target_of(heading: &str) -> Option<ColumnTopic> {
    let spaced: String =
        fold(heading).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    HEADINGS.iter().find(|(known, _)| *known == plain).map(|(_, target)| *target)
}
