//! The test of an activity. An activity has at most one; it is frozen from the first attempt on.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use platform::ids::id;
use platform::relations::relations;

use crate::entity::activity::ActivityId;

id! {
    /// The key of a row of `exam`.
    ExamId
}

/// Which attempt of a person counts for the grade.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AttemptPolicy {
    Best,
    Last,
    Average,
}

/// When people see the right answers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
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
