//! Requests of learners about their attendance, with the decision. The decision is written once;
//! nothing else in a row changes, but the file of a withdrawn request goes after a term.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::entity::stored_file::FileId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use crate::entity::attendance_mark::{MarkId, State as MarkState};

id! {
    /// Identifies a row of `attendance_request`.
    RequestId
}

/// What the learner asks for.
#[stored]
#[words("attendance.request_kind_")]
pub enum Kind {
    /// To change the mark of a session that is over.
    Correction,
    /// To be excused from a session that has not begun.
    Excuse,
}

/// Where the request stands.
#[stored]
#[words("attendance.request_state_")]
pub enum State {
    Open,
    Granted,
    Refused,
    /// The learner took it back.
    Withdrawn,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance_request")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RequestId,
    /// Personal: who asks.
    pub enrolment_id: EnrolmentId,
    pub session_id: SessionId,
    pub kind: Kind,
    /// The state that the learner asks for.
    /// Personal: attendance.
    pub asked_state: MarkState,
    /// Personal: possibly about health.
    pub text: String,
    /// The mark that the person saw when asking.
    pub seen_mark_id: Option<MarkId>,
    pub asked_at: DateTimeUtc,
    /// Personal: who asks.
    pub asked_by: AccountId,
    /// Personal: possibly about health.
    pub file_id: Option<FileId>,
    /// Digest of the bytes as they were sent; the stored file, which was remade, has a digest of its own.
    pub received_sha256: Option<String>,
    pub file_pages: Option<i32>,
    pub state: State,
    pub decided_at: Option<DateTimeUtc>,
    /// Personal: who decided; the person themselves when it was withdrawn.
    pub decided_by: Option<AccountId>,
    /// The state that was granted.
    /// Personal: attendance.
    pub decided_state: Option<MarkState>,
    /// Personal: possibly.
    pub decided_reason: Option<String>,
    /// The mark that it became; `None` while a granted excuse waits for the session's day.
    pub mark_id: Option<MarkId>,
}

relations! {
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
    File: FileId => platform::entity::stored_file(Id),
    ;
    Session: SessionId => cohorts_model::entity::session(Id),
}
