//! A batch: the certificates of a cohort that were requested with one press.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `certificate_batch`.
    BatchId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_batch")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: BatchId,
    pub cohort_id: CohortId,
    /// Personal: who asked for them.
    pub asked_by: Option<AccountId>,
    /// The number of the request, which history keeps beside each certificate.
    pub request: Option<String>,
    /// Personal: who signs, as the permit said.
    pub signer_name: String,
    pub signer_position: String,
    /// Number of people of the batch.
    pub people: i32,
    pub asked_at: DateTimeUtc,
    /// The moment when nobody waited any more; empty while the batch runs.
    pub finished_at: Option<DateTimeUtc>,
}

relations! {
    Cohort: CohortId => cohorts_model::entity::cohort(Id),
    AskedBy: AskedBy => sign_in_model::entity::account(Id),
}
