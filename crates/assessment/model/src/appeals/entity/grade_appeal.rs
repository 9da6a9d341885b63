//! An appeal: a learner asks that a grade be looked at again. A row is written when they ask and
//! changed once, by the decision.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use crate::entity::activity::ActivityId;
use crate::entity::grade_entry::GradeEntryId;

id! {
    /// The key of a row of `grade_appeal`.
    AppealId
}

/// Where an appeal stands.
#[stored]
#[words("assessment.appeal_state_")]
pub enum State {
    Open,
    /// Another grade was written.
    Changed,
    /// The grade stays.
    Kept,
    /// The person no longer asks.
    Withdrawn,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grade_appeal")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AppealId,
    pub activity_id: ActivityId,
    /// Personal: who asks.
    pub enrolment_id: EnrolmentId,
    /// The grade that the person appeals.
    pub entry_id: GradeEntryId,
    /// Personal: what they say of it.
    pub text: String,
    pub asked_at: DateTimeUtc,
    /// Personal: who asks.
    pub asked_by: AccountId,
    pub state: State,
    pub decided_at: Option<DateTimeUtc>,
    /// Personal: who decided; the person themselves when it was withdrawn.
    pub decided_by: Option<AccountId>,
    /// Personal: what is said of their work.
    pub answer: Option<String>,
    /// The grade that the decision wrote. `None` means that the grade stays.
    pub new_entry_id: Option<GradeEntryId>,
}

relations! {
    Activity: ActivityId => crate::entity::activity(Id),
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
}
