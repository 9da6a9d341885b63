//! Every grade ever given. Append-only.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::activity::ActivityId;

id! {
    /// The key of a row of `grade_entry`.
    GradeEntryId
}

/// Where a grade came from.
#[stored]
#[words("assessment.origin_")]
pub enum Origin {
    /// Somebody wrote it in the grid.
    Typed,
    /// It follows from the attempts of a test.
    Test,
    /// It follows from what graders said of a product.
    Product,
    /// It came in a file.
    Import,
    /// The person asked that it be looked at again.
    Appeal,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grade_entry")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: GradeEntryId,
    pub activity_id: ActivityId,
    /// Personal: whose grade.
    pub enrolment_id: EnrolmentId,
    /// Tenths of the cohort's scale; empty when the grade was taken back.
    /// Personal: grade.
    pub tenths: Option<i32>,
    /// What it replaced.
    /// Personal: grade.
    pub previous_tenths: Option<i32>,
    /// Personal: who graded.
    pub author_account_id: AccountId,
    pub recorded_at: DateTimeUtc,
    pub origin: Origin,
    /// Why it was changed, where that is asked.
    /// Personal: what is said of a person's work.
    pub reason: Option<String>,
}

relations! {
    Activity: ActivityId => super::activity(Id),
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
    AuthorAccount: AuthorAccountId => sign_in_model::entity::account(Id),
}
