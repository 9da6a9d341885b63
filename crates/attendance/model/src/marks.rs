//! The only place that writes a mark. Roll-call, phone, code, paper and request all end here, inside
//! their own transaction: the mark, the summary that counts, the session that is now held, the
//! cohort that has begun and the line in history are written together or not at all.
//!
//! Nothing here decides. Who may is the policy's question, whether the mark is wanted the caller's
//! (`commands::take` asks what the form had seen; a phone's arrival is judged); what can never be
//! true of a mark is refused as a defect of the caller.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveEnum, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
};

use cohorts_model::commands::{mark_held, start_with_attendance};
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::refusals::CohortRefusal;
use cohorts_model::subscribers::on_closed_cohort;
use enrolment_model::acceptance::accept_places;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::own_place;
use history_model::commands::{Event, record};
use sign_in_model::prelude::*;

use super::entity::attendance_mark::{self, DeviceId, MarkId, Method, State};
use super::entity::attendance_summary;
use super::queries::{self, CurrentMark};
use super::rules;

/// Rows in one insert; rows × columns stay far below what SQLite takes.
const BATCH: usize = 1_000;

/// A mark to be written: what is said of one person in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub enrolment: EnrolmentId,
    pub state: State,
    /// Minutes attended by a person who was there; `None` means that the state alone decides.
    pub minutes: Option<i32>,
    pub method: Method,
    pub reason: Option<String>,
    pub device: Option<DeviceId>,
    /// What the device's clock said.
    pub device_at: Option<DateTime<Utc>>,
    /// Said with the link of a letter by somebody without an account.
    pub by_link: bool,
    /// Unique for ever; a second mark with it is refused by the database.
    pub key: Option<String>,
}

impl Mark {
    /// A mark made here and now.
    pub fn new(enrolment: EnrolmentId, state: State, method: Method) -> Self {
        Self {
            enrolment,
            state,
            minutes: None,
            method,
            reason: None,
            device: None,
            device_at: None,
            by_link: false,
            key: None,
        }
    }
}

/// A session whose cohort is locked until the transaction ends, with the marks that count now.
/// Only [`hold`] and [`hold_for`] make one: who writes has waited for who wrote before.
#[derive(Debug)]
pub struct LockedSession {
    session: session::Model,
    cohort: cohort::Model,
    current: HashMap<EnrolmentId, CurrentMark>,
}

impl LockedSession {
    pub fn session(&self) -> &session::Model {
        &self.session
    }

    pub fn cohort(&self) -> &cohort::Model {
        &self.cohort
    }

    /// The mark that counts of each person who has one; of one person alone after [`hold_for`].
    pub fn current(&self) -> &HashMap<EnrolmentId, CurrentMark> {
        &self.current
    }

    pub fn is_closed(&self) -> bool {
        self.session.stage == session::Stage::Closed
    }
}

/// Does what [`hold`] does for one person: nothing is read of the others, which matters when hundreds
/// come at once. Three statements.
pub async fn hold_for(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    session: SessionId,
    enrolment: EnrolmentId,
) -> Result<LockedSession, AppError> {
    let (cohort, session) = lock_rows(tx, cohort, session).await?;
    let current = queries::current_mark(tx, session.id, enrolment).await?;
    Ok(LockedSession {
        session,
        cohort,
        current: current.map(|now| (enrolment, now)).into_iter().collect(),
    })
}

/// Locks the cohort's row and reads the session with its marks. Roll-calls of a cohort, changes of its
/// sessions and its closing all take this lock first, so they come one after the other. A transaction
/// that holds several sessions takes them by cohort, lowest id first. Three statements.
pub async fn hold(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    session: SessionId,
) -> Result<LockedSession, AppError> {
    let (cohort, session) = lock_rows(tx, cohort, session).await?;
    let current = queries::current_marks(tx, session.id).await?;
    Ok(LockedSession { session, cohort, current })
}

async fn lock_rows(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    session: SessionId,
) -> Result<(cohort::Model, session::Model), AppError> {
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
    Ok((cohort, session))
}

