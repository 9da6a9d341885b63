//! What a closed cohort adds up to in a municipality in a month, by the days of its sessions.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohort_tally_month")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub municipality_code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub cohort_id: CohortId,
    /// «2026-11», in Bogotá.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: String,
    /// Sessions that count, those attended however briefly, and those attended as the cohort counts them,
    /// in millionths.
    pub held: i64,
    pub came: i64,
    pub credited: i64,
}

relations! {
    ;
    Whole: CohortId => super::cohort_tally(CohortId),
}
