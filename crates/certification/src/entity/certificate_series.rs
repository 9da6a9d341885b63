//! The last number given by a unit in a year. Locked while a number is taken: no gaps, no repeats.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub issuer_unit: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    pub last_number: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "territory_model::entity::territorial_unit::Entity",
        from = "Column::IssuerUnit",
        to = "territory_model::entity::territorial_unit::Column::Code"
    )]
    TerritorialUnit,
}

impl Related<territory_model::entity::territorial_unit::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::TerritorialUnit.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
