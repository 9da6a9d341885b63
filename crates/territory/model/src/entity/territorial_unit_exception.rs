//! Municipalities served by another unit than their department's.

use sea_orm::entity::prelude::*;

use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "territorial_unit_exception")]
pub struct Model {
    /// A municipality has one exception at most.
    #[sea_orm(primary_key, auto_increment = false)]
    pub municipality_code: String,
    /// The unit that serves it in place of its department's.
    pub unit_code: String,
}

relations! {
    Municipality: MunicipalityCode => super::municipality(Code),
}
