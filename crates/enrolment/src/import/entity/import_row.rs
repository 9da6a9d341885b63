//! A row of a file as the person that it would become; deleted with the file.

use sea_orm::entity::prelude::*;

use platform::ids::stored;
use platform::relations::relations;

use super::import::ImportId;

/// What becomes of a row, as the list of all rows says it.
#[stored]
#[words("enrolment.row_fate_")]
pub enum RowFate {
    /// The person gets a seat.
    Seat,
    /// The person waits for one.
    Waits,
    /// The person is enrolled already.
    Already,
    /// The person is enrolled already, and the row completes a mail or a telephone.
    Completed,
    Withdrew,
    /// It repeats the person of a row above.
    Repeated,
    /// A person left it out, or it is whoever sent the file.
    LeftOut,
    /// A total, a note, a line without anybody.
    Nobodys,
    Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment_import_row")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub import_id: ImportId,
    /// The number of the row, from 1, as in the spreadsheet.
    pub row_number: i32,
    /// As it would be kept, or as the file says when the row is wrong.
    /// Personal: identity document.
    pub document: String,
    /// Personal: name.
    pub name: String,
    /// Personal: place of work.
    pub municipality: String,
    /// Personal: employer.
    pub entity: String,
    /// Personal: occupation.
    pub position: String,
    /// Personal: legal tie with the employer.
    pub kind: String,
    /// Personal: mail and telephone.
    pub contacts: String,
    pub fate: RowFate,
    /// The person would be registered.
    pub is_new: bool,
    /// Something about it should be looked at: an error, a warning, a name that reads in two ways.
    pub has_doubt: bool,
}

relations! {}
