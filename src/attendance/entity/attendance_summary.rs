//! The mark that counts, kept in the transaction that writes a mark.

use sea_orm::entity::prelude::*;

use super::attendance_mark::{MarkId, State};
use crate::cohorts::entity::session::SessionId;
use crate::enrolment::entity::enrolment::EnrolmentId;

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
    /// As in the mark.
    /// Personal: attendance.
    pub minutes: Option<i32>,
    pub mark_id: MarkId,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "crate::cohorts::entity::session::Entity",
        from = "Column::SessionId",
        to = "crate::cohorts::entity::session::Column::Id"
    )]
    Session,
    #[sea_orm(
        belongs_to = "crate::enrolment::entity::enrolment::Entity",
        from = "Column::EnrolmentId",
        to = "crate::enrolment::entity::enrolment::Column::Id"
    )]
    Enrolment,
    #[sea_orm(
        belongs_to = "super::attendance_mark::Entity",
        from = "Column::MarkId",
        to = "super::attendance_mark::Column::Id"
    )]
    Mark,
}

impl Related<crate::cohorts::entity::session::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Session.def()
    }
}

impl Related<crate::enrolment::entity::enrolment::Entity> for Entity {
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
