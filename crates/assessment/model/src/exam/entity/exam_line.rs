//! One line of a test's blueprint: how many questions of a capacity it draws.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::exam::ExamId;
use crate::bank::entity::question::Difficulty;

id! {
    /// The key of a row of `exam_line`.
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
    /// `None` means any difficulty.
    pub difficulty: Option<Difficulty>,
    pub question_count: i32,
    /// The points that each of its questions is worth.
    pub points: i32,
}

relations! {
    ;
    Exam: ExamId => super::exam(Id),
}
