//! A grade book that came back, from its arrival until it is written or forgotten.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The key of a row of `grade_import`.
    GradeImportId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grade_import")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: GradeImportId,
    pub cohort_id: CohortId,
    /// Personal: who sent it; nobody else sees it.
    pub account_id: AccountId,
    /// Personal: as the person called it.
    pub file_name: String,
    /// Of the bytes as they came.
    pub sha256: String,
    /// Personal: names and grades. Empty once it is over or forgotten.
    pub bytes: Option<Vec<u8>>,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
    /// Grades that it wrote.
    pub changed: i32,
}

relations! {}
