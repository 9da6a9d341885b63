//! Every answer as it was given. Append-only: the last one counts.

use sea_orm::entity::prelude::*;

use super::attempt::AttemptId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt_id: AttemptId,
    /// The position of the question in the attempt.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The number of the answer among those to this question in this attempt, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sequence: i32,
    /// JSON of `questions::Answer`.
    /// Personal: what the person answered.
    pub answer: String,
    pub saved_at: DateTimeUtc,
}

relations! {
    ;
    Attempt: AttemptId => super::attempt(Id),
}
