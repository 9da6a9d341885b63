//! Attempts to sign in, to slow down guessing by account and by address.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `sign_in_attempt`.
    SignInAttemptId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempt")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SignInAttemptId,
    /// Hash of the mail as typed: it may be of nobody.
    /// Personal: pseudonym.
    pub account_key: String,
    /// Hash of the network address, or of the browser that the account knows.
    /// Personal: pseudonym.
    pub address_key: String,
    pub at: DateTimeUtc,
    pub succeeded: bool,
}

relations! {}
