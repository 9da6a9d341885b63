//! Each mark as a telephone sent it, with what became of it. Every row is kept (R37): the outcome that
//! was answered never changes, and a later decision is written beside it.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use crate::entity::attendance_mark::{DeviceId, MarkId, State};

id! {
    /// Identifies a row of `field_arrival`.
    ArrivalId
}

/// What the telephone was answered about its mark.
#[stored]
pub enum ArrivalOutcome {
    /// It was written as a mark.
    Applied,
    /// The mark that counts says the same.
    Agrees,
    /// The same telephone said something later.
    Superseded,
    /// Another account or device wrote a different mark in between.
    Conflict,
    /// It waits until the coordination has looked at it; `why` says for which reason.
    Review,
}

/// Why an arrival cannot count before the coordination has looked at it.
#[stored]
#[derive(PartialOrd, Ord)]
#[words("attendance.review_")]
pub enum ReviewReason {
    /// The telephone was taken out of use.
    Revoked,
    /// The owner was given the list and no longer teaches there.
    NotTheirs,
    CohortOver,
    CohortNotRunning,
    SessionCancelled,
    SessionClosed,
    /// The session's day has not come.
    NotYet,
    /// The enrolment is not confirmed, or was confirmed after the session ended.
    NotOnTheRoll,
    /// Whoever sent it is the person: somebody else decides (R80).
    Oneself,
    /// The telephone's clock is wrong.
    Clock,
    /// It was made on another day than the session's.
    AnotherDay,
    /// More minutes than the session has.
    TooLong,
}

/// How a waiting arrival was settled.
#[stored]
pub enum Resolution {
    /// It counts: a mark was written.
    Taken,
    /// The mark that was there stays.
    Left,
    /// The same telephone said something later.
    Superseded,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "field_arrival")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ArrivalId,
    /// Made on the telephone; it recognizes a mark that arrives again.
    #[sea_orm(unique)]
    pub key: String,
    pub device_id: DeviceId,
    /// Personal: who took the mark.
    pub account_id: AccountId,
    pub session_id: SessionId,
    /// Personal: whose attendance.
    pub enrolment_id: EnrolmentId,
    /// Personal: attendance.
    pub state: State,
    /// Personal: attendance.
    pub minutes: Option<i32>,
    /// Personal: possibly.
    pub note: Option<String>,
    /// The mark that the telephone showed.
    pub seen_mark_id: Option<MarkId>,
    /// Rises with every mark of that telephone.
    pub sequence: i64,
    /// What the telephone's clock said when the mark was made.
    pub device_at: DateTimeUtc,
    /// What the telephone's clock said when the mark left.
    pub sent_at: DateTimeUtc,
    pub arrived_at: DateTimeUtc,
    pub outcome: ArrivalOutcome,
    pub why: Option<ReviewReason>,
    /// The mark that it became, or the one that says the same.
    pub mark_id: Option<MarkId>,
    pub settled_at: Option<DateTimeUtc>,
    /// Personal: who decided; empty when the telephone itself said something later.
    pub settled_by: Option<AccountId>,
    pub settled_as: Option<Resolution>,
    /// Personal: possibly.
    pub settled_reason: Option<String>,
}

relations! {
    Device: DeviceId => super::field_device(Id),
    ;
    Account: AccountId => sign_in_model::entity::account(Id),
    Session: SessionId => cohorts_model::entity::session(Id),
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
}
