//! The 33 departments of DIVIPOLA (Bogotá counts as one).

use sea_orm::entity::prelude::*;

use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "department")]
pub struct Model {
    /// DIVIPOLA, two digits as text: leading zeros count.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Official name, as printed.
    pub name: String,
    /// `name` without accents or case, for searching.
    pub search_name: String,
}

relations! {}
