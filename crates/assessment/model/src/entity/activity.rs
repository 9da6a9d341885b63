//! Something graded in a cohort.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::{id, stored};
use platform::relations::relations;

id! {
    /// The key of a row of `activity`.
    ActivityId
}

/// What is graded. Gain is post-test less pre-test.
#[stored]
#[words("assessment.kind_")]
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
