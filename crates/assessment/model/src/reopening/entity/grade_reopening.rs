//! A reopening: the grades of a closed cohort may change for some days. A row is written when it
//! begins and changed once, when it ends.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The key of a row of `grade_reopening`.
    GradeReopeningId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grade_reopening")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: GradeReopeningId,
    pub cohort_id: CohortId,
    /// Why the grades were opened again.
    pub reason: String,
    pub opened_at: DateTimeUtc,
    /// Personal: who opened it.
    pub opened_by: AccountId,
    /// From this moment on it is closed by the clock alone.
    pub ends_at: DateTimeUtc,
    /// When it was closed by hand, or when the next reopening found it over.
    pub closed_at: Option<DateTimeUtc>,
    /// Personal: who closed it by hand.
    pub closed_by: Option<AccountId>,
}

relations! {
    ;
    Opener: OpenedBy => sign_in_model::entity::account(Id),
}
