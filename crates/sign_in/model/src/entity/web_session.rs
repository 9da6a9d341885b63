//! A signed-in browser. The token itself is only in the cookie.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::account::AccountId;

id! {
    /// The id of a row of `web_session`.
    WebSessionId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "web_session")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: WebSessionId,
    /// SHA-256 of the token, hexadecimal.
    #[sea_orm(unique)]
    pub token_hash: String,
    /// Personal: who was signed in.
    pub account_id: AccountId,
    /// Personal: activity.
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// The browser in words of ours: «Chrome en Windows».
    /// Personal: activity.
    pub device: String,
    /// Others use the computer too: the session ends when it is not used.
    pub is_shared: bool,
    /// To the minute or some minutes.
    /// Personal: activity.
    pub last_used_at: DateTimeUtc,
}

relations! {
    Account: AccountId => super::account(Id),
}
