//! Asking, taking back and deciding; and the excuses that waited for their session.

mod ask;
mod decide;
mod excuses;

pub use ask::{RequestDraft, ask, take_back};
pub use decide::{RequestOutcome, RequestVerdict, decide};
pub use excuses::apply_excuses;

use sea_orm::{DatabaseTransaction, EntityTrait};
use serde_json::{Value, json};

use platform::errors::{AppError, Failure, refuse};
use sign_in_model::work::Work;

use super::entity::attendance_request::{self, RequestId, State};
use super::rules::RequestRefusal;
use crate::marks::LockedSession;

type RequestResult<T> = Result<T, Failure<RequestRefusal>>;

/// Returns the request as it is now; the caller has locked its cohort. Refused when it waits no more.
async fn waiting(
    tx: &DatabaseTransaction,
    id: RequestId,
) -> RequestResult<attendance_request::Model> {
    let request = attendance_request::Entity::find_by_id(id).one(tx).await?;
    let request = request.ok_or(AppError::NotFound)?;
    match request.state {
        State::Open => Ok(request),
        _ => refuse(RequestRefusal::Decided),
    }
}

/// Writes to history that something was asked or decided and of which session; never why, which may
/// concern a person's health.
async fn note(
    work: &Work<'_>,
    locked: &LockedSession,
    action: &'static str,
    request: RequestId,
    about: Value,
) -> Result<(), AppError> {
    let detail = json!({ "request": request.0, "about": about });
    let session = ("session", locked.session().id.0);
    work.record_in(locked.cohort().id.0, action, session, detail).await
}
