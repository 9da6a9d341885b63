//! What the coordination decided where graders differ. The last one counts.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
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

relations! {
    ;
    Moderator: ModeratorAccountId => sign_in_model::entity::account(Id),
}
