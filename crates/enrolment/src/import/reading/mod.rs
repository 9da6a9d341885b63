//! A row of the file turned into a person with their post, or into what is wrong with it; pure
//! (R25, R26). Nothing here knows who is known already: that is asked of the database afterwards.

mod person;
mod reader;
mod work;

use serde::{Deserialize, Serialize};

use people_model::entity::person::DocumentType;
use people_model::entity::post::Kind;

use super::columns::ColumnTargets;
use crate::commands::NewParticipant;

pub use reader::RowReader;

/// The values that count where a row says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defaults {
    pub document_type: Option<DocumentType>,
    pub municipality: Option<String>,
    pub kind: Option<Kind>,
    /// The alcaldía of each person's municipality.
    pub alcaldia: bool,
}

/// How a file is to be read, as a person chose it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportChoice {
    pub sheet: u32,
    /// The row of the headings, from 1; people begin below.
    pub header: u32,
    pub columns: ColumnTargets,
    pub defaults: Defaults,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemLevel {
    /// An error: nothing is imported while there is one.
    Error,
    /// A warning, which stops nothing.
    Warning,
}

/// Something about a cell, or about a whole row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    pub row: u32,
    pub column: Option<u32>,
    pub level: ProblemLevel,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

/// A person of the file.
#[derive(Clone, Debug)]
pub struct ImportCandidate {
    pub row: u32,
    pub participant: NewParticipant,
    /// Digits of the entity's NIT, when the row has it.
    pub nit: Option<String>,
    /// The whole name as it stood in one cell and was taken apart; nothing when it came in parts.
    pub apart: Option<(String, bool)>,
}

/// Everything read from a file.
#[derive(Clone, Debug, Default)]
pub struct FileReading {
    pub candidates: Vec<ImportCandidate>,
    pub problems: Vec<RowProblem>,
    /// Rows with something in them below the headings.
    pub rows: u32,
    /// Rows that are nobody's: totals, notes, headings once more.
    pub nobodys: u32,
    /// The number of rows that repeat the person of a row above.
    pub repeated: u32,
}
