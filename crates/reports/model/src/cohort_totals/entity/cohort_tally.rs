//! The sessions of a closed cohort, added up once because they no longer change.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohort_tally")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cohort_id: CohortId,
    pub sessions_held: i64,
    /// Held or not, without the cancelled ones.
    pub sessions_planned: i64,
    pub minutes_held: i64,
    /// Beginning of the first of all its sessions, cancelled ones too.
    pub first_at: Option<DateTimeUtc>,
    pub last_at: Option<DateTimeUtc>,
    /// Whether a person of it was counted for two municipalities. Reports then count the cohort session by
    /// session.
    pub is_moved: bool,
}

relations! {
    Cohort: CohortId => cohorts_model::entity::cohort(Id),
}
