//! Sessions: added, changed, cancelled, and marked by attendance as held and closed.

use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, Set,
};

use courses_model::entity::course_version::Modality;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use sign_in_model::entity::account::AccountId;
use sign_in_model::work::Work;

use super::hours::{PlanningScope, book, free, modality};
use super::{CohortResult, changes, days, locked, sessions_of};
use crate::clashes::{PlannedMeeting, room};
use crate::entity::cohort::{self, CohortId, Stage};
use crate::entity::session::{self, SessionId};
use crate::entity::session_change::Kind;
use crate::entity::venue::VenueId;
use crate::policy::{EditCohort, EditSession};
use crate::refusals::CohortRefusal;
use crate::rules;
use crate::schedule::Meeting;

/// The whole of a session's data, new or after a change.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// Empty means the cohort's own place.
    pub place: Option<String>,
    pub link: Option<String>,
    /// May wait until the cohort is published.
    pub facilitator: Option<AccountId>,
}

impl NewSession {
    pub fn span(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        (self.starts_at, self.ends_at)
    }

    /// «24/11/2026, 8:00 a. m. a 12:00 p. m.».
    pub fn when(&self) -> String {
        dates::day_and_span(self.starts_at, self.ends_at)
    }

    /// Returns what the session will occupy. `cohort_place` is where the cohort meets when the
    /// session names no place.
    pub fn planned(&self, cohort_place: &str, modality: Modality) -> PlannedMeeting {
        PlannedMeeting {
            meeting: Meeting { starts_at: self.starts_at, ends_at: self.ends_at },
            facilitator: self.facilitator,
            place: room(self.place.as_deref().unwrap_or(cohort_place), modality).map(str::to_owned),
            room: None,
            venue: None,
            link: self.link.clone(),
        }
    }

    /// Whether who comes to the session has to know: who teaches it does not change where to go.
    fn differs_for_people(&self, was: &session::Model) -> bool {
        self.span() != (was.starts_at, was.ends_at)
            || self.place != was.place
            || self.link != was.link
    }
}

/// Adds a session; sessions are numbered by their time.
pub async fn add_session(
    app: &App,
    permit: EditCohort,
    new: NewSession,
) -> CohortResult<SessionId> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let cohort = locked(tx, *permit.cohort()).await?;
    let sessions = sessions_of(tx, cohort.id).await?;
    if sessions.len() >= rules::MOST_SESSIONS {
        return refuse(CohortRefusal::TooManySessions);
    }
    let venue = allow(tx, &cohort, &sessions, None, &new).await?;
    let last = sessions.iter().map(|s| s.position).max().unwrap_or(0);
    let session = session::ActiveModel {
        cohort_id: Set(cohort.id),
        position: Set(last + 1),
        starts_at: Set(new.starts_at),
        ends_at: Set(new.ends_at),
        place: Set(new.place),
        link: Set(new.link),
        facilitator_account_id: Set(new.facilitator),
        stage: Set(session::Stage::Planned),
        created_at: Set(work.now),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    book(tx, &[(session.id, venue)]).await?;
    let all = number_by_time(tx, cohort.id).await?;
    changes::note(tx, app, &cohort, Kind::Added, std::slice::from_ref(&session), None).await?;
    let is_public = rules::is_public(cohort.stage);
    let cohort = days::follow(tx, work.by, work.now, cohort, &all, is_public).await?;
    let (subject, detail) = (("session", session.id.0), json!({ "starts_at": session.starts_at }));
    work.record_in(cohort.id.0, "cohorts.add_session", subject, detail).await?;
    work.commit().await?;
    Ok(session.id)
}

/// Changes a planned session; one that was held keeps its time and its facilitator (R12).
pub async fn save_session(app: &App, permit: EditSession, change: NewSession) -> CohortResult<()> {
    rewrite(app, permit, |_| Ok(change), None).await
}

/// Moves a planned session to another day or hour, past the cohort's last day too: who counts on it
/// reads one letter, with the reason if one was written (R14). Where it meets and who teaches stay.
pub async fn move_session(
    app: &App,
    permit: EditSession,
    to: Meeting,
    reason: Option<&str>,
) -> CohortResult<()> {
    let moved = |session: &session::Model| {
        if (to.starts_at, to.ends_at) == (session.starts_at, session.ends_at) {
            return refuse(CohortRefusal::SameMeeting);
        }
        Ok(NewSession {
            starts_at: to.starts_at,
            ends_at: to.ends_at,
            place: session.place.clone(),
            link: session.link.clone(),
            facilitator: session.facilitator_account_id,
        })
    };
    rewrite(app, permit, moved, reason).await
}

