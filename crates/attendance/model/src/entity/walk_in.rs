//! People who came without being on the list: each row is a name that counts for nobody until it is
//! matched with an enrolment (R39). It was noted on a telephone, or signed below a printed list.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use crate::entity::attendance_mark::{DeviceId, MarkId, State};
use crate::paper::entity::sheet::SheetId;

id! {
    /// Identifies a row of `walk_in`.
    WalkInId
}

#[stored]
pub enum WalkInOutcome {
    Pending,
    /// The name is that of the enrolment in the row, whose mark was written.
    Matched,
    /// The name is that of a person whose attendance does not count here.
    Dismissed,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "walk_in")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: WalkInId,
    #[sea_orm(unique)]
    pub key: String,
    /// The telephone that noted it.
    pub device_id: Option<DeviceId>,
    /// The sheet that was signed; `number` is the row on it.
    pub sheet_id: Option<SheetId>,
    pub number: Option<i32>,
    /// Personal: who wrote the name.
    pub account_id: AccountId,
    pub session_id: SessionId,
    /// Personal: a name as it was heard or read.
    pub name: String,
    /// Personal: possibly.
    pub note: Option<String>,
    /// Personal: attendance.
    pub state: State,
    pub sequence: Option<i64>,
    /// What the telephone's clock said when the name was noted.
    pub device_at: Option<DateTimeUtc>,
    pub sent_at: Option<DateTimeUtc>,
    pub arrived_at: DateTimeUtc,
    pub outcome: WalkInOutcome,
    /// Personal: who it is.
    pub enrolment_id: Option<EnrolmentId>,
    pub mark_id: Option<MarkId>,
    pub settled_at: Option<DateTimeUtc>,
    /// Personal: who decided.
    pub settled_by: Option<AccountId>,
    /// Personal: possibly.
    pub settled_reason: Option<String>,
}

relations! {
    ;
    Sheet: SheetId => crate::paper::entity::sheet(Id),
    Account: AccountId => sign_in_model::entity::account(Id),
    Session: SessionId => cohorts_model::entity::session(Id),
}
