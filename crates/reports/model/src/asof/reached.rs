//! Which municipalities had been reached by a moment; the sentence is that of the live report
//! (`queries::reached`), each part of it as it was known.

use chrono::{DateTime, Utc};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query, SelectStatement};

use attendance_model::entity::attendance_mark::{self, State as Mark};
use cohorts_model::entity::{cohort, session};
use enrolment_model::entity::{earlier_attribution, enrolment, superseded_attribution};
use territory_model::entity::municipality;

use super::enrolments::{confirmed, counted_marks, held, superseded};
use super::sessions::stood;

/// Sessions that somebody with a confirmed place had attended, of cohorts that were not cancelled.
fn attended(at: DateTime<Utc>, before: DateTime<Utc>) -> SelectStatement {
    let cancelled = Query::select()
        .column(cohort::Column::Id)
        .from(cohort::Entity)
        .and_where(cohort::Column::CancelledAt.lte(at))
        .to_owned();
    counted_marks(at)
        .expr(Expr::value(1))
        .inner_join(
            enrolment::Entity,
            Expr::col((enrolment::Entity, enrolment::Column::Id))
                .equals((attendance_mark::Entity, attendance_mark::Column::EnrolmentId)),
        )
        .inner_join(
            session::Entity,
            Expr::col((session::Entity, session::Column::Id))
                .equals((attendance_mark::Entity, attendance_mark::Column::SessionId)),
        )
        .and_where(attendance_mark::Column::State.is_in([Mark::Present, Mark::Late]))
        .cond_where(stood(at))
        .and_where(session::Column::StartsAt.lt(before))
        .and_where(enrolment::Column::CohortId.not_in_subquery(cancelled))
        .and_where(confirmed(at))
        .to_owned()
}

/// Whether somebody of a row of `municipality`, with a confirmed place, had attended a session that began
/// before a moment.
pub(super) fn ever(at: DateTime<Utc>, before: DateTime<Utc>) -> Expr {
    use earlier_attribution::Column as E;
    use superseded_attribution::Column as S;
    let starts = || Expr::col((session::Entity, session::Column::StartsAt));
    let code = || Expr::col((municipality::Entity, municipality::Column::Code));
    let one = |column| Expr::col((earlier_attribution::Entity, column));
    let past = |column| Expr::col((superseded_attribution::Entity, column));
    let of_place = || (enrolment::Entity, enrolment::Column::Id);

    let ended_later = || {
        Condition::all()
            .add(one(E::EnrolmentId).equals(of_place()))
            .add(one(E::UntilAt).gt(starts()))
    };
    let moved_later = Query::select()
        .expr(Expr::value(1))
        .from(earlier_attribution::Entity)
        .cond_where(ended_later())
        .to_owned();
    let since = attended(at, before)
        .and_where(code().equals((enrolment::Entity, enrolment::Column::MunicipalityCode)))
        .and_where(Expr::exists(moved_later).not())
        .and_where(superseded(at).not())
        .to_owned();
    let moved = attended(at, before)
        .inner_join(earlier_attribution::Entity, ended_later())
        .and_where(code().equals((earlier_attribution::Entity, E::MunicipalityCode)))
        .and_where(one(E::FromAt).lte(starts()))
        .and_where(superseded(at).not())
        .to_owned();
    let was = attended(at, before)
        .inner_join(superseded_attribution::Entity, past(S::EnrolmentId).equals(of_place()))
        .and_where(code().equals((superseded_attribution::Entity, S::MunicipalityCode)))
        .cond_where(held(at))
        .and_where(past(S::FromAt).lte(starts()))
        .and_where(past(S::UntilAt).is_null().or(past(S::UntilAt).gt(starts())))
        .to_owned();
    Expr::exists(since).or(Expr::exists(moved)).or(Expr::exists(was))
}
