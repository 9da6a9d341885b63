//! The rules of the course that a person did not meet, and why a coordination admitted them (R22).

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::enrolment::EnrolmentId;

id! {
    /// The id of a row of `enrolment_exception`.
    EnrolmentExceptionId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment_exception")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EnrolmentExceptionId,
    pub enrolment_id: EnrolmentId,
    /// The codes of the rules, separated by commas.
    pub rules: String,
    /// Personal: possibly.
    pub reason: String,
    /// Personal: who acted.
    pub granted_by: Option<AccountId>,
    pub granted_at: DateTimeUtc,
}

relations! {
    Enrolment: EnrolmentId => super::enrolment(Id),
    GrantedBy: GrantedBy => sign_in_model::entity::account(Id),
}
