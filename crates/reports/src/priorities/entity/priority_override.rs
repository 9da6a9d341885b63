//! A change of the ranking: a municipality that comes before or after the place of its score, for a
//! capacity, with the reason. A change is withdrawn and never deleted.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `priority_override`.
    OverrideId
}

/// Where the municipality is moved.
#[stored]
pub enum Direction {
    /// Before all unchanged municipalities.
    Lift,
    /// After all unchanged municipalities.
    Lower,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "priority_override")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: OverrideId,
    /// A municipality has at most one change for each capacity that is not withdrawn.
    pub municipality_code: String,
    pub capacity_code: String,
    pub direction: Direction,
    /// Personal: the words of the person who decided.
    pub reason: String,
    pub made_at: DateTimeUtc,
    /// Personal: the account of the person who decided.
    pub made_by: AccountId,
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Personal: the account of the person who withdrew it.
    pub withdrawn_by: Option<AccountId>,
}

relations! {
    ;
    MadeBy: MadeBy => sign_in_model::entity::account(Id),
}
