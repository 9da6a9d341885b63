//! Each time that a coordination said since when somebody counts in a cohort. Append-only: the last row
//! of an enrolment is what its `counts_since` says, while the seat is the same.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::enrolment::EnrolmentId;

id! {
    /// The key of a row of `enrolment_since`.
    EnrolmentSinceId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment_since")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EnrolmentSinceId,
    /// Personal: who counts.
    pub enrolment_id: EnrolmentId,
    /// `None` means that the day of the seat counts again.
    pub since: Option<DateTimeUtc>,
    /// Personal: possibly.
    pub reason: String,
    pub given_at: DateTimeUtc,
    /// Personal: who said so.
    pub given_by: AccountId,
}

relations! {
    Enrolment: EnrolmentId => super::enrolment(Id),
}
