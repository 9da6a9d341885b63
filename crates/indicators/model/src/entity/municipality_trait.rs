//! What a municipality is told apart by in a year: its comparison group, category, typology,
//! population. Rows are added, never changed, as those of `indicator_value`. (Whether it is of a
//! PDET stands with the municipality: it does not change by year.)

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;

use super::indicator_import::ImportId;

id! {
    /// The id of a row of `municipality_trait`.
    TraitId
}

#[stored]
#[derive(PartialOrd, Ord)]
pub enum Kind {
    /// Within which an index compares; with a scheme.
    Group,
    /// Especial, or 1 to 6, by yearly decree.
    Category,
    Typology,
    Population,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "municipality_trait")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TraitId,
    pub import_id: ImportId,
    pub municipality_code: String,
    pub kind: Kind,
    /// Of groups: «MDM G1–G5»; empty of the others.
    pub scheme: String,
    pub year: i32,
    /// From 1.
    pub revision: i32,
    pub value: String,
    /// The row of the file.
    pub position: i32,
}

relations! {
    Import: ImportId => super::indicator_import(Id),
}
