//! How many certified people are wanted for a capacity of a municipality, since when, and why. A correction
//! is another row.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `coverage_target`.
    TargetId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "coverage_target")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TargetId,
    pub capacity_code: String,
    pub municipality_code: String,
    /// Zero says that none is set any more.
    pub people: i32,
    pub since_on: Date,
    /// Personal: words of whoever set it.
    pub reason: String,
    pub made_at: DateTimeUtc,
    /// Personal: who set it.
    pub made_by: AccountId,
}

relations! {
    ;
    MadeBy: MadeBy => sign_in_model::entity::account(Id),
}
