//! A request for a link to a new password. A worker answers it after some seconds and deletes it: history
//! names the account that was found, and nothing is kept of a mail that has none.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `password_request`.
    PasswordRequestId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "password_request")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PasswordRequestId,
    /// Lower case, as it was typed.
    /// Personal: contact.
    pub email: String,
    pub asked_at: DateTimeUtc,
    /// The request's number, for history.
    pub request_id: Option<String>,
}

relations! {}