/// Gives a planned session the data that `change` makes of it. The reason is written beside the change
/// and not in history: it is free text.
async fn rewrite(
    app: &App,
    permit: EditSession,
    change: impl FnOnce(&session::Model) -> CohortResult<NewSession>,
    reason: Option<&str>,
) -> CohortResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let (cohort, session) = locked_session(tx, *permit.session()).await?;
    rules::session_editable(session.stage).or_else(refuse)?;
    let change = change(&session)?;
    let sessions = sessions_of(tx, cohort.id).await?;
    let venue = allow(tx, &cohort, &sessions, Some(session.id), &change).await?;
    let detail = json!({
        "starts_at": [session.starts_at, change.starts_at],
        "facilitator": [session.facilitator_account_id, change.facilitator],
    });
    let id = session.id;
    if change.differs_for_people(&session) {
        let before = std::slice::from_ref(&session);
        changes::note(tx, app, &cohort, Kind::Moved, before, reason).await?;
    }
    if session.facilitator_account_id.is_some_and(|was| Some(was) != change.facilitator) {
        let before = std::slice::from_ref(&session);
        changes::note(tx, app, &cohort, Kind::Reassigned, before, None).await?;
    }
    let mut row = session.into_active_model();
    row.starts_at = Set(change.starts_at);
    row.ends_at = Set(change.ends_at);
    row.place = Set(change.place);
    row.link = Set(change.link);
    row.facilitator_account_id = Set(change.facilitator);
    row.update(tx).await?;
    book(tx, &[(id, venue)]).await?;
    let all = number_by_time(tx, cohort.id).await?;
    let is_public = rules::is_public(cohort.stage);
    let cohort = days::follow(tx, work.by, work.now, cohort, &all, is_public).await?;
    work.record_in(cohort.id.0, "cohorts.save_session", ("session", id.0), detail).await?;
    Ok(work.commit().await?)
}

/// Cancels a session with a reason, which takes it out of every denominator (R14). A published
/// cohort keeps at least one. The reason is written beside the session, not in history: it is
/// free text.
pub async fn cancel_session(app: &App, permit: EditSession, reason: &str) -> CohortResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let (cohort, session) = locked_session(tx, *permit.session()).await?;
    rules::editable(cohort.stage).or_else(refuse)?;
    let to = rules::cancel_session(session.stage).or_else(refuse)?;
    if reason.trim().is_empty() {
        return refuse(CohortRefusal::ReasonNeeded);
    }
    let others = session::Entity::find()
        .filter(session::Column::CohortId.eq(cohort.id))
        .filter(session::Column::Id.ne(session.id))
        .filter(session::Column::Stage.ne(session::Stage::Cancelled))
        .count(tx)
        .await?;
    if cohort.stage != Stage::Draft && others == 0 {
        return refuse(CohortRefusal::LastSession);
    }
    let (id, from, starts_at) = (session.id, session.stage, session.starts_at);
    // Of a session that was held, nobody has to stay away.
    if from == session::Stage::Planned {
        changes::note(tx, app, &cohort, Kind::Cancelled, std::slice::from_ref(&session), None)
            .await?;
    }
    let mut row = session.into_active_model();
    row.stage = Set(to);
    row.cancelled_at = Set(Some(work.now));
    row.cancellation_reason = Set(Some(reason.trim().to_owned()));
    row.update(tx).await?;
    let all = sessions_of(tx, cohort.id).await?;
    let is_public = rules::is_public(cohort.stage);
    let cohort = days::follow(tx, work.by, work.now, cohort, &all, is_public).await?;
    let detail = json!({ "from": from, "starts_at": starts_at });
    work.record_in(cohort.id.0, "cohorts.cancel_session", ("session", id.0), detail).await?;
    Ok(work.commit().await?)
}

/// Planned → held, inside the transaction of the first mark; attendance tells history. A
/// session that is held already stays so. The caller holds the cohort's lock.
pub async fn mark_held(tx: &DatabaseTransaction, session: session::Model) -> CohortResult<()> {
    let to = rules::hold_session(session.stage).or_else(refuse)?;
    set_stage(tx, session, to).await
}

