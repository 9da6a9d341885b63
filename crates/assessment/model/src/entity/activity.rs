//! Something graded in a cohort.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use cohorts_model::entity::cohort::CohortId;
use platform::ids::id;
use platform::relations::relations;

id! {
    /// The key of a row of `activity`.
    ActivityId
}

/// What is graded. Gain is post-test less pre-test.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    PreTest,
    PostTest,
    Product,
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ActivityId,
    pub cohort_id: CohortId,
    pub kind: Kind,
    pub name: String,
    /// Percent of the final grade, 0 to 100.
    pub weight: i32,
    /// Order on the page, from 1.
    pub position: i32,
}

relations! {
    Cohort: CohortId => cohorts_model::entity::cohort(Id),
}
