//! A change of the stage of an enrolment. Append-only.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::enrolment::{EnrolmentId, Stage};

id! {
    /// The id of a row of `enrolment_event`.
    EnrolmentEventId
}

/// How a change came about, where stages and account do not say it.
#[stored]
pub enum Cause {
    /// The person, by the link in their mail, without a password.
    Link,
    /// The offer ran out without an answer.
    Expired,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment_event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EnrolmentEventId,
    pub enrolment_id: EnrolmentId,
    pub at: DateTimeUtc,
    /// `None` for the first event.
    pub from_stage: Option<Stage>,
    pub to_stage: Stage,
    /// `None` when the system moved the waiting list.
    /// Personal: who acted.
    pub actor_account_id: Option<AccountId>,
    /// Personal: possibly.
    pub reason: Option<String>,
    /// How it happened, where the stages and the account do not say it; `None` otherwise.
    pub cause: Option<Cause>,
}

relations! {
    Enrolment: EnrolmentId => super::enrolment(Id),
    ActorAccount: ActorAccountId => sign_in_model::entity::account(Id),
}