/// Held → closed, inside the transaction of attendance, which tells history. The caller
/// holds the cohort's lock.
pub async fn mark_closed(
    tx: &DatabaseTransaction,
    session: session::Model,
    at: DateTime<Utc>,
) -> CohortResult<()> {
    let to = rules::close_session(session.stage).or_else(refuse)?;
    let mut row = session.into_active_model();
    row.stage = Set(to);
    row.closed_at = Set(Some(at));
    row.update(tx).await?;
    Ok(())
}

/// Closed → held, inside the transaction of attendance, which tells history. The caller holds the
/// cohort's lock.
pub async fn mark_reopened(tx: &DatabaseTransaction, session: session::Model) -> CohortResult<()> {
    let to = rules::reopen_session(session.stage).or_else(refuse)?;
    let mut row = session.into_active_model();
    row.stage = Set(to);
    row.closed_at = Set(None);
    row.update(tx).await?;
    Ok(())
}

async fn set_stage(
    tx: &DatabaseTransaction,
    session: session::Model,
    to: session::Stage,
) -> CohortResult<()> {
    if session.stage != to {
        let mut row = session.into_active_model();
        row.stage = Set(to);
        row.update(tx).await?;
    }
    Ok(())
}

/// The session and its cohort, whose row is locked first, as everywhere.
async fn locked_session(
    tx: &DatabaseTransaction,
    id: SessionId,
) -> CohortResult<(cohort::Model, session::Model)> {
    let absent = || Failure::Broken(AppError::NotFound);
    let found = session::Entity::find_by_id(id).one(tx).await?;
    let cohort = locked(tx, found.ok_or_else(absent)?.cohort_id).await?;
    // Read again: it may have changed while this waited for the lock.
    let session = session::Entity::find_by_id(id).one(tx).await?;
    Ok((cohort, session.ok_or_else(absent)?))
}

/// Every rule about a session's time, facilitator and room, for a new one and for a change. Returns the
/// venue that it takes.
async fn allow(
    tx: &DatabaseTransaction,
    cohort: &cohort::Model,
    sessions: &[session::Model],
    myself: Option<SessionId>,
    new: &NewSession,
) -> CohortResult<Option<VenueId>> {
    rules::editable(cohort.stage).or_else(refuse)?;
    rules::session_span(new.starts_at, new.ends_at, cohort.starts_on, cohort.ends_on)
        .or_else(refuse)?;
    let clash = sessions.iter().find(|other| {
        Some(other.id) != myself
            && other.stage != session::Stage::Cancelled
            && rules::overlap(new.span(), (other.starts_at, other.ends_at))
    });
    if let Some(other) = clash {
        return refuse(CohortRefusal::SessionOverlap {
            position: other.position,
            when: when(other),
        });
    }
    if new.facilitator.is_none() && cohort.stage != Stage::Draft {
        return refuse(CohortRefusal::FacilitatorNeeded);
    }
    let modality = modality(tx, cohort.course_version_id).await?;
    let scope = PlanningScope::of(tx, cohort).await?;
    let mut planned = [new.planned(&cohort.place_text, modality)];
    match free(tx, &scope, &mut planned).await {
        Err(Failure::Refused(CohortRefusal::InSession { refusal, .. })) => refuse(*refusal),
        Err(failure) => Err(failure),
        Ok(()) => Ok(planned.first().and_then(|planned| planned.venue)),
    }
}

fn when(session: &session::Model) -> String {
    dates::day_and_span(session.starts_at, session.ends_at)
}

/// Numbers the sessions from 1 by their start, and returns them. Two statements, because a number is
/// unique within its cohort: first out of the way, then into place.
async fn number_by_time(
    tx: &DatabaseTransaction,
    cohort: CohortId,
) -> Result<Vec<session::Model>, DbErr> {
    let mut sessions = sessions_of(tx, cohort).await?;
    sessions.sort_by_key(|session| (session.starts_at, session.id));
    let in_order = sessions.iter().zip(1..).all(|(session, position)| session.position == position);
    if in_order {
        return Ok(sessions);
    }
    let of_cohort = || session::Entity::update_many().filter(session::Column::CohortId.eq(cohort));
    of_cohort()
        .col_expr(session::Column::Position, Expr::val(0).sub(Expr::col(session::Column::Position)))
        .exec(tx)
        .await?;
    let mut places = CaseStatement::new();
    for (session, position) in sessions.iter().zip(1_i32..) {
        places = places.case(session::Column::Id.eq(session.id), position);
    }
    of_cohort().col_expr(session::Column::Position, Expr::Case(Box::new(places))).exec(tx).await?;
    Ok(sessions)
}
