//! The cohort's way from draft to its end (R9).

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, Set,
};

use history_model::commands::{Event, record};
use platform::errors::refuse;
use sign_in_model::prelude::*;

use super::{CohortResult, changes, days, facts_of, keep, locked, sessions_of, short};
use crate::entity::cohort::{self, CohortId, Stage};
use crate::entity::{cohort_municipality, session};
use crate::policy::{CancelCohort, CloseCohort, ConfirmCohort, PublishCohort, StartCohort};
use crate::{rules, subscribers};

/// Writes the new stage, its date and its history.
async fn enter(
    app: &App,
    tx: &DatabaseTransaction,
    by: &Author,
    cohort: cohort::Model,
    to: Stage,
    action: &'static str,
) -> CohortResult<()> {
    let now = app.clock.now();
    let (id, from): (CohortId, Stage) = (cohort.id, cohort.stage);
    let mut row = cohort.into_active_model();
    row.stage = Set(to);
    match to {
        Stage::Tentative => row.published_at = Set(Some(now)),
        Stage::Running => row.started_at = Set(Some(now)),
        Stage::Closed => row.closed_at = Set(Some(now)),
        Stage::Draft | Stage::Confirmed | Stage::Cancelled => {}
    }
    keep(tx, row).await?;
    let event = by.event(now, action, ("cohort", id.0));
    let detail = json!({ "from": from, "to": to });
    Ok(record(tx, Event { cohort_id: Some(id.0), detail, ..event }).await?)
}

/// Draft → tentative.
pub async fn publish(app: &App, permit: PublishCohort) -> CohortResult<()> {
    let tx = app.db.begin().await?;
    let cohort = locked(&tx, *permit.cohort()).await?;
    let municipalities = cohort_municipality::Entity::find()
        .filter(cohort_municipality::Column::CohortId.eq(cohort.id))
        .count(&tx)
        .await?;
    let all = sessions_of(&tx, cohort.id).await?;
    let cohort = days::follow(&tx, permit.by(), app.clock.now(), cohort, &all, true).await?;
    let sessions = facts_of(&all);
    let ready = rules::Readiness {
        municipalities: usize::try_from(municipalities).unwrap_or(usize::MAX),
        sessions: &sessions,
        ends_on: cohort.ends_on,
        minimum: rules::Minimum::planned(&cohort),
    };
    let to = rules::publish(cohort.stage, &ready, app.clock.today()).or_else(refuse)?;
    enter(app, &tx, permit.by(), cohort, to, "cohorts.publish").await?;
    Ok(tx.commit().await?)
}

/// Tentative → confirmed.
pub async fn confirm(app: &App, permit: ConfirmCohort) -> CohortResult<()> {
    let tx = app.db.begin().await?;
    let cohort = locked(&tx, *permit.cohort()).await?;
    let to = rules::confirm(cohort.stage).or_else(refuse)?;
    enter(app, &tx, permit.by(), cohort, to, "cohorts.confirm").await?;
    Ok(tx.commit().await?)
}

/// Confirmed → running, from the cohort's first day on. The rule is frozen from here.
pub async fn start(app: &App, permit: StartCohort) -> CohortResult<()> {
    let tx = app.db.begin().await?;
    let cohort = locked(&tx, *permit.cohort()).await?;
    let to = rules::start(cohort.stage, cohort.starts_on, app.clock.today()).or_else(refuse)?;
    enter(app, &tx, permit.by(), cohort, to, "cohorts.start").await?;
    Ok(tx.commit().await?)
}

/// Confirmed → running because the first mark of attendance is being written, inside the
/// transaction of attendance, which holds the cohort's lock: nobody marks while the rule could
/// still change (R34, R51).
pub async fn start_with_attendance(
    app: &App,
    tx: &DatabaseTransaction,
    by: &Author,
    cohort: cohort::Model,
) -> CohortResult<()> {
    match cohort.stage {
        Stage::Confirmed => enter(app, tx, by, cohort, Stage::Running, "cohorts.start").await,
        _ => Ok(()),
    }
}

/// Running → closed, when no session is left to hold.
pub async fn close(app: &App, permit: CloseCohort) -> CohortResult<()> {
    let tx = app.db.begin().await?;
    close_within(&tx, app, &permit).await?;
    Ok(tx.commit().await?)
}

/// Does what [`close`] does inside the transaction of a later capability, which asks for more than the
/// cohort knows of itself.
pub async fn close_within(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &CloseCohort,
) -> CohortResult<()> {
    let cohort = locked(tx, *permit.cohort()).await?;
    let sessions = sessions_of(tx, cohort.id).await?;
    let now = app.clock.now();
    let to =
        rules::close(cohort.stage, &facts_of(&sessions), cohort.ends_on, now).or_else(refuse)?;
    rules::shown(rules::Minimum::done(&cohort)).or_else(refuse)?;
    short::second(tx, permit.by(), now, &cohort, &sessions).await?;
    let id = cohort.id;
    finish_lists(tx, id, now).await?;
    enter(app, tx, permit.by(), cohort, to, "cohorts.close").await?;
    Ok(subscribers::on_closed_cohort(tx, app, id).await?)
}

/// Finishes the lists that nobody finished: from now on a mark changes only as in a finished list (R84).
async fn finish_lists(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    session::Entity::update_many()
        .col_expr(session::Column::Stage, Expr::value(session::Stage::Closed))
        .col_expr(session::Column::ClosedAt, Expr::value(now))
        .filter(session::Column::CohortId.eq(cohort))
        .filter(session::Column::Stage.eq(session::Stage::Held))
        .exec(tx)
        .await?;
    Ok(())
}

/// Anything but closed → cancelled. Planned sessions are cancelled with it, which frees their
/// facilitators; those already held keep their attendance (R14). The reason is written beside
/// the cohort, not in history: it is free text.
pub async fn cancel(app: &App, permit: CancelCohort, reason: &str) -> CohortResult<()> {
    let tx = app.db.begin().await?;
    let mut cohort = locked(&tx, *permit.cohort()).await?;
    let to = rules::cancel(cohort.stage, reason).or_else(refuse)?;
    let to_come = |session: &session::Model| session.stage == session::Stage::Planned;
    let leaving: Vec<session::Model> =
        sessions_of(&tx, cohort.id).await?.into_iter().filter(to_come).collect();
    changes::note_cancelled(&tx, app, &cohort, &leaving).await?;
    let now = app.clock.now();
    session::Entity::update_many()
        .col_expr(session::Column::Stage, Expr::value(session::Stage::Cancelled))
        .col_expr(session::Column::CancelledAt, Expr::value(now))
        .filter(session::Column::CohortId.eq(cohort.id))
        .filter(session::Column::Stage.eq(session::Stage::Planned))
        .exec(&tx)
        .await?;
    let mut row = cohort.clone().into_active_model();
    row.cancellation_reason = Set(Some(reason.trim().to_owned()));
    row.cancelled_at = Set(Some(now));
    keep(&tx, row).await?;
    cohort.cancellation_reason = Some(reason.trim().to_owned());
    enter(app, &tx, permit.by(), cohort, to, "cohorts.cancel").await?;
    Ok(tx.commit().await?)
}
