//! The private address of somebody's calendar; one at most.

use sea_orm::entity::prelude::*;

use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_address")]
pub struct Model {
    /// Personal: whose calendar it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// SHA-256 of the secret in the address, which is shown once.
    #[sea_orm(unique)]
    pub token_hash: String,
    pub created_at: DateTimeUtc,
}

relations! {}
