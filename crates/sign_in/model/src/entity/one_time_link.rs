//! A link sent by mail that works once.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;

use super::account::AccountId;

id! {
    /// The id of a row of `one_time_link`.
    OneTimeLinkId
}

/// What the link is good for.
#[stored]
pub enum Purpose {
    SetPassword,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_link")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: OneTimeLinkId,
    /// Personal: whose link it is.
    pub account_id: AccountId,
    /// SHA-256 of the token, hexadecimal.
    #[sea_orm(unique)]
    pub token_hash: String,
    pub purpose: Purpose,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
}

relations! {
    Account: AccountId => super::account(Id),
}
