//! Whom people ask at a territorial unit. The reference files fill the unit itself; its coordination fills
//! this.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `unit_contact`.
    UnitContactId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_contact")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: UnitContactId,
    #[sea_orm(unique)]
    pub unit_code: String,
    pub email: Option<String>,
    /// Digits, with `+` before a foreign one.
    pub phone: Option<String>,
    /// Where and when people are received, in the unit's own words.
    pub office: Option<String>,
}

relations! {
    Unit: UnitCode => super::territorial_unit(Code),
}
