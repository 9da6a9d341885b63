//! One print of a test: its forms and its sheets belong together.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use crate::entity::exam::ExamId;

id! {
    /// The key of a row of `exam_print`.
    PrintId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exam_print")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PrintId,
    pub exam_id: ExamId,
    /// When people answer, as the papers say.
    pub sits_at: DateTimeUtc,
    pub place: String,
    pub printed_at: DateTimeUtc,
    /// Personal: who printed it.
    pub printed_by: AccountId,
}

relations! {
    Exam: ExamId => crate::entity::exam(Id),
    Account: PrintedBy => sign_in_model::entity::account(Id),
}
