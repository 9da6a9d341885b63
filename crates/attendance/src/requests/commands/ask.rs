//! A learner asks, or no longer does.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde_json::json;

use enrolment_model::entity::enrolment;
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::evidence::{self, Attachment, Evidence};
use sign_in_model::work::Work;

use super::{RequestResult, note, waiting};
use crate::entity::attendance_mark::State as MarkState;
use crate::marks::{LockedSession, hold};
use crate::queries::CurrentMark;
use crate::requests::entity::attendance_request::{self, Kind, RequestId, State};
use crate::requests::policy::{Ask, TakeBack};
use crate::requests::rules::{self, EnrolmentFacts, RequestRefusal};
use crate::rules::Counting;

/// What is asked and what shows it.
#[derive(Debug)]
pub struct RequestDraft {
    pub state: MarkState,
    pub text: String,
    pub file: Option<Attachment>,
}

/// Asks about one session. What it is, a correction or an excuse, follows from the hour.
///
/// # Errors
/// Refused when nothing can be asked now, something waits already, or the file is not kept.
pub async fn ask(app: &App, permit: Ask, wanted: RequestDraft) -> RequestResult<RequestId> {
    let RequestDraft { state, text, file } = wanted;
    let evidence = match file {
        None => None,
        Some(file) => {
            // Asked before the file is remade, which is work; and again with the row that names it.
            let work = Work::begin(app, permit.by()).await?;
            openness(&work, &permit, state).await?;
            drop(work);
            match evidence::receive(app, permit.by(), file, evidence::OF_LEARNER).await? {
                Ok(evidence) => Some(evidence),
                Err(refusal) => return refuse(RequestRefusal::File(refusal)),
            }
        }
    };
    let written = write(app, &permit, (state, text), evidence.as_ref()).await;
    if let (Err(_), Some(evidence)) = (&written, evidence) {
        evidence.forget(app).await;
    }
    written
}

/// What a request would be written about.
struct Openness {
    locked: LockedSession,
    current: Option<CurrentMark>,
    kind: Kind,
}

/// Locks the session and answers what can be asked of it, or why nothing can now.
async fn openness(work: &Work<'_>, permit: &Ask, wanted: MarkState) -> RequestResult<Openness> {
    let locked = hold(&work.tx, *permit.cohort(), *permit.session()).await?;
    let enrolment = enrolment::Entity::find_by_id(*permit.enrolment())
        .filter(enrolment::Column::CohortId.eq(locked.cohort().id))
        .one(&work.tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let current = locked.current().get(&enrolment.id).copied();
    let since = enrolment.since();
    let open = rules::may_ask(
        locked.cohort().attendance_stage(work.now),
        &Counting::from(locked.cohort()),
        locked.session(),
        EnrolmentFacts { stage: enrolment.stage, since },
        work.now,
    )
    .map_err(Failure::Refused)?;
    let others: Vec<(Kind, State)> = attendance_request::Entity::find()
        .select_only()
        .column(attendance_request::Column::Kind)
        .column(attendance_request::Column::State)
        .filter(attendance_request::Column::EnrolmentId.eq(enrolment.id))
        .filter(attendance_request::Column::SessionId.eq(locked.session().id))
        .into_tuple()
        .all(&work.tx)
        .await?;
    rules::none_waits(open.kind, others).map_err(Failure::Refused)?;
    let recorded = current.map(|current| current.state);
    rules::not_there(open.kind, recorded).map_err(Failure::Refused)?;
    rules::may_want(open.kind, wanted, recorded).map_err(Failure::Refused)?;
    Ok(Openness { locked, current, kind: open.kind })
}

async fn write(
    app: &App,
    permit: &Ask,
    (wanted, text): (MarkState, String),
    evidence: Option<&Evidence>,
) -> RequestResult<RequestId> {
    let work = Work::begin(app, permit.by()).await?;
    let author = work.account()?;
    let Openness { locked, current, kind } = openness(&work, permit, wanted).await?;
    let file = match evidence {
        Some(evidence) => Some(evidence.name(&work.tx, author, work.now).await?),
        None => None,
    };
    let row = attendance_request::ActiveModel {
        enrolment_id: Set(*permit.enrolment()),
        session_id: Set(locked.session().id),
        kind: Set(kind),
        asked_state: Set(wanted),
        text: Set(text),
        seen_mark_id: Set(current.map(|current| current.mark)),
        asked_at: Set(work.now),
        asked_by: Set(author),
        file_id: Set(file),
        received_sha256: Set(evidence.map(|evidence| evidence.received.clone())),
        file_pages: Set(evidence.map(|evidence| evidence.pages)),
        state: Set(State::Open),
        ..Default::default()
    };
    let id = attendance_request::Entity::insert(row).exec(&work.tx).await?.last_insert_id;
    let about = json!({ "kind": kind, "evidence": evidence.map(Evidence::sha256) });
    note(&work, &locked, "attendance.ask", id, about).await?;
    work.commit().await?;
    Ok(id)
}

/// The person no longer asks; the request stays.
///
/// # Errors
/// Refused when it was decided meanwhile, or another one was withdrawn today.
pub async fn take_back(app: &App, permit: TakeBack) -> RequestResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let locked = hold(&work.tx, *permit.cohort(), *permit.session()).await?;
    let request = waiting(&work.tx, *permit.request()).await?;
    let earlier: Vec<DateTime<Utc>> = attendance_request::Entity::find()
        .select_only()
        .column(attendance_request::Column::DecidedAt)
        .filter(attendance_request::Column::EnrolmentId.eq(request.enrolment_id))
        .filter(attendance_request::Column::SessionId.eq(request.session_id))
        .filter(attendance_request::Column::State.eq(State::Withdrawn))
        .filter(attendance_request::Column::DecidedAt.is_not_null())
        .into_tuple()
        .all(&work.tx)
        .await?;
    rules::may_withdraw(earlier, work.now).map_err(Failure::Refused)?;
    let mut request = request.into_active_model();
    request.state = Set(State::Withdrawn);
    request.decided_at = Set(Some(work.now));
    request.decided_by = Set(work.by.account);
    request.update(&work.tx).await?;
    note(&work, &locked, "attendance.take_back", *permit.request(), json!(null)).await?;
    Ok(work.commit().await?)
}
