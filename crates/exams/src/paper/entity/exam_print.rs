//! One print of a test: its forms and its sheets belong together.

use sea_orm::entity::prelude::*;

use platform::ids::id;
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

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "crate::entity::exam::Entity",
        from = "Column::ExamId",
        to = "crate::entity::exam::Column::Id"
    )]
    Exam,
    #[sea_orm(
        belongs_to = "sign_in_model::entity::account::Entity",
        from = "Column::PrintedBy",
        to = "sign_in_model::entity::account::Column::Id"
    )]
    Account,
}

impl Related<crate::entity::exam::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Exam.def()
    }
}

impl Related<sign_in_model::entity::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
