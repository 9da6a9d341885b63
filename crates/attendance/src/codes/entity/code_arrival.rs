//! Somebody who came by a code: when, how, and what is remembered of their browser for a month, so
//! that whoever teaches can look twice. Never a reason to refuse anybody.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::id;

use super::session_code::CodeId;
use crate::entity::attendance_mark::MarkId;

id! {
    /// Of a row of `code_arrival`.
    CodeArrivalId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "code_arrival")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CodeArrivalId,
    pub code_id: CodeId,
    pub session_id: SessionId,
    /// Personal: who came.
    pub enrolment_id: EnrolmentId,
    /// Personal: attendance.
    pub at: DateTimeUtc,
    /// By the address in their letter, without signing in.
    pub by_link: bool,
    /// Empty when somebody else had said otherwise: `field_arrival` has it until it is decided.
    pub mark_id: Option<MarkId>,
    /// Keyed digest of the network address; forgotten after a month.
    /// Personal: network.
    pub network_digest: Option<String>,
    /// Keyed digest of a random cookie; forgotten after a month.
    /// Personal: device.
    pub browser_digest: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "enrolment_model::entity::enrolment::Entity",
        from = "Column::EnrolmentId",
        to = "enrolment_model::entity::enrolment::Column::Id"
    )]
    Enrolment,
    #[sea_orm(
        belongs_to = "crate::entity::attendance_mark::Entity",
        from = "Column::MarkId",
        to = "crate::entity::attendance_mark::Column::Id"
    )]
    Mark,
}

impl Related<enrolment_model::entity::enrolment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Enrolment.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
