//! The sessions of cohorts as they stood at a moment.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use attendance_model::entity::attendance_mark;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::{self, Stage};
use cohorts_model::entity::session_change::{self, Kind};
use platform::db::scalar;

use super::undo::{self, SessionMoments};
use crate::queries::{AT_ONCE, SessionFact};
use crate::rules::Period;

/// Whether somebody had been marked in a row of `session`.
pub(super) fn marked(at: DateTime<Utc>) -> Expr {
    let marks = Query::select()
        .expr(Expr::value(1))
        .from(attendance_mark::Entity)
        .and_where(
            Expr::col((attendance_mark::Entity, attendance_mark::Column::SessionId))
                .equals((session::Entity, session::Column::Id)),
        )
        .and_where(attendance_mark::Column::RecordedAt.lte(at))
        .to_owned();
    Expr::exists(marks)
}

/// Whether a row of `session` had not been cancelled.
pub(super) fn stood(at: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(session::Column::Stage.ne(Stage::Cancelled))
        .add(session::Column::CancelledAt.gt(at))
}

/// What a row of `session` was moved from, the first time after a moment.
fn moved_from(column: session_change::Column, at: DateTime<Utc>) -> SelectStatement {
    let of = |column| Expr::col((session_change::Entity, column));
    Query::select()
        .expr(of(column))
        .from(session_change::Entity)
        .and_where(
            of(session_change::Column::SessionId).equals((session::Entity, session::Column::Id)),
        )
        .and_where(session_change::Column::Kind.eq(Kind::Moved))
        .and_where(session_change::Column::At.gt(at))
        .order_by_expr(of(session_change::Column::At), Order::Asc)
        .order_by_expr(of(session_change::Column::Id), Order::Asc)
        .limit(1)
        .to_owned()
}

/// The sessions of these cohorts that there were, in their order.
pub(super) async fn sessions(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    at: DateTime<Utc>,
) -> Result<Vec<SessionFact>, DbErr> {
    let was = |column| scalar(moved_from(column, at));
    let mut all = Vec::new();
    for ids in cohorts.chunks(AT_ONCE) {
        let rows = session::Entity::find()
            .select_only()
            .columns([
                session::Column::Id,
                session::Column::CohortId,
                session::Column::StartsAt,
                session::Column::EndsAt,
                session::Column::Stage,
                session::Column::ClosedAt,
                session::Column::CancelledAt,
            ])
            .column_as(marked(at), "is_marked")
            .column_as(was(session_change::Column::WasStartsAt), "was_starts_at")
            .column_as(was(session_change::Column::WasEndsAt), "was_ends_at")
            .filter(session::Column::CohortId.is_in(ids.iter().copied()))
            .filter(session::Column::CreatedAt.lte(at))
            .into_model::<SessionMoments>();
        all.extend(rows.all(db).await?);
    }
    Ok(undo::sessions(all, at))
}

/// The greatest number that a session of the period had in one of these cohorts, cancelled ones too.
pub(crate) async fn last_session(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    period: Period,
    at: DateTime<Utc>,
) -> Result<usize, DbErr> {
    let all = sessions(db, cohorts, at).await?;
    let here = all.iter().filter(|session| period.holds(session.starts_at));
    let last = here.map(|session| session.position).max().unwrap_or(0);
    Ok(usize::try_from(last).unwrap_or(0))
}
