//! The level that a grader gave in one criterion.

use sea_orm::entity::prelude::*;

use super::grading::GradingId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grading_mark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub grading_id: GradingId,
    /// From 0, as the rubric has them.
    #[sea_orm(primary_key, auto_increment = false)]
    pub criterion: i32,
    /// From 0, as the rubric has them.
    /// Personal: grade.
    pub level: i32,
    /// Personal: what was said of their work.
    pub comment: Option<String>,
}

relations! {}
