//! What an answer earned before and after a rescoring. Append-only; only what changed.

use sea_orm::entity::prelude::*;

use super::rescoring::RescoringId;
use crate::entity::attempt::AttemptId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rescoring_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rescoring_id: RescoringId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt_id: AttemptId,
    /// The position of the question in the attempt.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// Millionths of a point; `None` while a grader had to read the answer.
    /// Personal: grade.
    pub previous_earned: Option<i64>,
    /// Personal: grade.
    pub earned: i64,
}

relations! {
    ;
    Rescoring: RescoringId => super::rescoring(Id),
}
