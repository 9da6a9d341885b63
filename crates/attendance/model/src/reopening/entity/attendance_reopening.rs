//! A reopening: the finished list of one session, or the attendance of a closed cohort for some days. A
//! row is written when it begins and changed once, when it ends.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::SessionId;
use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The key of a row of `attendance_reopening`.
    AttendanceReopeningId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance_reopening")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AttendanceReopeningId,
    pub cohort_id: CohortId,
    /// The session whose list it is; `None` means the attendance of the whole cohort.
    pub session_id: Option<SessionId>,
    /// Why it was opened again.
    pub reason: String,
    pub opened_at: DateTimeUtc,
    /// Personal: who opened it.
    pub opened_by: AccountId,
    /// From this moment on a cohort's attendance is closed by the clock alone; a list stays open until
    /// it is finished again.
    pub ends_at: Option<DateTimeUtc>,
    /// When it was closed by hand, or when the next reopening found it over.
    pub closed_at: Option<DateTimeUtc>,
    /// Personal: who closed it by hand.
    pub closed_by: Option<AccountId>,
}

relations! {
    ;
    Opener: OpenedBy => sign_in_model::entity::account(Id),
}
