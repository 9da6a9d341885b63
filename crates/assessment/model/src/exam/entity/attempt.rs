//! An attempt: one person answers a test once.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::exam::ExamId;

id! {
    /// The key of a row of `attempt`.
    AttemptId
}

#[stored]
pub enum State {
    /// Answers are taken until `ends_at`.
    Open,
    Submitted,
    /// Its time ran out, and the worker submitted what had been saved.
    Expired,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: AttemptId,
    pub exam_id: ExamId,
    /// Personal: whose attempt.
    pub enrolment_id: EnrolmentId,
    /// The number of the attempt among those of this person, from 1.
    pub number: i32,
    /// Personal: who began it, in whose name the grade is written.
    pub account_id: AccountId,
    /// The 64 bits from which its questions were drawn.
    pub seed: i64,
    pub started_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub submitted_at: Option<DateTimeUtc>,
    pub state: State,
    /// Millionths of a point; `None` while an open answer waits for a grader.
    /// Personal: grade.
    pub points: Option<i64>,
    /// Millionths of a point that could be earned.
    pub of: i64,
}

relations! {
    Exam: ExamId => super::exam(Id),
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
}
