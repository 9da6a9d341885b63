//! A file of questions, from its arrival until it is imported or forgotten.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The key of a row of `question_import`.
    QuestionImportId
}

#[stored]
#[words("assessment.bank_row_")]
pub enum QuestionFileFormat {
    Gift,
    /// XLSX or CSV.
    Sheet,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_import")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: QuestionImportId,
    /// Personal: who sent it; nobody else sees it.
    pub account_id: AccountId,
    /// Personal: as the person called it.
    pub file_name: String,
    pub format: QuestionFileFormat,
    /// For the questions that do not say theirs.
    pub capacity_code: Option<String>,
    /// Empty once it is over or forgotten.
    pub bytes: Option<Vec<u8>>,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
    pub created: i32,
    pub corrected: i32,
}

relations! {}
