//! What somebody has spent of a budget of attempts that holds over all instances.

use sea_orm::entity::prelude::*;

use crate::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt_budget")]
pub struct Model {
    /// Digest of the budget's name and of whoever spends it.
    /// Personal: pseudonym.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// When the budget is whole again, in microseconds since 1970: both databases compare and add
    /// numbers in one statement, and instants not.
    pub whole_at: i64,
}

relations! {}
