//! A question of an attempt: its position, and what its answer earned.

use sea_orm::entity::prelude::*;

use platform::relations::relations;
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

relations! {
    ;
    Attempt: AttemptId => super::attempt(Id),
    Line: LineId => super::exam_line(Id),
    Version: QuestionVersionId => crate::bank::entity::question_version(Id),
    Rescoring: RescoringId => crate::exam::rescoring::entity::rescoring(Id),
}
