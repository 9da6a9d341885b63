//! The authenticator of an account: what its codes are made from.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::account::AccountId;

id! {
    /// The id of a row of `second_factor`.
    SecondFactorId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factor")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SecondFactorId,
    /// Personal: whose factor it is.
    #[sea_orm(unique)]
    pub account_id: AccountId,
    /// The 160 bits that the telephone holds too, closed with a secret that is not in the database.
    /// Personal: credential.
    pub sealed: Vec<u8>,
    /// The step (of 30 seconds since 1970) of the last code that was taken: it and earlier ones are
    /// taken no more.
    pub last_step: i64,
    pub created_at: DateTimeUtc,
}

relations! {
    Account: AccountId => super::account(Id),
}
