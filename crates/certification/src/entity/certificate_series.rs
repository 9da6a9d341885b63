//! The last number given by a unit in a year. Locked while a number is taken: no gaps, no repeats.

use sea_orm::entity::prelude::*;

use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub issuer_unit: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    pub last_number: i32,
}

relations! {}
