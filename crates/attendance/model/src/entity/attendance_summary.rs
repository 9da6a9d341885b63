//! The mark that counts of each person in each session, written in the transaction of the mark.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;

use super::attendance_mark::{MarkId, State};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance_summary")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: SessionId,
    /// Personal: whose attendance.
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: EnrolmentId,
    /// Personal: attendance.
    pub state: State,
    /// The minutes of that mark.
    /// Personal: attendance.
    pub minutes: Option<i32>,
    pub mark_id: MarkId,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "cohorts_model::entity::session::Entity",
        from = "Column::SessionId",
        to = "cohorts_model::entity::session::Column::Id"
    )]
    Session,
    #[sea_orm(
        belongs_to = "enrolment_model::entity::enrolment::Entity",
        from = "Column::EnrolmentId",
        to = "enrolment_model::entity::enrolment::Column::Id"
    )]
    Enrolment,
    #[sea_orm(
        belongs_to = "super::attendance_mark::Entity",
        from = "Column::MarkId",
        to = "super::attendance_mark::Column::Id"
    )]
    Mark,
}

impl Related<cohorts_model::entity::session::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Session.def()
    }
}

impl Related<enrolment_model::entity::enrolment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Enrolment.def()
    }
}

impl Related<super::attendance_mark::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Mark.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
