//! Which departments a territorial unit serves.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "territorial_unit_department")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_code: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::territorial_unit::Entity",
        from = "Column::UnitCode",
        to = "super::territorial_unit::Column::Code"
    )]
    TerritorialUnit,
    #[sea_orm(
        belongs_to = "super::department::Entity",
        from = "Column::DepartmentCode",
        to = "super::department::Column::Code"
    )]
    Department,
}

impl Related<super::territorial_unit::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::TerritorialUnit.def()
    }
}

impl Related<super::department::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Department.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
