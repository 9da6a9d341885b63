//! A lesson of a course. It is never changed: who wants to say it otherwise withdraws it and writes
//! another.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use courses_model::entity::course::CourseId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `lesson`.
    LessonId
}

/// What a lesson is about.
#[stored]
#[words("lessons.")]
pub enum Kind {
    /// Something that was applied and changed the work.
    Example,
    /// What stood in the way.
    Obstacle,
    /// What the course should do otherwise.
    Change,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: LessonId,
    pub course_id: CourseId,
    /// The cohort whose people told it.
    pub cohort_id: CohortId,
    pub kind: Kind,
    pub text: String,
    /// Personal: who wrote it.
    pub author_account_id: AccountId,
    pub recorded_at: DateTimeUtc,
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Personal: who withdrew it.
    pub withdrawn_by: Option<AccountId>,
}

relations! {
    ;
    Cohort: CohortId => cohorts_model::entity::cohort(Id),
}
