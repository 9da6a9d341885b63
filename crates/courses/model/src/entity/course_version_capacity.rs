//! The capacities that a version builds.

use sea_orm::entity::prelude::*;

use super::course_version::{CourseLevel, CourseVersionId};
use platform::relations::relations;

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

relations! {
    CourseVersion: CourseVersionId => super::course_version(Id),
    Capacity: CapacityCode => capacities_model::entity::capacity(Code),
}
