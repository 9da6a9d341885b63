//! A person checks in by a code. What they typed was read before; here the enrolment, the opening and
//! the mark that is there are asked again under the cohort's lock, and everything is written at once.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait};

use enrolment_model::entity::enrolment::{self, EnrolmentId, Stage};
use people_model::oneself::records;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::prelude::*;
use sign_in_model::queries::account_of;

use super::CodeResult;
use crate::codes::entity::code_arrival;
use crate::codes::entity::session_code::{self, CodeId};
use crate::codes::policy::Come;
use crate::codes::queries;
use crate::codes::refusals::CodeRefusal;
use crate::codes::rules::may_enter;
use crate::codes::signals::stand_in;
use crate::entity::attendance_mark::{self, MarkId, Method, State};
use crate::field;
use crate::marks::{LockedSession, Mark, append, hold_for};
use crate::rules::{self, Counting};

/// When and from where a person checks in, for the list of arrivals.
#[derive(Clone, Debug, Default)]
pub struct CheckInOrigin {
    /// When they asked: waiting for the lock makes nobody late.
    pub at: DateTime<Utc>,
    pub network: Option<String>,
    pub browser: Option<String>,
}

/// How the person is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckIn {
    pub state: State,
    pub at: DateTime<Utc>,
}

/// Registers that a person is there. `opening` is the one whose code they typed.
pub async fn come(
    app: &App,
    permit: Come,
    opening: CodeId,
    origin: &CheckInOrigin,
) -> CodeResult<CheckIn> {
    let id = *permit.enrolment();
    let tx = app.db.begin().await?;
    let mut locked = hold_for(&tx, *permit.cohort(), *permit.session(), id).await?;
    let code = queries::code(&tx, opening).await?.ok_or(AppError::NotFound)?;
    let hours = (locked.session().starts_at, locked.session().ends_at);
    let (cohort, session) = (locked.cohort().stage, locked.session().stage);
    may_enter(cohort, session, hours, code.closed_at, app.clock.now()).map_err(Failure::Refused)?;
    let enrolment = enrolment::Entity::find_by_id(id).one(&tx).await?;
    let may_come = enrolment.as_ref().is_some_and(|enrolment| {
        enrolment.stage == Stage::Confirmed && rules::applies(hours.1, enrolment.since())
    });
    let Some(enrolment) = enrolment.filter(|_| may_come) else {
        return refuse(CodeRefusal::NotEnrolled);
    };
    // Whoever opened check-in knows its code wherever they are (R80).
    let opener = Author { account: Some(code.opened_by), request: None };
    if records(&tx, &opener).await?.contains(&enrolment.person_id) {
        return refuse(CodeRefusal::Oneself);
    }
    let own = own_author(&tx, &permit, &enrolment).await?;
    let by_link = own.is_none();
    // What waits for a decision stands on the account whose check-in it is; a mark on nobody's.
    let by = own.unwrap_or(Author { account: Some(code.opened_by), ..permit.by().clone() });
    let came = Mark { by_link, ..arrived(&locked, id, origin.at) };
    let outcome = match locked.current().get(&id).copied() {
        None => {
            let ids = append(&tx, app, &by, &mut locked, vec![came.clone()]).await?;
            note(&tx, &permit, &code, origin, ids.first().copied()).await?;
            Ok(CheckIn { state: came.state, at: origin.at })
        }
        Some(now) if rules::was_there(now.state) => {
            let written = attendance_mark::Entity::find_by_id(now.mark).one(&tx).await?;
            let at = written.map_or(origin.at, |mark| mark.device_at.unwrap_or(mark.recorded_at));
            return refuse(CodeRefusal::AlreadyThere { state: now.state, at });
        }
        Some(now) => {
            // Nobody overwrites what somebody else said: both are kept until it is decided.
            if dispute(&tx, app, &locked, &by, &code, &came, origin).await? {
                note(&tx, &permit, &code, origin, None).await?;
            }
            Err(CodeRefusal::Disputed { state: now.state })
        }
    };
    tx.commit().await?;
    outcome.map_err(Failure::Refused)
}

/// Present, or late under the cohort's rule; where minutes count, those that are left.
fn arrived(locked: &LockedSession, enrolment: EnrolmentId, at: DateTime<Utc>) -> Mark {
    let session = locked.session();
    let counting = Counting::from(locked.cohort());
    let state = rules::arriving(session, &counting, at);
    let left = (session.ends_at - at).num_minutes().clamp(0, rules::length(session).into());
    let minutes = (counting.partial_hours && state == State::Late)
        .then(|| i32::try_from(left).unwrap_or_default());
    Mark { minutes, ..Mark::new(enrolment, state, Method::Code) }
}

/// Returns the person's own account as the author of the mark; `None` for somebody without one, who came
/// by the link of a letter.
async fn own_author(
    tx: &DatabaseTransaction,
    permit: &Come,
    enrolment: &enrolment::Model,
) -> Result<Option<Author>, AppError> {
    if permit.by().account.is_some() {
        return Ok(Some(permit.by().clone()));
    }
    let own = account_of(tx, enrolment.person_id.0).await?;
    Ok(own.map(|account| Author { account: Some(account.id), ..permit.by().clone() }))
}

async fn note(
    tx: &DatabaseTransaction,
    permit: &Come,
    code: &session_code::Model,
    origin: &CheckInOrigin,
    mark: Option<MarkId>,
) -> Result<(), AppError> {
    let digest =
        |kind, text: &Option<String>| Some(stand_in(code.salt.as_ref()?, kind, text.as_deref()?));
    code_arrival::ActiveModel {
        code_id: Set(code.id),
        session_id: Set(code.session_id),
        enrolment_id: Set(*permit.enrolment()),
        at: Set(origin.at),
        by_link: Set(*permit.by_link()),
        mark_id: Set(mark),
        network_digest: Set(digest("red", &origin.network)),
        browser_digest: Set(digest("navegador", &origin.browser)),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// Keeps the check-in beside the mark that says otherwise; `false` when it is there already.
async fn dispute(
    tx: &DatabaseTransaction,
    app: &App,
    locked: &LockedSession,
    by: &Author,
    code: &session_code::Model,
    came: &Mark,
    origin: &CheckInOrigin,
) -> Result<bool, AppError> {
    let screen = match code.device_id {
        Some(screen) => screen,
        None => {
            let screen = field::commands::screen(tx, code.opened_by, app.clock.now()).await?;
            let row = session_code::ActiveModel {
                id: Set(code.id),
                device_id: Set(Some(screen)),
                ..Default::default()
            };
            row.update(tx).await?;
            screen
        }
    };
    let mark = Mark { device: Some(screen), device_at: Some(origin.at), ..came.clone() };
    field::commands::dispute(tx, app, by, locked, &mark).await
}