/// Writes the marks in their order and returns their ids in the same order; several of one person
/// correct one another. The number of statements does not grow with the number of people.
///
/// # Errors
/// A mark that nobody could make: no author, a session that is cancelled or whose day has not come,
/// a cohort that does not run, minutes beyond the session's.
pub async fn append(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    locked: &mut LockedSession,
    marks: Vec<Mark>,
) -> Result<Vec<MarkId>, AppError> {
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    if by.account.is_none() && marks.iter().any(|mark| !mark.by_link) {
        return Err(AppError::Internal("a mark needs an author".into()));
    }
    possible(locked, &marks, now)?;
    not_oneself(tx, by, locked, &marks).await?;
    let closed = locked.is_closed();
    let methods: BTreeSet<String> = marks.iter().map(|mark| mark.method.to_value()).collect();
    let touched: HashSet<EnrolmentId> = marks.iter().map(|mark| mark.enrolment).collect();
    let first = touched.iter().filter(|person| !locked.current.contains_key(person)).count();
    let all = marks.len();
    // A link has no account: history names nobody, and says so.
    let by_link = marks.iter().all(|mark| mark.by_link);
    let unsigned = Author { account: None, request: by.request.clone() };
    let by = if by_link { &unsigned } else { by };

    let came = marks.iter().filter(|mark| rules::was_there(mark.state)).map(|mark| mark.enrolment);
    accept_places(tx, came.collect::<HashSet<_>>(), by.account, now).await?;
    let mut ids = vec![MarkId(0); all];
    let mut waiting: Vec<(usize, Mark)> = marks.into_iter().enumerate().collect();
    while !waiting.is_empty() {
        // One mark of each person at a time: the next one corrects it.
        let mut place = HashMap::new();
        let (round, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(index, mark)| {
            match place.contains_key(&mark.enrolment) {
                true => false,
                false => place.insert(mark.enrolment, *index).is_none(),
            }
        });
        waiting = later;
        for batch in round.chunks(BATCH) {
            let rows = batch.iter().map(|(_, mark)| attendance_mark::ActiveModel {
                session_id: Set(locked.session.id),
                enrolment_id: Set(mark.enrolment),
                state: Set(mark.state),
                minutes: Set(mark.minutes.filter(|_| rules::was_there(mark.state))),
                method: Set(mark.method),
                author_account_id: Set(by.account.filter(|_| !mark.by_link)),
                by_link: Set(mark.by_link),
                recorded_at: Set(now),
                device_id: Set(mark.device),
                device_at: Set(mark.device_at),
                after_closing: Set(closed),
                key: Set(mark.key.clone()),
                previous_mark_id: Set(locked.current.get(&mark.enrolment).map(|last| last.mark)),
                reason: Set(mark.reason.clone()),
                ..Default::default()
            });
            let written =
                attendance_mark::Entity::insert_many(rows).exec_with_returning(tx).await?;
            for mark in written {
                if let Some(index) = place.get(&mark.enrolment_id) {
                    ids[*index] = mark.id;
                }
                let last = CurrentMark { mark: mark.id, state: mark.state, minutes: mark.minutes };
                locked.current.insert(mark.enrolment_id, last);
            }
        }
    }
    keep_summary(tx, locked, &touched, now).await?;

    start_with_attendance(app, tx, by, locked.cohort.clone()).await.map_err(inconsistent)?;
    if locked.cohort.stage == cohort::Stage::Confirmed {
        locked.cohort.stage = cohort::Stage::Running;
    }
    if locked.session.stage == session::Stage::Planned {
        mark_held(tx, locked.session.clone()).await.map_err(inconsistent)?;
        locked.session.stage = session::Stage::Held;
    }
    record(
        tx,
        Event {
            cohort_id: Some(locked.cohort.id.0),
            detail: json!({
                "first_marks": first,
                "corrections": all - first,
                "closed": closed,
                "methods": methods,
                "by_link": by_link,
            }),
            ..by.event(now, "attendance.take", ("session", locked.session.id.0))
        },
    )
    .await?;
    if locked.cohort.stage == cohort::Stage::Closed {
        // The sums that were kept at its closing are true no more.
        on_closed_cohort(tx, app, locked.cohort.id).await?;
    }
    Ok(ids)
}

/// Repeats what every caller has checked before with a refusal of its own; here a failure is a defect.
fn possible(locked: &LockedSession, marks: &[Mark], now: DateTime<Utc>) -> Result<(), AppError> {
    let session = &locked.session;
    rules::may_mark(locked.cohort.attendance_stage(now), session.stage, session.starts_at, now)
        .map_err(|refusal| AppError::Internal(refusal.to_string()))?;
    let length = rules::length(session);
    match marks.iter().filter_map(|mark| mark.minutes).find(|said| !(0..=length).contains(said)) {
        Some(_) => Err(AppError::Internal("minutes beyond the session's length".into())),
        None => Ok(()),
    }
}

/// Repeats what every caller has asked before: nobody marks themselves (R80). Whoever types the code of
/// a screen says only that they are there; the screen is somebody else's.
async fn not_oneself(
    tx: &DatabaseTransaction,
    by: &Author,
    locked: &LockedSession,
    marks: &[Mark],
) -> Result<(), AppError> {
    if marks.iter().all(|mark| mark.method == Method::Code) {
        return Ok(());
    }
    let Some(own) = own_place(tx, by, locked.cohort.id).await? else { return Ok(()) };
    match marks.iter().any(|mark| mark.enrolment == own.id) {
        true => Err(AppError::Internal("a mark of one's own".into())),
        false => Ok(()),
    }
}

/// Writes the summary row of each person who was marked: it says what the last mark says.
async fn keep_summary(
    tx: &DatabaseTransaction,
    locked: &LockedSession,
    touched: &HashSet<EnrolmentId>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use attendance_summary::Column;
    let rows: Vec<_> = touched
        .iter()
        .filter_map(|person| Some((*person, *locked.current.get(person)?)))
        .map(|(enrolment, last)| attendance_summary::ActiveModel {
            session_id: Set(locked.session.id),
            enrolment_id: Set(enrolment),
            state: Set(last.state),
            minutes: Set(last.minutes),
            mark_id: Set(last.mark),
            updated_at: Set(now),
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        attendance_summary::Entity::insert_many(batch.to_vec())
            .on_conflict(
                OnConflict::columns([Column::SessionId, Column::EnrolmentId])
                    .update_columns([
                        Column::State,
                        Column::Minutes,
                        Column::MarkId,
                        Column::UpdatedAt,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// The rules asked here are stricter than those of `cohorts`, so a refusal is a defect.
pub fn inconsistent(failure: Failure<CohortRefusal>) -> AppError {
    match failure {
        Failure::Refused(refusal) => AppError::Internal(refusal.to_string()),
        Failure::Broken(error) => error,
    }
}
