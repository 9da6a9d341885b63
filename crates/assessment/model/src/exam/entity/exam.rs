//! A test answered on the page. One of an activity; frozen since the first attempt.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use platform::ids::id;

use crate::entity::activity::ActivityId;

id! {
    /// Of a row of `exam`.
    ExamId
}

/// Which of somebody's attempts counts.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    Best,
    Last,
    Average,
}

/// When people see what was right.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Feedback {
    Never,
    /// As soon as the attempt is over.
    AfterAttempt,
    /// When nobody answers any more.
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
    /// Of one attempt; without them it lasts until the closing.
    pub minutes: Option<i32>,
    /// How many a person has.
    pub attempts: i32,
    pub keep: Keep,
    pub feedback: Feedback,
    /// Since the first attempt: from then on only the window is extended.
    pub frozen_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "crate::entity::activity::Entity",
        from = "Column::ActivityId",
        to = "crate::entity::activity::Column::Id"
    )]
    Activity,
}

impl Related<crate::entity::activity::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Activity.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
