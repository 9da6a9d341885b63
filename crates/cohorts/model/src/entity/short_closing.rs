//! A cohort whose sessions add up to less than its course asks for is closed by two people (R83): who asked
//! and why, and who confirmed it.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::cohort::CohortId;

id! {
    /// The id of a row of `short_closing`.
    ShortClosingId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "short_closing")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ShortClosingId,
    #[sea_orm(unique)]
    pub cohort_id: CohortId,
    /// Why the hours were not taught; people of staff read it.
    pub reason: String,
    /// The minutes that the sessions added up to when it was asked.
    pub minutes: i32,
    /// Personal: who asked first.
    pub asked_by: AccountId,
    pub asked_at: DateTimeUtc,
    /// Personal: who confirmed it and closed the cohort. `None` means that it waits.
    pub confirmed_by: Option<AccountId>,
    pub confirmed_at: Option<DateTimeUtc>,
}

relations! {
    Cohort: CohortId => super::cohort(Id),
}
