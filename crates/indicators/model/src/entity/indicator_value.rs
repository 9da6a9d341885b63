//! What an index says of a municipality in a year. Rows are added, never changed: the one with the
//! highest revision counts, and those before it tell what was published first.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::indicator_import::ImportId;

id! {
    /// The id of a row of `indicator_value`.
    ValueId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator_value")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ValueId,
    pub import_id: ImportId,
    pub municipality_code: String,
    pub index_name: String,
    /// The code of the index's publisher, as in `capacity_indicator`.
    pub indicator_code: String,
    pub year: i32,
    /// From 1.
    pub revision: i32,
    /// In ten-thousandths of the indicator's unit.
    pub value: i64,
    /// What the publisher calls it («Medio»); may be empty.
    pub label: String,
    /// The row of the file.
    pub position: i32,
}

relations! {
    Import: ImportId => super::indicator_import(Id),
}
