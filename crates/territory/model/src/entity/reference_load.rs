//! Which reference file is loaded, so that a second load of the same content does nothing.

use sea_orm::entity::prelude::*;

use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reference_load")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// SHA-256 of the file, hexadecimal.
    pub content_hash: String,
    pub source: String,
    pub licence: String,
    pub rows: i32,
    pub loaded_at: DateTimeUtc,
}

relations! {}
