//! A browser from which an account came in before. The secret by which it is known is only in its cookie;
//! several accounts may share one browser.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::account::AccountId;

id! {
    /// The id of a row of `known_device`.
    KnownDeviceId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "known_device")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: KnownDeviceId,
    /// Personal: who came in from it.
    pub account_id: AccountId,
    /// SHA-256 of the secret, hexadecimal.
    pub token_hash: String,
    /// Personal: activity.
    pub first_seen_at: DateTimeUtc,
    /// The last time that the account came in from it.
    /// Personal: activity.
    pub last_seen_at: DateTimeUtc,
}

relations! {
    Account: AccountId => super::account(Id),
}
