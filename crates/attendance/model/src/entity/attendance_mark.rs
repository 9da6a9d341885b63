//! Every mark ever taken. Append-only: a correction is a new mark that names the one before.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// Identifies a row of `attendance_mark`.
    MarkId
}

id! {
    /// Identifies a row of `field_device`: a phone or a computer that takes marks without a network.
    DeviceId
}

/// What a mark says: presente, tarde, ausente, excusa, dispensado.
#[stored]
#[words("attendance.state_")]
pub enum State {
    Present,
    Late,
    Absent,
    Excused,
    Dispensed,
}

/// How the mark was taken.
#[stored]
#[words("attendance.method_")]
pub enum Method {
    /// On the roll-call.
    Manual,
    /// By the person, with the code that the room showed.
    Code,
    /// On a device without a network, and sent afterwards.
    Offline,
    /// From a file.
    Import,
    /// From a signed sheet of paper.
    Sheet,
    /// A correction or an excuse that the person asked for.
    Request,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance_mark")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MarkId,
    pub session_id: SessionId,
    /// Personal: whose attendance.
    pub enrolment_id: EnrolmentId,
    /// Personal: attendance.
    pub state: State,
    /// Minutes attended; empty when the state alone decides.
    /// Personal: attendance.
    pub minutes: Option<i32>,
    pub method: Method,
    /// Personal: who took the mark. `None` where the link of a letter did.
    pub author_account_id: Option<AccountId>,
    /// Somebody without an account came by the link of their letter, which is the author.
    pub by_link: bool,
    /// When the server wrote it.
    pub recorded_at: DateTimeUtc,
    pub device_id: Option<DeviceId>,
    /// What the device's clock said when the mark was made.
    pub device_at: Option<DateTimeUtc>,
    /// The session was closed when the mark was written; reports say so (R40).
    pub after_closing: bool,
    /// Made by the device that made the mark; it recognizes a mark that arrives again.
    pub key: Option<String>,
    /// The mark that this one corrects.
    pub previous_mark_id: Option<MarkId>,
    /// Why the mark was written; required when the session is closed.
    /// Personal: possibly.
    pub reason: Option<String>,
}

relations! {
    Session: SessionId => cohorts_model::entity::session(Id),
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
    AuthorAccount: AuthorAccountId => sign_in_model::entity::account(Id),
    ;
    PreviousMark: PreviousMarkId => self(Id),
}
