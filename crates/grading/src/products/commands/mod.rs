//! Asking for a product, handing it in, grading it, deciding where graders differ.

mod ask_for;
mod grade;
mod submit;

use sea_orm::{DatabaseTransaction, EntityTrait};
use serde_json::Value;

use cohorts_model::entity::cohort::CohortId;
use history_model::commands::{Event, record};
use platform::app::App;
use platform::errors::{AppError, Failure};
use sign_in_model::actor::Author;
use sign_in_model::entity::account::AccountId;

use super::refusals::ProductRefusal;
use crate::entity::activity::{self, ActivityId, Kind};

pub use ask_for::{NewProduct, ask_for};
pub use grade::{CriterionGrade, ProductVerdict, grade, moderate};
pub use submit::{NewSubmission, submit};

type AssignmentResult<T> = Result<T, Failure<ProductRefusal>>;

fn refuse<T>(refusal: ProductRefusal) -> AssignmentResult<T> {
    Err(Failure::Refused(refusal))
}

/// Returns the account that acts; a product is never changed without one.
fn author(by: &Author) -> Result<AccountId, AppError> {
    by.account.ok_or_else(|| AppError::Internal("a product needs an author".into()))
}

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

/// History knows what was done with which product, never what it says.
async fn tell(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    action: &'static str,
    (cohort, activity): (CohortId, ActivityId),
    detail: Value,
) -> Result<(), AppError> {
    let event = Event {
        cohort_id: Some(cohort.0),
        detail,
        ..by.event(app.clock.now(), action, ("activity", activity.0))
    };
    Ok(record(tx, event).await?)
}
