//! Asking for a product, handing it in, grading it, deciding where graders differ. History knows what
//! was done with which product, never what it says.

mod ask_for;
mod grade;
mod submit;

use sea_orm::{DatabaseTransaction, EntityTrait};

use cohorts_model::entity::cohort::CohortId;
use platform::errors::{AppError, Failure, refuse};

use super::refusals::ProductRefusal;
use crate::entity::activity::{self, ActivityId, Kind};

pub use ask_for::{NewProduct, ask_for};
pub use grade::{CriterionGrade, ProductVerdict, grade, moderate};
pub use submit::{NewSubmission, submit};

type AssignmentResult<T> = Result<T, Failure<ProductRefusal>>;

/// The activity, if it is a product of the cohort that was locked.
async fn activity_of(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    id: ActivityId,
) -> AssignmentResult<activity::Model> {
    let activity = activity::Entity::find_by_id(id).one(tx).await?;
    let activity = activity.filter(|activity| activity.cohort_id == cohort);
    let activity = activity.ok_or(AppError::NotFound)?;
    if activity.kind == Kind::Product { Ok(activity) } else { refuse(ProductRefusal::NoProduct) }
}
