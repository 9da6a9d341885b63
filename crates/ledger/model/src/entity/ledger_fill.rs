//! How far the people of an older database were added to the ledger: one row.

use sea_orm::entity::prelude::*;

use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_fill")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// `person.id`; everybody up to this one is in the ledger.
    pub after_person: i64,
    /// When the filling ended: before that, nothing was known. `None` when there was nobody to add.
    pub known_since: Option<DateTimeUtc>,
    pub is_done: bool,
}

relations! {}
