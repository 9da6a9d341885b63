//! ESAP's territorial units: each owns cohorts and sees those it owns.

use sea_orm::entity::prelude::*;

use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "territorial_unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub name: String,
    /// How sure the source is that the unit exists today.
    pub status: String,
    /// Where the fact comes from.
    pub source: String,
}

relations! {}
