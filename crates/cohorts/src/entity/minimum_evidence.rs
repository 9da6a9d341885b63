//! Files that show what was done of the minimum activities of a cohort (R10). A file that was withdrawn
//! stays with who withdrew it.

use sea_orm::entity::prelude::*;

use platform::entity::stored_file::FileId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::cohort::CohortId;

id! {
    /// The key of a row of `minimum_evidence`.
    MinimumEvidenceId
}

/// The four minimum activities.
#[stored]
#[words("cohorts.minimum_")]
pub enum Activity {
    Agenda,
    Method,
    FollowUp,
    Knowledge,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "minimum_evidence")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MinimumEvidenceId,
    pub cohort_id: CohortId,
    pub activity: Activity,
    pub file_id: FileId,
    /// Digest of the bytes as they were sent; the stored file, which was remade, has a digest of its own.
    pub received_sha256: String,
    pub pages: i32,
    pub added_at: DateTimeUtc,
    /// Personal: who added it.
    pub added_by: AccountId,
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Personal: who withdrew it.
    pub withdrawn_by: Option<AccountId>,
}

relations! {
    Cohort: CohortId => super::cohort(Id),
    File: FileId => platform::entity::stored_file(Id),
}
