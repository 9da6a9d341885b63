//! What a test asks for: so many questions of a capacity.

use sea_orm::entity::prelude::*;

use platform::ids::id;

use super::exam::ExamId;
use crate::bank::entity::question::Difficulty;

id! {
    /// Of a row of `exam_line`.
    LineId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exam_line")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: LineId,
    pub exam_id: ExamId,
    /// From 1.
    pub position: i32,
    pub capacity_code: String,
    /// Any without it.
    pub difficulty: Option<Difficulty>,
    pub question_count: i32,
    /// Of each question.
    pub points: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::exam::Entity",
        from = "Column::ExamId",
        to = "super::exam::Column::Id"
    )]
    Exam,
    #[sea_orm(
        belongs_to = "capacities_model::entity::capacity::Entity",
        from = "Column::CapacityCode",
        to = "capacities_model::entity::capacity::Column::Code"
    )]
    Capacity,
}

impl ActiveModelBehavior for ActiveModel {}
