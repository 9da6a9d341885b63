//! Somebody comes by a code. What they typed was read before; here the place, the opening and what is
//! there already are asked again under the cohort's lock, and everything is written at once.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use enrolment_model::entity::enrolment::{self, EnrolmentId, Stage};
use platform::app::App;
use platform::errors::{AppError, Failure};
use sign_in_model::actor::By;
use sign_in_model::entity::account::{self, AccountId};

use super::Done;
use crate::codes::entity::code_arrival;
use crate::codes::entity::session_code::{self, CodeId};
use crate::codes::policy::Come;
use crate::codes::queries;
use crate::codes::refusals::CodeRefusal;
use crate::codes::rules::may_enter;
use crate::codes::signals::stand_in;
use crate::entity::attendance_mark::{self, MarkId, Method, State};
use crate::field;
use crate::marks::{Held, Mark, append, hold_for};
use crate::rules::{self, Counting};

/// What is known of whoever comes, for whoever looks afterwards.
#[derive(Clone, Debug, Default)]
pub struct Comer {
    /// When they asked: who waited behind others is not late for it.
    pub at: DateTime<Utc>,
    pub network: Option<String>,
    pub browser: Option<String>,
}

/// How they are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    pub state: State,
    pub at: DateTime<Utc>,
}

/// Registers that somebody is there. `opening` is the one whose code they typed.
pub async fn come(app: &App, permit: Come, opening: CodeId, comer: &Comer) -> Done<Came> {
    let refused = |refusal| Err(Failure::Refused(refusal));
    let enrolment = *permit.enrolment();
    let tx = app.db.begin().await?;
    let mut held = hold_for(&tx, *permit.cohort(), *permit.session(), enrolment).await?;
    let code = queries::code(&tx, opening).await?.ok_or(AppError::NotFound)?;
    let hours = (held.session().starts_at, held.session().ends_at);
    let (cohort, session) = (held.cohort().stage, held.session().stage);
    may_enter(cohort, session, hours, code.closed_at, app.clock.now()).map_err(Failure::Refused)?;
    let place = enrolment::Entity::find_by_id(enrolment).one(&tx).await?;
    let has_place = place.as_ref().is_some_and(|place| {
        place.stage == Stage::Confirmed && rules::applies(hours.1, place.confirmed_at)
    });
    let Some(place) = place.filter(|_| has_place) else {
        return refused(CodeRefusal::NotEnrolled);
    };
    let by = by(&tx, &permit, &place, code.opened_by).await?;
    let came = arrived(&held, enrolment, comer.at);
    let outcome = match held.current().get(&enrolment).copied() {
        None => {
            let ids = append(&tx, app, &by, &mut held, vec![came.clone()]).await?;
            note(&tx, &permit, &code, comer, ids.first().copied()).await?;
            Ok(Came { state: came.state, at: comer.at })
        }
        Some(now) if rules::was_there(now.state) => {
            let written = attendance_mark::Entity::find_by_id(now.mark).one(&tx).await?;
            let at = written.map_or(comer.at, |mark| mark.device_at.unwrap_or(mark.recorded_at));
            return refused(CodeRefusal::AlreadyThere { state: now.state, at });
        }
        Some(now) => {
            // Nobody overwrites what somebody else said: both are kept until it is decided.
            if dispute(&tx, app, &held, &by, &code, &came, comer).await? {
                note(&tx, &permit, &code, comer, None).await?;
            }
            Err(CodeRefusal::Disputed { state: now.state })
        }
    };
    tx.commit().await?;
    outcome.map_err(Failure::Refused)
}

/// Present, or late under the cohort's rule; where minutes count, those that are left.
fn arrived(held: &Held, enrolment: EnrolmentId, at: DateTime<Utc>) -> Mark {
    let session = held.session();
    let counting = Counting::from(held.cohort());
    let state = rules::arriving(session, &counting, at);
    let left = (session.ends_at - at).num_minutes().clamp(0, rules::length(session).into());
    let minutes = (counting.partial_hours && state == State::Late)
        .then(|| i32::try_from(left).unwrap_or_default());
    Mark { minutes, ..Mark::new(enrolment, state, Method::Code) }
}

/// Whose hand writes the mark: the person's own account, or of somebody without one the account that
/// opened check-in, and the arrival says that the letter's address was used.
async fn by(
    tx: &DatabaseTransaction,
    permit: &Come,
    place: &enrolment::Model,
    opened_by: AccountId,
) -> Result<By, AppError> {
    if permit.by().account.is_some() {
        return Ok(permit.by().clone());
    }
    let own = account::Entity::find()
        .filter(account::Column::PersonId.eq(place.person_id.0))
        .one(tx)
        .await?;
    let account = own.map_or(opened_by, |account| account.id);
    Ok(By { account: Some(account), ..permit.by().clone() })
}

async fn note(
    tx: &DatabaseTransaction,
    permit: &Come,
    code: &session_code::Model,
    comer: &Comer,
    mark: Option<MarkId>,
) -> Result<(), AppError> {
    let digest =
        |kind, text: &Option<String>| Some(stand_in(code.salt.as_ref()?, kind, text.as_deref()?));
    code_arrival::ActiveModel {
        code_id: Set(code.id),
        session_id: Set(code.session_id),
        enrolment_id: Set(*permit.enrolment()),
        at: Set(comer.at),
        by_link: Set(*permit.by_link()),
        mark_id: Set(mark),
        network_digest: Set(digest("red", &comer.network)),
        browser_digest: Set(digest("navegador", &comer.browser)),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// Puts the arrival beside what somebody else said; `false` when it is there already.
async fn dispute(
    tx: &DatabaseTransaction,
    app: &App,
    held: &Held,
    by: &By,
    code: &session_code::Model,
    came: &Mark,
    comer: &Comer,
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
    let mark = Mark { device: Some(screen), device_at: Some(comer.at), ..came.clone() };
    field::commands::dispute(tx, app, by, held, &mark).await
}
