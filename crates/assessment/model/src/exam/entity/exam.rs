//! The test of an activity. An activity has at most one; it is frozen from the first attempt on.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;

use crate::entity::activity::ActivityId;

id! {
    /// The key of a row of `exam`.
    ExamId
}

/// Which attempt of a person counts for the grade.
#[stored]
#[words("assessment.exam_keep_")]
pub enum AttemptPolicy {
    Best,
    Last,
    Average,
}

/// When people see the right answers.
#[stored]
#[words("assessment.exam_feedback_")]
pub enum Feedback {
    Never,
    /// As soon as the attempt is over.
    AfterAttempt,
    /// As soon as the test is closed.
    AfterClose,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exam")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ExamId,
    #[sea_orm(unique)]
    pub activity_id: ActivityId,
    pub opens_at: DateTimeUtc,
    pub closes_at: DateTimeUtc,
    /// The minutes of one attempt. `None` means that it lasts until the test closes.
    pub minutes: Option<i32>,
    /// How many attempts each person has.
    pub attempts: i32,
    pub keep: AttemptPolicy,
    pub feedback: Feedback,
    /// When the first attempt began; since then only the window may be extended.
    pub frozen_at: Option<DateTimeUtc>,
}

relations! {
    Activity: ActivityId => crate::entity::activity(Id),
}
