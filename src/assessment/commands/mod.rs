//! Planning activities and entering grades.

mod enter_grades;
mod record;
mod set_activities;

use sea_orm::{DatabaseTransaction, EntityTrait, QuerySelect};

pub(in crate::assessment) use enter_grades::enter_in;
pub use enter_grades::{Entered, How, NewGrade, Seen, enter_grades};
pub(in crate::assessment) use record::{Cause, record_grade};
pub use set_activities::{NewActivity, NewPlan, set_activities};

use super::rules::AssessmentRefusal;
use crate::cohorts::entity::cohort::{self, CohortId};
use crate::platform::errors::{AppError, Failure};

pub(in crate::assessment) type Done<T> = Result<T, Failure<AssessmentRefusal>>;

/// The cohort with its row locked: plans and grades of one cohort come one after the other.
pub(in crate::assessment) async fn locked(
    tx: &DatabaseTransaction,
    id: CohortId,
) -> Result<cohort::Model, AppError> {
    cohort::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(AppError::NotFound)
}
