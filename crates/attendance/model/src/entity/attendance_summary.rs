//! The mark that counts of each person in each session, written in the transaction of the mark.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::relations::relations;

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

relations! {
    Session: SessionId => cohorts_model::entity::session(Id),
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
    ;
    Mark: MarkId => super::attendance_mark(Id),
}
