//! Each check-in by code: when, how, and for a month digests of network and browser, by which the
//! facilitator can see what looks odd. No check-in is refused because of them.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::id;
use platform::relations::relations;

use super::session_code::CodeId;
use crate::entity::attendance_mark::MarkId;

id! {
    /// Identifies a row of `code_arrival`.
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
    /// The person used the link of a letter and did not sign in.
    pub by_link: bool,
    /// `None` means that another mark said otherwise: the check-in waits in `field_arrival`.
    pub mark_id: Option<MarkId>,
    /// Keyed digest of the network address; forgotten after a month.
    /// Personal: network.
    pub network_digest: Option<String>,
    /// Keyed digest of a random cookie; forgotten after a month.
    /// Personal: device.
    pub browser_digest: Option<String>,
}

relations! {
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
    ;
    Mark: MarkId => crate::entity::attendance_mark(Id),
}
