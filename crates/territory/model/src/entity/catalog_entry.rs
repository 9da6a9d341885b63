//! Closed lists that a source defines (entity types, offer types, …).

use sea_orm::entity::prelude::*;

use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "catalog_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub catalog: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// What a person reads.
    pub label: String,
    pub note: String,
    /// How sure the source is: verified, secondary, assumed.
    pub certainty: String,
    /// Order on the page, from 1.
    pub position: i32,
}

relations! {}
