//! The grading of one version by one grader. A row is never changed: a grader who grades again writes
//! another, and the last one of each grader counts.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::rubric::RubricId;
use super::submission::SubmissionId;

id! {
    /// The key of a row of `grading`.
    GradingId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grading")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: GradingId,
    pub submission_id: SubmissionId,
    pub rubric_id: RubricId,
    /// Personal: who graded.
    pub grader_account_id: AccountId,
    /// The version was returned to be made better: it has no grade.
    pub is_returned: bool,
    /// Tenths by the rubric, before anything is taken off for coming late.
    /// Personal: grade.
    pub tenths: Option<i32>,
    /// Personal: what was said of their work.
    pub comment: Option<String>,
    pub graded_at: DateTimeUtc,
}

relations! {
    ;
    Grader: GraderAccountId => sign_in_model::entity::account(Id),
}
