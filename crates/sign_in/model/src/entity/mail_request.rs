//! Somebody asked for another mail of their account. It is theirs when the link that went there is
//! followed (R77).

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::account::AccountId;

id! {
    /// The id of a row of `mail_request`.
    MailRequestId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_request")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MailRequestId,
    /// Personal: whose request it is.
    pub account_id: AccountId,
    /// Lower case.
    /// Personal: contact.
    pub email: String,
    /// SHA-256 of the token in the letter, hexadecimal.
    #[sea_orm(unique)]
    pub token_hash: String,
    pub asked_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// When it was followed, replaced or made void; `None` while it is open.
    pub settled_at: Option<DateTimeUtc>,
}

relations! {
    Account: AccountId => super::account(Id),
}
