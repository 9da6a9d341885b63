//! One row that says how far the worker has read history for changes behind certificates.

use sea_orm::entity::prelude::*;

use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_watch")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// `history_event.id`; every event up to it was looked at when it could no longer be overtaken.
    pub seen_event: i64,
}

relations! {}
