//! What a closed cohort adds up to in a municipality.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohort_tally_place")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub municipality_code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub cohort_id: CohortId,
    /// Confirmed enrolments.
    pub enrolled: i64,
    /// Enrolments with at least one session attended.
    pub attended: i64,
    /// Sessions that count, over all people.
    pub held: i64,
    /// Sessions that a person attended, however briefly, over all people.
    pub came: i64,
    /// Sessions attended as the cohort counts them, in millionths.
    pub credited: i64,
    /// The last day on which a person of these attended.
    pub last_on: Option<Date>,
    /// Enrolments with sessions that count, of which they attended none.
    pub never_attended: i64,
}

relations! {
    ;
    Whole: CohortId => super::cohort_tally(CohortId),
}
