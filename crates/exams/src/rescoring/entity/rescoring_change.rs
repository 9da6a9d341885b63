//! What an answer earned before and after a rescoring. Append-only; only what changed.

use sea_orm::entity::prelude::*;

use super::rescoring::RescoringId;
use crate::entity::attempt::AttemptId;

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

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::rescoring::Entity",
        from = "Column::RescoringId",
        to = "super::rescoring::Column::Id"
    )]
    Rescoring,
}

impl ActiveModelBehavior for ActiveModel {}
