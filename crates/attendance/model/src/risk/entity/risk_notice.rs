//! That somebody was noticed below the minimum, at a level, until they no longer were.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::id;

id! {
    /// Of a row of `risk_notice`.
    RiskNoticeId
}

/// How far below.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Below the minimum, which can still be reached.
    AtRisk,
    OutOfReach,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "risk_notice")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RiskNoticeId,
    /// Personal: whose attendance.
    pub enrolment_id: EnrolmentId,
    /// Personal: attendance.
    pub level: Level,
    /// Whole percents of that moment.
    /// Personal: attendance.
    pub percent: i32,
    /// Personal: attendance.
    pub reachable: i32,
    pub minimum: i32,
    pub noticed_at: DateTimeUtc,
    /// There was an address to write to.
    pub is_told: bool,
    /// Since when the person is no longer at that level.
    pub over_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "enrolment_model::entity::enrolment::Entity",
        from = "Column::EnrolmentId",
        to = "enrolment_model::entity::enrolment::Column::Id"
    )]
    Enrolment,
}

impl Related<enrolment_model::entity::enrolment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Enrolment.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
