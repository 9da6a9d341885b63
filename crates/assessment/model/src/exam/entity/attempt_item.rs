//! A question of an attempt: its position, and what its answer earned.

use sea_orm::entity::prelude::*;

use sign_in_model::entity::account::AccountId;

use super::attempt::AttemptId;
use super::exam_line::LineId;
use crate::bank::entity::question_version::QuestionVersionId;
use crate::exam::rescoring::entity::rescoring::RescoringId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt_id: AttemptId,
    /// From 1, as the person meets it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub line_id: LineId,
    pub question_version_id: QuestionVersionId,
    /// What it can earn.
    pub points: i32,
    /// JSON: the indices of its options in the order in which they are shown.
    pub shown: String,
    /// The decision that its answer is scored by since the question was corrected or taken out.
    pub rescoring_id: Option<RescoringId>,
    /// Millionths of a point; `None` until the answer is scored.
    /// Personal: grade.
    pub earned: Option<i64>,
    /// What the grader of an open answer writes to the person.
    /// Personal: opinion.
    pub comment: Option<String>,
    /// Personal: who graded.
    pub graded_by: Option<AccountId>,
    pub graded_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::attempt::Entity",
        from = "Column::AttemptId",
        to = "super::attempt::Column::Id"
    )]
    Attempt,
    #[sea_orm(
        belongs_to = "super::exam_line::Entity",
        from = "Column::LineId",
        to = "super::exam_line::Column::Id"
    )]
    Line,
    #[sea_orm(
        belongs_to = "crate::bank::entity::question_version::Entity",
        from = "Column::QuestionVersionId",
        to = "crate::bank::entity::question_version::Column::Id"
    )]
    Version,
    #[sea_orm(
        belongs_to = "crate::exam::rescoring::entity::rescoring::Entity",
        from = "Column::RescoringId",
        to = "crate::exam::rescoring::entity::rescoring::Column::Id"
    )]
    Rescoring,
}

impl ActiveModelBehavior for ActiveModel {}
