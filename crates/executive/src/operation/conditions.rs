//! Which cohorts and enrolments a query counts, as conditions of SQL statements.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _};

use attendance_model::entity::attendance_mark::State as Mark;
use attendance_model::entity::attendance_summary;
use certification_model::entity::certificate;
use cohorts_model::entity::cohort::{self, Stage};
use cohorts_model::entity::{cohort_municipality, session};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment;
use reports_model::programme::counts;
use reports_model::queries::{counted_for, with_certificates_of, with_people_of};
use reports_model::rules::Period;

use super::super::query::ExecutiveQuery;

/// Keeps the confirmed enrolments of the territory.
pub(super) fn of_territory(question: &ExecutiveQuery) -> Condition {
    let mut own = Condition::all().add(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    if let Some(codes) = &question.territory {
        own = own.add(enrolment::Column::MunicipalityCode.in_subquery(codes.clone()));
    }
    own
}

/// Keeps the confirmed enrolments that counted for the territory at a moment (R29).
pub(crate) fn of_territory_at(question: &ExecutiveQuery, at: &Expr) -> Condition {
    let own = Condition::all().add(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    match &question.territory {
        Some(codes) => own.add(counted_for(codes, at)),
        None => own,
    }
}

/// When a row of `certificate` was issued.
pub(crate) fn issued_at() -> Expr {
    Expr::col((certificate::Entity, certificate::Column::IssuedAt))
}

/// Keeps the cohorts of the query, whatever their days: those for a municipality of its territory or with
/// somebody who counts for it on a day of the period (R29). Drafts are left out.
pub(crate) fn serving(question: &ExecutiveQuery, period: Period) -> Condition {
    let mut cohorts = Condition::all().add(cohort::Column::Stage.ne(Stage::Draft));
    if let Some(course) = question.course {
        let versions = course_version::Entity::find()
            .select_only()
            .column(course_version::Column::Id)
            .filter(course_version::Column::CourseId.eq(course))
            .into_query();
        cohorts = cohorts.add(cohort::Column::CourseVersionId.in_subquery(versions));
    }
    if let Some(codes) = &question.territory {
        let aimed = cohort_municipality::Entity::find()
            .select_only()
            .column(cohort_municipality::Column::CohortId)
            .filter(cohort_municipality::Column::MunicipalityCode.in_subquery(codes.clone()))
            .into_query();
        cohorts = cohorts.add(
            Condition::any()
                .add(cohort::Column::Id.in_subquery(aimed))
                .add(with_people_of(codes, period)),
        );
    }
    cohorts
}

/// Keeps the cohorts of [`serving`] whose days touch the period, or that issued a certificate in it to somebody
/// who counted for the territory on that day.
pub(crate) fn within(question: &ExecutiveQuery, period: Period) -> Condition {
    serving(question, period).add(
        Condition::any()
            .add(
                Condition::all()
                    .add(cohort::Column::StartsOn.lte(period.to))
                    .add(cohort::Column::EndsOn.gte(period.from)),
            )
            .add(with_certificates_of(question.territory.as_ref(), period)),
    )
}

/// The cohorts of [`within`] that count, as a subquery.
pub(super) fn counted(question: &ExecutiveQuery, period: Period) -> SelectStatement {
    cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .filter(within(question, period))
        .filter(counts())
        .into_query()
}

/// Returns whether the row of `enrolment` has an active certificate or constancia that was issued in the
/// period. `None` means in any period.
pub(crate) fn certificate_of(kind: certificate::Kind, period: Option<Period>) -> Expr {
    Expr::exists(certificates(kind, period))
}

/// These certificates of the row of `enrolment`.
pub(super) fn certificates(kind: certificate::Kind, period: Option<Period>) -> SelectStatement {
    let mut of = Query::select();
    of.expr(Expr::value(1))
        .from(certificate::Entity)
        .and_where(
            Expr::col((certificate::Entity, certificate::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(certificate::Column::Kind.eq(kind))
        .and_where(certificate::Column::State.eq(certificate::State::Active));
    if let Some(period) = period {
        let (from, after) = period.instants();
        of.and_where(certificate::Column::IssuedAt.gte(from))
            .and_where(certificate::Column::IssuedAt.lt(after));
    }
    of
}

/// The sessions that the person of the row of `enrolment` attended.
pub(super) fn attendances() -> SelectStatement {
    let column = |column| Expr::col((attendance_summary::Entity, column));
    let session_of = Expr::col((session::Entity, session::Column::Id));
    Query::select()
        .expr(Expr::value(1))
        .from(attendance_summary::Entity)
        .inner_join(session::Entity, session_of.eq(column(attendance_summary::Column::SessionId)))
        .and_where(
            column(attendance_summary::Column::EnrolmentId)
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(attendance_summary::Column::State.is_in([Mark::Present, Mark::Late]))
        .and_where(session::Column::Stage.ne(session::Stage::Cancelled))
        .to_owned()
}

/// Returns whether the person of the row of `enrolment` attended a session.
pub(crate) fn attended() -> Expr {
    Expr::exists(attendances())
}

/// Keeps the cohorts that ended in the period and not after today.
pub(super) fn finished(period: Period, today: NaiveDate) -> Condition {
    Condition::all()
        .add(cohort::Column::Stage.is_in([Stage::Running, Stage::Closed]))
        .add(cohort::Column::EndsOn.gte(period.from))
        .add(cohort::Column::EndsOn.lte(std::cmp::Ord::min(period.to, today)))
}
