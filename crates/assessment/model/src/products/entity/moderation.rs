//! What the coordination decided where graders differ. The last one counts.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use sign_in_model::entity::account::AccountId;

use super::submission::SubmissionId;

id! {
    /// The key of a row of `moderation`.
    ModerationId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "moderation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ModerationId,
    pub submission_id: SubmissionId,
    /// Tenths, before anything is taken off for coming late.
    /// Personal: grade.
    pub tenths: i32,
    /// Personal: possibly.
    pub reason: String,
    /// Personal: who decided.
    pub moderator_account_id: AccountId,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "sign_in_model::entity::account::Entity",
        from = "Column::ModeratorAccountId",
        to = "sign_in_model::entity::account::Column::Id"
    )]
    Moderator,
}

impl ActiveModelBehavior for ActiveModel {}
