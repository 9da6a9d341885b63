//! An error or a warning about a row of a file; deleted with the file.

use sea_orm::entity::prelude::*;

use super::import::ImportId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment_import_issue")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub import_id: ImportId,
    /// The number of the row, from 1, as in the spreadsheet.
    pub row_number: i32,
    /// The index of the column, from 0; `None` when it is about the whole row.
    pub column_index: Option<i32>,
    /// An error keeps the file from being imported; a warning does not.
    pub is_error: bool,
    /// Personal: quotes what the file says.
    pub what: String,
    /// Personal: quotes what the file says.
    pub mend: String,
    /// The meaning of the column that a question is about; with `typed`, which one answer settles.
    pub target: Option<String>,
    /// Personal: quotes what the file says.
    pub typed: Option<String>,
    /// Personal: what the file may mean.
    pub suggestion: Option<String>,
}

relations! {}
