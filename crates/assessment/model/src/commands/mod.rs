//! Planning activities and entering grades.

mod enter_grades;
mod record;

use sea_orm::{DatabaseTransaction, EntityTrait, QuerySelect};

use cohorts_model::entity::cohort::{self, CohortId};
use platform::errors::{AppError, Failure};

use super::rules::AssessmentRefusal;

pub use enter_grades::enter_in;
pub use enter_grades::{
    GradeEntryContext, GradeEntryOutcome, GradesPrecondition, NewGrade, enter_grades,
};
pub use record::{GradeCause, record_grade};

pub type AssessmentResult<T> = Result<T, Failure<AssessmentRefusal>>;

/// The cohort with its row locked: plans and grades of one cohort come one after the other.
pub async fn locked(tx: &DatabaseTransaction, id: CohortId) -> Result<cohort::Model, AppError> {
    cohort::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(AppError::NotFound)
}
