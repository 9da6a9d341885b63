//! A change of the mail or the telephone of a person or an account: which of the two and why, never what
//! they were. The reason is free text about a person and stays here, out of history.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::account::AccountId;

id! {
    /// The id of a row of `contact_change`.
    ContactChangeId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ContactChangeId,
    /// `person.id`, where a person is known.
    /// Personal: whose contacts they are.
    pub person_id: Option<i64>,
    /// The account that moved with it, if any.
    /// Personal: whose contacts they are.
    pub account_id: Option<AccountId>,
    pub is_email: bool,
    pub is_phone: bool,
    /// `None` when people change their own.
    /// Personal: possibly.
    pub reason: Option<String>,
    pub changed_at: DateTimeUtc,
    /// The account that made the change; `None` means the product itself.
    pub changed_by: Option<AccountId>,
}

relations! {}
