//! Writing marks and closing sessions.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter,
    QuerySelect,
};
use serde_json::json;

use super::entity::attendance_mark::{Method, State};
use super::entity::{attendance_mark, attendance_summary};
use super::policy::{Close, Take};
use super::queries::{self, RollRow};
use super::rules::{self, AttendanceRefusal, Change};
use crate::cohorts::commands::{mark_closed, mark_held, start_with_attendance};
use crate::cohorts::entity::cohort::{self, CohortId};
use crate::cohorts::entity::session::{self, SessionId};
use crate::cohorts::refusals::CohortRefusal;
use crate::enrolment::entity::enrolment::EnrolmentId;
use crate::history::commands::{Event, record};
use crate::platform::app::App;
use crate::platform::errors::{AppError, Failure};

pub use super::entity::attendance_mark::MarkId;

type Done<T> = Result<T, Failure<AttendanceRefusal>>;

/// Rows in one insert; rows × columns stay far below what SQLite takes.
const BATCH: usize = 1_000;

/// What the writer knew of a person when deciding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nobody looked: the demo programme, imports.
    Anything,
    /// The form showed no mark.
    Nothing,
    /// The form showed this mark.
    Mark(MarkId),
}

/// A state for a person; nothing is written when it is the state already.
#[derive(Clone, Debug)]
pub struct NewMark {
    pub enrolment: EnrolmentId,
    pub state: State,
    /// Kept with corrections; asked for when the session is closed.
    pub reason: Option<String>,
    pub seen: Seen,
}

/// What a roll-call changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub first_marks: usize,
    pub corrections: usize,
    /// People whom somebody else marked in between and this writer did not touch.
    pub overtaken: Vec<EnrolmentId>,
}

