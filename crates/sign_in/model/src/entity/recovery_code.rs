//! A code on paper that stands for the authenticator once.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::account::AccountId;

id! {
    /// The id of a row of `recovery_code`.
    RecoveryCodeId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery_code")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RecoveryCodeId,
    /// Personal: whose code it is.
    pub account_id: AccountId,
    /// SHA-256 of account and code, hexadecimal.
    /// Personal: credential.
    #[sea_orm(unique)]
    pub digest: String,
    pub created_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
}

relations! {}
