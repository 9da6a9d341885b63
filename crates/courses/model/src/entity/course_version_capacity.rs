//! The capacities that a version builds.

use sea_orm::entity::prelude::*;

use super::course_version::{CourseLevel, CourseVersionId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course_version_capacity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub course_version_id: CourseVersionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub capacity_code: String,
    pub level: CourseLevel,
    /// The evidence that will show that the capacity grew.
    pub evidence: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::course_version::Entity",
        from = "Column::CourseVersionId",
        to = "super::course_version::Column::Id"
    )]
    CourseVersion,
    #[sea_orm(
        belongs_to = "capacities_model::entity::capacity::Entity",
        from = "Column::CapacityCode",
        to = "capacities_model::entity::capacity::Column::Code"
    )]
    Capacity,
}

impl Related<super::course_version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::CourseVersion.def()
    }
}

impl Related<capacities_model::entity::capacity::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Capacity.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
