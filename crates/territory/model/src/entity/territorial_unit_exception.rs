//! Municipalities served by another unit than their department's.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "territorial_unit_exception")]
pub struct Model {
    /// A municipality has one exception at most.
    #[sea_orm(primary_key, auto_increment = false)]
    pub municipality_code: String,
    /// The unit that serves it in place of its department's.
    pub unit_code: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::municipality::Entity",
        from = "Column::MunicipalityCode",
        to = "super::municipality::Column::Code"
    )]
    Municipality,
    #[sea_orm(
        belongs_to = "super::territorial_unit::Entity",
        from = "Column::UnitCode",
        to = "super::territorial_unit::Column::Code"
    )]
    TerritorialUnit,
}

impl Related<super::municipality::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Municipality.def()
    }
}

impl Related<super::territorial_unit::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::TerritorialUnit.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