/// Writes the marks that differ from what is there. The cohort's row is locked, so two
/// roll-calls at once come one after the other, and the second is told who changed what.
pub async fn take(app: &App, permit: Take, marks: Vec<NewMark>) -> Done<Taken> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (session, cohort) = locked(&tx, *permit.cohort(), *permit.session()).await?;
    rules::may_mark(cohort.stage, session.stage, session.starts_at, now)
        .map_err(Failure::Refused)?;
    let closed = session.stage == session::Stage::Closed;
    if closed && !permit.may_correct_closed() {
        return Err(Failure::Refused(AttendanceRefusal::SessionClosed));
    }

    let people: HashMap<_, _> = queries::roll(&tx, cohort.id, Condition::all())
        .await?
        .into_iter()
        .map(|row| (row.enrolment, row))
        .collect();
    let current = queries::current_marks(&tx, session.id).await?;
    let (changed, overtaken) = sort_out(&tx, &session, &people, &current, marks).await?;
    if changed.is_empty() {
        return Ok(Taken { overtaken, ..Taken::default() });
    }
    if closed && changed.iter().any(|mark| mark.reason.is_none()) {
        return Err(Failure::Refused(AttendanceRefusal::ReasonMissing));
    }

    let author =
        permit.by().account.ok_or_else(|| AppError::Internal("a mark needs an author".into()))?;
    let corrections = changed.iter().filter(|mark| current.contains_key(&mark.enrolment)).count();
    for batch in changed.chunks(BATCH) {
        let rows = batch.iter().map(|mark| {
            let previous = current.get(&mark.enrolment).map(|(id, _)| *id);
            attendance_mark::ActiveModel {
                session_id: Set(session.id),
                enrolment_id: Set(mark.enrolment),
                state: Set(mark.state),
                minutes: Set(None),
                method: Set(Method::Manual),
                author_account_id: Set(author),
                recorded_at: Set(now),
                previous_mark_id: Set(previous),
                reason: Set(mark.reason.clone().filter(|_| previous.is_some() || closed)),
                ..Default::default()
            }
        });
        let written = attendance_mark::Entity::insert_many(rows).exec_with_returning(&tx).await?;
        keep_summary(&tx, &written).await?;
    }
    let (session_id, cohort_id) = (session.id, cohort.id);
    start_with_attendance(app, &tx, permit.by(), cohort).await.map_err(inconsistent)?;
    if session.stage == session::Stage::Planned {
        mark_held(&tx, session).await.map_err(inconsistent)?;
    }
    let taken = Taken { first_marks: changed.len() - corrections, corrections, overtaken };
    record(
        &tx,
        Event {
            at: now,
            actor: Some(author.0),
            request: permit.by().request.as_deref(),
            action: "attendance.take",
            subject_kind: "session",
            subject_id: session_id.0,
            cohort_id: Some(cohort_id.0),
            detail: json!({ "first_marks": taken.first_marks, "corrections": corrections, "closed": closed }),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(taken)
}

/// Splits what was sent into changes to write and people overtaken by somebody else;
/// refuses when a change would overwrite a mark that the writer never saw.
async fn sort_out(
    tx: &DatabaseTransaction,
    session: &session::Model,
    people: &HashMap<EnrolmentId, RollRow>,
    current: &HashMap<EnrolmentId, (MarkId, State)>,
    marks: Vec<NewMark>,
) -> Done<(Vec<NewMark>, Vec<EnrolmentId>)> {
    let mut known = HashSet::new();
    let (mut changed, mut doubtful) = (Vec::new(), Vec::new());
    for mark in marks {
        let now = current.get(&mark.enrolment);
        if now.is_some_and(|(_, state)| *state == mark.state) {
            continue;
        }
        let on_the_roll = people
            .get(&mark.enrolment)
            .is_some_and(|person| now.is_some() || rules::applies(session.ends_at, person.since));
        if !on_the_roll || !known.insert(mark.enrolment) {
            return Err(Failure::Refused(AttendanceRefusal::NotOnTheRoll));
        }
        match (mark.seen, now) {
            (Seen::Anything, _) | (Seen::Nothing, None) => changed.push(mark),
            (Seen::Mark(seen), Some((id, _))) if seen == *id => changed.push(mark),
            _ => doubtful.push(mark),
        }
    }
    if doubtful.is_empty() {
        return Ok((changed, Vec::new()));
    }

    let mut ids: Vec<MarkId> = Vec::new();
    for mark in &doubtful {
        ids.extend(current.get(&mark.enrolment).map(|(id, _)| *id));
        if let Seen::Mark(seen) = mark.seen {
            ids.push(seen);
        }
    }
    let written = queries::marks(tx, session.id, ids).await?;
    let (mut overtaken, mut changes) = (Vec::new(), Vec::new());
    for mark in doubtful {
        // The form still says what it showed: this writer changed nothing for this person.
        let untouched = match mark.seen {
            Seen::Mark(seen) => written
                .get(&seen)
                .is_some_and(|w| w.enrolment == mark.enrolment && w.state == mark.state),
            Seen::Nothing | Seen::Anything => false,
        };
        let now = current.get(&mark.enrolment).and_then(|(id, _)| written.get(id));
        match now {
            Some(_) if untouched => overtaken.push(mark.enrolment),
            Some(now) => changes.push(Change {
                enrolment: mark.enrolment,
                person: people.get(&mark.enrolment).map(RollRow::name).unwrap_or_default(),
                author: now.author.clone(),
                at: now.at,
                state: now.state,
            }),
            // The form names a mark where there is none: it is not a form of ours.
            None => return Err(Failure::Refused(AttendanceRefusal::NotOnTheRoll)),
        }
    }
    if changes.is_empty() {
        Ok((changed, overtaken))
    } else {
        Err(Failure::Refused(AttendanceRefusal::ChangedMeanwhile { changes }))
    }
}

/// The summary row is the last mark's, written beside it.
async fn keep_summary(
    tx: &DatabaseTransaction,
    written: &[attendance_mark::Model],
) -> Result<(), sea_orm::DbErr> {
    use attendance_summary::Column;
    let rows = written.iter().map(|mark| attendance_summary::ActiveModel {
        session_id: Set(mark.session_id),
        enrolment_id: Set(mark.enrolment_id),
        state: Set(mark.state),
        minutes: Set(mark.minutes),
        mark_id: Set(mark.id),
        updated_at: Set(mark.recorded_at),
    });
    attendance_summary::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([Column::SessionId, Column::EnrolmentId])
                .update_columns([Column::State, Column::Minutes, Column::MarkId, Column::UpdatedAt])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Closes a session's roll-call. People without a mark must be among `acknowledged`:
/// whoever closes has read their names (R33).
pub async fn close(app: &App, permit: Close, acknowledged: &[EnrolmentId]) -> Done<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (session, cohort) = locked(&tx, *permit.cohort(), *permit.session()).await?;
    rules::may_mark(cohort.stage, session.stage, session.starts_at, now)
        .map_err(Failure::Refused)?;
    rules::may_close(session.stage).map_err(Failure::Refused)?;
    let current = queries::current_marks(&tx, session.id).await?;
    let missing: Vec<RollRow> = queries::roll(&tx, cohort.id, Condition::all())
        .await?
        .into_iter()
        .filter(|row| {
            rules::applies(session.ends_at, row.since) && !current.contains_key(&row.enrolment)
        })
        .collect();
    if missing.iter().any(|row| !acknowledged.contains(&row.enrolment)) {
        let people = missing.iter().map(|row| (row.enrolment, row.name())).collect();
        return Err(Failure::Refused(AttendanceRefusal::NotRecorded { people }));
    }
    let session_id = session.id;
    mark_closed(&tx, session).await.map_err(inconsistent)?;
    record(
        &tx,
        Event {
            at: now,
            actor: permit.by().account.map(|account| account.0),
            request: permit.by().request.as_deref(),
            action: "attendance.close",
            subject_kind: "session",
            subject_id: session_id.0,
            cohort_id: Some(cohort.id.0),
            detail: json!({ "not_recorded": missing.len() }),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The cohort's row is locked first, as everywhere: roll-calls of a cohort, changes of its
/// sessions and its closing come one after the other.
async fn locked(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    session: SessionId,
) -> Result<(session::Model, cohort::Model), AppError> {
    let cohort = cohort::Entity::find_by_id(cohort)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let session = session::Entity::find_by_id(session)
        .filter(session::Column::CohortId.eq(cohort.id))
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    Ok((session, cohort))
}

/// The rules asked here are stricter than those of `cohorts`, so a refusal is a defect.
fn inconsistent(failure: Failure<CohortRefusal>) -> AppError {
    match failure {
        Failure::Refused(refusal) => AppError::Internal(refusal.to_string()),
        Failure::Broken(error) => error,
    }
}
