//! What a person answered about the rows of a file. What is about a single row is deleted with the file; the
//! rest counts for the next file too, and is forgotten some time after (R86).

use sea_orm::entity::prelude::*;

use platform::ids::stored;
use platform::relations::relations;

use super::import::ImportId;

/// What an answer is about.
#[stored]
pub enum AnswerKind {
    /// The new text of a cell.
    Cell,
    /// The row is left out.
    LeftOut,
    /// What a spelling means, in every row that has it.
    Spelling,
    /// What the row means by a post that differs from the known one.
    Post,
    /// Why a rule of the course is set aside, in every row that does not meet it.
    Exception,
}

impl AnswerKind {
    /// Those about a single row, which no other file has.
    pub const OF_A_ROW: [Self; 3] = [Self::Cell, Self::LeftOut, Self::Post];
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment_import_answer")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub import_id: ImportId,
    pub kind: AnswerKind,
    /// From 1; 0 when it is about a spelling.
    pub row_number: i32,
    /// The meaning of the column, or nothing.
    pub target: String,
    /// The spelling that is settled, folded, or nothing.
    /// Personal: quotes what the file says.
    pub typed: String,
    /// Personal: what a cell should say.
    pub value: String,
}

relations! {}
