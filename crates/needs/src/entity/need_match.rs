//! How many people of a need have their place in a cohort.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::need::NeedId;

id! {
    /// The id of a row of `need_match`. Of several needs that wait for the same people, the first one matched
    /// is attended first.
    NeedMatchId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "need_match")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: NeedMatchId,
    pub need_id: NeedId,
    /// One row for each cohort of a need.
    pub cohort_id: CohortId,
    /// How many of its people; never zero.
    pub people: i32,
    pub matched_at: DateTimeUtc,
    /// Personal: who decided.
    pub matched_by: AccountId,
}

relations! {
    ;
    Need: NeedId => super::need(Id),
}
