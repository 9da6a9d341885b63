//! What counts as reached: somebody with a confirmed place attended a session that was not
//! cancelled afterwards, for the municipality that the place had on that day (R29). The caller
//! says which columns it wants, and when the session began.

use chrono::{DateTime, Utc};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Cond, Expr, ExprTrait as _, Query, SelectStatement};

use attendance_model::entity::attendance_mark::State as Mark;
use attendance_model::entity::attendance_summary;
use cohorts_model::entity::{cohort, session};
use enrolment_model::entity::{earlier_attribution, enrolment};

use crate::rules::Period;

/// The cohorts that count nowhere.
fn cancelled() -> SelectStatement {
    Query::select()
        .column(cohort::Column::Id)
        .from(cohort::Entity)
        .and_where(cohort::Column::Stage.eq(cohort::Stage::Cancelled))
        .to_owned()
}

/// When a session began: from the first moment on, and before the second. `None` leaves a side open.
#[derive(Clone, Copy, Debug, Default)]
pub struct SessionStart {
    pub from: Option<DateTime<Utc>>,
    pub before: Option<DateTime<Utc>>,
}

impl SessionStart {
    pub fn within(period: Period) -> Self {
        let (from, before) = period.instants();
        Self { from: Some(from), before: Some(before) }
    }
}

fn attended(start: SessionStart) -> SelectStatement {
    let mut attended = Query::select()
        .from(enrolment::Entity)
        .inner_join(
            attendance_summary::Entity,
            Expr::col((attendance_summary::Entity, attendance_summary::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .inner_join(
            session::Entity,
            Expr::col((session::Entity, session::Column::Id))
                .equals((attendance_summary::Entity, attendance_summary::Column::SessionId)),
        )
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .and_where(session::Column::Stage.ne(session::Stage::Cancelled))
        .and_where(attendance_summary::Column::State.is_in([Mark::Present, Mark::Late]))
        .and_where(enrolment::Column::CohortId.not_in_subquery(cancelled()))
        .to_owned();
    if let Some(from) = start.from {
        attended.and_where(session::Column::StartsAt.gte(from));
    }
    if let Some(before) = start.before {
        attended.and_where(session::Column::StartsAt.lt(before));
    }
    attended
}

/// An earlier attribution of the place that ended after the session began.
fn earlier() -> Cond {
    let column = |column| Expr::col((earlier_attribution::Entity, column));
    Cond::all()
        .add(
            column(earlier_attribution::Column::EnrolmentId)
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .add(
            column(earlier_attribution::Column::UntilAt)
                .gt(Expr::col((session::Entity, session::Column::StartsAt))),
        )
}

/// Whether a row of `session` counts for the municipality that a row of `enrolment` has at present.
pub fn is_of_present() -> Expr {
    let earlier = Query::select()
        .expr(Expr::value(1))
        .from(earlier_attribution::Entity)
        .cond_where(earlier())
        .to_owned();
    Expr::exists(earlier).not()
}

/// Selects what was attended for the present municipality of an enrolment: `enrolment.municipality_code`.
pub(crate) fn reached_since(start: SessionStart) -> SelectStatement {
    attended(start).and_where(is_of_present()).to_owned()
}

/// Selects what was attended for an earlier one: `earlier_attribution.municipality_code`.
pub fn reached_before(start: SessionStart) -> SelectStatement {
    attended(start)
        .inner_join(earlier_attribution::Entity, earlier())
        .and_where(
            Expr::col((earlier_attribution::Entity, earlier_attribution::Column::FromAt))
                .lte(Expr::col((session::Entity, session::Column::StartsAt))),
        )
        .to_owned()
}
