//! One row for each time that a person's attendance was found below the minimum, with the level and
//! with when it ended.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::{id, stored};
use platform::relations::relations;

id! {
    /// Identifies a row of `risk_notice`.
    RiskNoticeId
}

/// How far below the minimum the attendance is.
#[stored]
pub enum RiskLevel {
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
    pub level: RiskLevel,
    /// In whole percent, as of `noticed_at`.
    /// Personal: attendance.
    pub percent: i32,
    /// Personal: attendance.
    pub reachable: i32,
    pub minimum: i32,
    pub noticed_at: DateTimeUtc,
    /// A letter was written: the person had an address.
    pub is_told: bool,
    /// When the person left that level; `None` means that they are still at it.
    pub over_at: Option<DateTimeUtc>,
}

relations! {
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
}
