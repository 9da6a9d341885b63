//! The coordination decides. What is granted becomes a mark like any other, beside the one before.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

use cohorts_model as cohorts;
use enrolment_model::attendees::recipient_of;
use enrolment_model::entity::enrolment;
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::work::Work;

use super::{RequestResult, note, waiting};
use crate::entity::attendance_mark::{MarkId, Method, State as MarkState};
use crate::marks::{self, LockedSession, append, hold};
use crate::requests::entity::attendance_request::{Kind, Model, State};
use crate::requests::letters::RequestDecisionLetter;
use crate::requests::policy::Decide;
use crate::requests::rules::{self, Effect, RequestRefusal};
use crate::rules::{AttendanceRefusal, length, may_mark, was_there};

/// The decision of the coordination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestVerdict {
    Grant {
        /// What is recorded: mostly what was asked, sometimes another state.
        state: MarkState,
        /// The minutes of a person who was there, in a cohort that counts them.
        minutes: Option<i32>,
        reason: Option<String>,
    },
    Refuse {
        reason: String,
    },
}

/// What a decision led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOutcome {
    /// It counts from now on.
    Recorded,
    /// The excuse waits for its session.
    Waits,
    Refused,
}

/// Decides, writes the mark that was granted and the letter that tells the person, all at once. The
/// cohort's row is locked: of two who decide, the second is told that it is done.
///
/// # Errors
/// Refused when it was decided already, or what is granted cannot be recorded.
pub async fn decide(
    app: &App,
    permit: Decide,
    verdict: RequestVerdict,
) -> RequestResult<RequestOutcome> {
    let work = Work::begin(app, permit.by()).await?;
    let mut locked = hold(&work.tx, *permit.cohort(), *permit.session()).await?;
    let request = waiting(&work.tx, *permit.request()).await?;
    let (decided, state, mark, reason) = match &verdict {
        RequestVerdict::Refuse { reason } => {
            (RequestOutcome::Refused, None, None, Some(reason.clone()))
        }
        RequestVerdict::Grant { state, minutes, reason } => {
            let granted = (*state, *minutes, reason.as_deref());
            let mark = grant(&work, &mut locked, &request, granted).await?;
            let decided =
                if mark.is_some() { RequestOutcome::Recorded } else { RequestOutcome::Waits };
            (decided, Some(*state), mark, reason.clone())
        }
    };
    let mut row = request.clone().into_active_model();
    row.state = Set(if state.is_some() { State::Granted } else { State::Refused });
    row.decided_at = Set(Some(work.now));
    row.decided_by = Set(work.by.account);
    row.decided_state = Set(state);
    row.decided_reason = Set(reason);
    row.mark_id = Set(mark);
    let request = row.update(&work.tx).await?;
    let about = json!({ "granted": state.is_some(), "marked": mark.map(|mark| mark.0) });
    note(&work, &locked, "attendance.decide", request.id, about).await?;
    answer(&work, &locked, &request).await?;
    work.commit().await?;
    Ok(decided)
}

/// Writes what was granted and returns the mark; `None` while an excuse waits for its session.
async fn grant(
    work: &Work<'_>,
    locked: &mut LockedSession,
    request: &Model,
    (state, minutes, reason): (MarkState, Option<i32>, Option<&str>),
) -> RequestResult<Option<MarkId>> {
    let enrolment = enrolment::Entity::find_by_id(request.enrolment_id).one(&work.tx).await?;
    if enrolment.is_none_or(|enrolment| enrolment.stage != enrolment::Stage::Confirmed) {
        return refuse(RequestRefusal::NoPlace);
    }
    let possible = match request.kind {
        Kind::Excuse => state == MarkState::Excused,
        Kind::Correction => rules::CORRECTED.contains(&state),
    };
    if !possible {
        return refuse(RequestRefusal::WrongState);
    }
    let (cohort, session) = (locked.cohort(), locked.session());
    let day_has_come = match may_mark(
        cohort.attendance_stage(work.now),
        session.stage,
        session.starts_at,
        work.now,
    ) {
        Ok(()) => true,
        Err(AttendanceRefusal::NotYet { .. }) => false,
        Err(AttendanceRefusal::SessionCancelled) => {
            return refuse(RequestRefusal::SessionCancelled);
        }
        Err(AttendanceRefusal::CohortClosed) => return refuse(RequestRefusal::CohortClosed),
        Err(_) => return refuse(RequestRefusal::CohortNotRunning),
    };
    let current = locked.current().get(&request.enrolment_id).copied();
    let recorded = current.map(|current| current.state);
    let minutes = minutes
        .filter(|_| cohort.partial_hours && was_there(state))
        .map(|minutes| minutes.clamp(0, length(session)));
    let same_minutes =
        current.is_none_or(|current| minutes.is_none() || current.minutes == minutes);
    match rules::effect(request.kind, state, recorded, day_has_come).map_err(Failure::Refused)? {
        Effect::Waits => Ok(None),
        Effect::Stands if same_minutes => Ok(current.map(|current| current.mark)),
        Effect::Stands | Effect::Mark => {
            let mark = marks::Mark {
                minutes,
                reason: reason.map(str::to_owned),
                ..marks::Mark::new(request.enrolment_id, state, Method::Request)
            };
            Ok(append(&work.tx, work.app, work.by, locked, vec![mark]).await?.first().copied())
        }
    }
}

/// Writes the letter to the person, unless they have no address.
async fn answer(work: &Work<'_>, locked: &LockedSession, request: &Model) -> Result<(), AppError> {
    let Some(to) = recipient_of(&work.tx, request.enrolment_id).await? else { return Ok(()) };
    let row = cohorts::queries::get(&work.tx, locked.cohort().id).await?;
    let letter = RequestDecisionLetter::new(request, locked.session(), &row);
    work.write_to(to, format!("attendance/request/{}", request.id), &letter).await
}
