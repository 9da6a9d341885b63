//! The choice of a principal post from a day on, among the posts that the person holds (R29).
//! Append-only: the post that came first before that day still did.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::post::PostId;

id! {
    /// The id of a row of `principal_choice`.
    PrincipalChoiceId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "principal_choice")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PrincipalChoiceId,
    pub post_id: PostId,
    /// Personal: working life.
    pub from_on: Date,
    pub made_at: DateTimeUtc,
    /// Personal: who chose.
    pub made_by: Option<AccountId>,
}

relations! {
    Post: PostId => super::post(Id),
    MadeBy: MadeBy => sign_in_model::entity::account(Id),
}
