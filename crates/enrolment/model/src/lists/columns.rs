//! The meaning of each column of a spreadsheet: guessed from the headings that people really write and
//! from what stands below them, and always for the person to correct; pure (R26).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use platform::marked::REVIEW;
use platform::search::fold;
use platform::texts::Words;
use rosters::names::{self, Order};
use sheets::{HiddenParts, Row};

use super::headings::{Heading, heading};
use super::values::fit;

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
    /// Tells municipalities of one name apart.
    #[code("departamento")]
    Department,
    #[code("entidad")]
    Entity,
    #[code("tipo_entidad")]
    EntityKind,
    #[code("nit")]
    Nit,
    #[code("cargo")]
    Position,
    #[code("tipo_vinculacion")]
    Kind,
    /// The day on which the person took up the post.
    #[code("posesion")]
    Start,
    #[code("correo")]
    Mail,
    #[code("telefono")]
    Phone,
    /// Whether the person authorised that their data are kept (R71).
    #[code("autorizacion")]
    Consent,
}

impl ColumnTarget {
    pub fn is_name(self) -> bool {
        use ColumnTarget::{
            FirstName, FirstSurname, FullName, FullNameBySurname, GivenNames, Surnames,
        };
        matches!(
            self,
            FullName | FullNameBySurname | GivenNames | Surnames | FirstName | FirstSurname
        )
    }

    /// Whether it is a name, or a second one.
    pub fn is_of_name(self) -> bool {
        self.is_name() || matches!(self, Self::SecondName | Self::SecondSurname)
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

/// Guesses the meaning of the headings of one row by them and by the rows below. Of two columns that may
/// have one meaning, the one with the plainer heading and the fitting values has it, then the first.
/// «Nombres» without any «Apellidos» are whole names, in the order that they show.
pub fn guess(headings: &[(u32, String)], below: &[Row]) -> ColumnTargets {
    let values = |column: u32| -> Vec<&str> {
        below.iter().map(|row| row.text(column)).filter(|text| !text.is_empty()).collect()
    };
    let mut best: BTreeMap<ColumnTarget, (i32, u32)> = BTreeMap::new();
    for (column, text) in headings {
        let Some(Heading { mut target, is_exact }) = heading(text) else { continue };
        let values = values(*column);
        // A column of types under «Documento», or of numbers under «Tipo de documento».
        if target == ColumnTarget::Document && fit(ColumnTarget::DocumentType, &values) == Some(100)
        {
            target = ColumnTarget::DocumentType;
        }
        let fits = match fit(target, &values) {
            Some(0) => continue,
            Some(fits) => fits,
            None => 50,
        };
        let score = fits + if is_exact { 40 } else { 0 };
        let held = best.get(&target).copied();
        if held.is_none_or(|(known, _)| score > known) {
            best.insert(target, (score, *column));
        }
    }
    let mut columns =
        ColumnTargets(best.into_iter().map(|(target, (_, column))| (column, target)).collect());
    let alone = columns.of(ColumnTarget::GivenNames).filter(|_| {
        columns.of(ColumnTarget::Surnames).is_none()
            && columns.of(ColumnTarget::FirstSurname).is_none()
    });
    if let Some(column) = alone {
        columns.0.insert(column, ColumnTarget::FullName);
    }
    let whole = [ColumnTarget::FullName, ColumnTarget::FullNameBySurname];
    if let Some(column) = whole.into_iter().find_map(|target| columns.of(target)) {
        match names::order_of(values(column).into_iter()) {
            Some(Order::SurnamesFirst) => {
                columns.0.insert(column, ColumnTarget::FullNameBySurname);
            }
            Some(Order::NamesFirst) => {
                columns.0.insert(column, ColumnTarget::FullName);
            }
            None => {}
        }
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
/// are read. Columns that the sheet hides mean nothing until a person says so.
pub fn find_header(rows: &[Row], hidden: &HiddenParts) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for index in 0..rows.len() {
        let Some(header) = header_at(rows, index, hidden) else { continue };
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

/// Rows below the headings whose values are looked at.
const LOOKED_AT: usize = 30;

/// The headings of one of these rows, each joined with the one right above it on the sheet where it says
/// nothing by itself.
pub fn header_at(rows: &[Row], index: usize, hidden: &HiddenParts) -> Option<Header> {
    let row = rows.get(index)?;
    let above = index.checked_sub(1).and_then(|before| rows.get(before));
    // Another table's title, or «Municipio: X», is no part of a heading.
    let above = above.filter(|above| above.number + 1 == row.number);
    let below = rows.get(index + 1..).unwrap_or_default();
    let below = below.get(..below.len().min(LOOKED_AT)).unwrap_or_default();
    let all: Vec<(u32, String)> =
        row.cells.iter().map(|cell| (cell.column, cell.text.clone())).collect();
    let alone: Vec<(u32, String)> =
        all.iter().filter(|(column, _)| !hidden.column(*column)).cloned().collect();
    let columns = guess(&alone, below);
    let is_alone = above.is_some_and(|above| above.cells.len() == 1 && all.len() > 4);
    let joined: Vec<(u32, String)> = alone
        .iter()
        .map(|(column, text)| {
            let group = above.filter(|_| !is_alone && columns.target(*column).is_none());
            let group = group.and_then(|above| {
                // A group's name stands over its first column.
                let over = above.cells.iter().rev().find(|cell| cell.column <= *column)?;
                (column - over.column <= 3 && !over.text.contains(':')).then_some(over)
            });
            match group {
                Some(group) if group.text != *text => (*column, format!("{} {text}", group.text)),
                _ => (*column, text.clone()),
            }
        })
        .collect();
    let together = guess(&joined, below);
    if together.0.len() <= columns.0.len() {
        return Some(Header { row: row.number, headings: all, columns });
    }
    let headings = all
        .into_iter()
        .map(|(column, text)| {
            let found = joined.iter().find(|(known, _)| *known == column);
            found.cloned().unwrap_or((column, text))
        })
        .collect();
    Some(Header { row: row.number, headings, columns: together })
}

/// Whether two rows of headings say the same, whatever their accents and capitals. The column of remarks that a
/// file was returned with is none of the person's.
pub fn same_headings(one: &[(u32, String)], other: &[(u32, String)]) -> bool {
    let plain = |headings: &[(u32, String)]| -> Vec<(u32, String)> {
        let own = headings.iter().filter(|(_, text)| text != REVIEW);
        own.map(|(column, text)| (*column, fold(text))).collect()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
#[path = "columns_tests.rs"]
mod tests;
