//! Asking, taking back and deciding; and the excuses that waited for their session.

mod ask;
mod decide;
mod excuses;

pub use ask::{Wanted, ask, take_back};
pub use decide::{Decided, Verdict, decide};
pub use excuses::apply_excuses;

use sea_orm::{DatabaseTransaction, EntityTrait};
use serde_json::{Value, json};

use history_model::commands::{Event, record};
use platform::app::App;
use platform::errors::{AppError, Failure};
use sign_in_model::actor::By;

use super::entity::attendance_request::{self, RequestId, State};
use super::rules::RequestRefusal;
use crate::marks::Held;

type Done<T> = Result<T, Failure<RequestRefusal>>;

/// The request as it is now, with its cohort locked by whoever asks; refused when it waits no more.
async fn waiting(tx: &DatabaseTransaction, id: RequestId) -> Done<attendance_request::Model> {
    let request = attendance_request::Entity::find_by_id(id).one(tx).await?;
    let request = request.ok_or(AppError::NotFound)?;
    match request.state {
        State::Open => Ok(request),
        _ => Err(Failure::Refused(RequestRefusal::Decided)),
    }
}

/// History knows that something was asked or decided and of which session; never why, which may
/// be about somebody's health.
async fn tell(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
    held: &Held,
    action: &'static str,
    request: RequestId,
    about: Value,
) -> Result<(), AppError> {
    let event = Event {
        cohort_id: Some(held.cohort().id.0),
        detail: json!({ "request": request.0, "about": about }),
        ..by.event(app.clock.now(), action, ("session", held.session().id.0))
    };
    Ok(record(tx, event).await?)
}
