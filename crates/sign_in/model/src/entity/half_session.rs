//! A sign-in whose password was right and whose code is still asked for. It opens nothing.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::account::AccountId;

id! {
    /// The id of a row of `half_session`.
    HalfSessionId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "half_session")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: HalfSessionId,
    /// SHA-256 of the token, hexadecimal.
    #[sea_orm(unique)]
    pub token_hash: String,
    /// Personal: who is signing in.
    pub account_id: AccountId,
    /// Personal: activity.
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// Others use the browser too, as whoever signs in says.
    pub is_shared: bool,
}

relations! {
    Account: AccountId => super::account(Id),
}
