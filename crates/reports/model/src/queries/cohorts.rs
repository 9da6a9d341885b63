//! The cohorts that a report speaks of, their sessions, and which municipality each is for.

use sea_orm::sea_query::{Expr, ExprTrait as _, IntoColumnRef, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationTrait as _, Select,
};

use certification_model::entity::certificate;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::{cohort_municipality, session};
use courses_model::entity::course_version;
use courses_model::entity::course_version_capacity;
use enrolment_model::entity::earlier_attribution::{self, Column as Earlier};
use enrolment_model::entity::enrolment;
use enrolment_model::quorum::confirmed;
use platform::db::scalar;

use super::AT_ONCE;
use super::attribution::counted_for;
use super::facts::{CohortFact, ReportQuery, SESSION, SessionFact};
use crate::asof::{self, Knowledge};
use crate::cohort_totals::entity::cohort_tally;
use crate::programme::counts;
use crate::rules::Period;
use crate::sql::joined;

/// The cohorts that are for one of these municipalities now, as a subquery.
pub(crate) fn aimed_at(codes: &SelectStatement) -> SelectStatement {
    cohort_municipality::Entity::find()
        .select_only()
        .column(cohort_municipality::Column::CohortId)
        .filter(cohort_municipality::Column::MunicipalityCode.in_subquery(codes.clone()))
        .into_query()
}

/// Whether somebody of a row of `cohort`, with a confirmed place, counts for one of these municipalities on a
/// day of the period (R29), for whomever the cohort is. Each part is found by its own index.
pub fn with_people_of(codes: &SelectStatement, period: Period) -> Expr {
    let (from, after) = period.instants();
    let later = earlier_attribution::Entity::find()
        .select_only()
        .column(Earlier::EnrolmentId)
        .filter(Earlier::UntilAt.gte(after))
        .into_query();
    let present = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(enrolment::Column::MunicipalityCode.in_subquery(codes.clone()))
        .filter(enrolment::Column::Id.not_in_subquery(later))
        .into_query();
    let earlier = earlier_attribution::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .join(JoinType::InnerJoin, earlier_attribution::Relation::Enrolment.def())
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(Earlier::MunicipalityCode.in_subquery(codes.clone()))
        .filter(Earlier::FromAt.lt(after))
        .filter(Earlier::UntilAt.gt(from))
        .into_query();
    let id = || Expr::col((cohort::Entity, cohort::Column::Id));
    id().in_subquery(present).or(id().in_subquery(earlier))
}

/// Whether a row of `cohort` gave a certificate or constancia in the period to somebody who counted for one of
/// these municipalities on that day (R29); `None` means to anybody.
pub fn with_certificates_of(codes: Option<&SelectStatement>, period: Period) -> Expr {
    let (from, after) = period.instants();
    let mut given = certificate::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .filter(certificate::Column::IssuedAt.gte(from))
        .filter(certificate::Column::IssuedAt.lt(after));
    if let Some(codes) = codes {
        let issued_at = Expr::col((certificate::Entity, certificate::Column::IssuedAt));
        given = given.filter(counted_for(codes, &issued_at));
    }
    Expr::col((cohort::Entity, cohort::Column::Id)).in_subquery(given.into_query())
}

/// The cohorts that the report speaks of, as a subquery: those for a municipality of the
/// department or with somebody who counted for it in the period, whose dates touch the period or that gave
/// somebody who counted for it a certificate; never a draft nor a cancelled one.
fn reported(question: &ReportQuery) -> SelectStatement {
    let theirs = question.codes();
    let aimed = aimed_at(&theirs);
    let mut cohorts = cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .filter(counts())
        .filter(
            Condition::any()
                .add(cohort::Column::Id.in_subquery(aimed))
                .add(with_people_of(&theirs, question.period)),
        )
        .filter(
            Condition::any()
                .add(
                    Condition::all()
                        .add(cohort::Column::StartsOn.lte(question.period.to))
                        .add(cohort::Column::EndsOn.gte(question.period.from)),
                )
                .add(with_certificates_of(Some(&theirs), question.period)),
        );
    if let Some(only) = &question.cohorts {
        cohorts = cohorts.filter(cohort::Column::Id.is_in(only.iter().copied()));
    }
    cohorts.into_query()
}

/// Which of these municipalities a row of `cohort` is for, as one text.
fn places(backend: DbBackend, codes: &SelectStatement) -> SelectStatement {
    let column = |column| Expr::col((cohort_municipality::Entity, column));
    Query::select()
        .expr(joined(backend, "cohort_municipality.municipality_code"))
        .from(cohort_municipality::Entity)
        .and_where(
            column(cohort_municipality::Column::CohortId)
                .equals((cohort::Entity, cohort::Column::Id)),
        )
        .and_where(column(cohort_municipality::Column::MunicipalityCode).in_subquery(codes.clone()))
        .to_owned()
}

/// The capacities that the version of a column targets, as one text.
pub(crate) fn targets_of(backend: DbBackend, version: impl IntoColumnRef) -> SelectStatement {
    Query::select()
        .expr(joined(backend, "course_version_capacity.capacity_code"))
        .from(course_version_capacity::Entity)
        .and_where(
            Expr::col((
                course_version_capacity::Entity,
                course_version_capacity::Column::CourseVersionId,
            ))
            .equals(version),
        )
        .to_owned()
}

/// Cohorts with what is kept of them and which of these municipalities they are for; `enrolled` counts the
/// places of a row of `cohort`.
pub(crate) fn described(
    backend: DbBackend,
    codes: &SelectStatement,
    enrolled: SelectStatement,
) -> Select<cohort::Entity> {
    let version = (course_version::Entity, course_version::Column::Id);
    cohort::Entity::find()
        .select_only()
        .columns([
            cohort::Column::Id,
            cohort::Column::Name,
            cohort::Column::Stage,
            cohort::Column::PublishedAt,
            cohort::Column::StartedAt,
            cohort::Column::ClosedAt,
            cohort::Column::StartsOn,
            cohort::Column::EndsOn,
            cohort::Column::Seats,
            cohort::Column::MinimumAttendance,
            cohort::Column::LateAfterMinutes,
            cohort::Column::PartialHours,
            cohort::Column::ExcusedCounts,
            cohort::Column::DispensedCounts,
            cohort::Column::CorrectionDays,
        ])
        .columns([
            cohort_tally::Column::SessionsHeld,
            cohort_tally::Column::SessionsPlanned,
            cohort_tally::Column::MinutesHeld,
            cohort_tally::Column::FirstAt,
            cohort_tally::Column::LastAt,
            cohort_tally::Column::IsMoved,
        ])
        .column_as(course_version::Column::Id, "version")
        .column_as(course_version::Column::Name, "course")
        .column_as(course_version::Column::Modality, "modality")
        .column_as(course_version::Column::Hours, "hours")
        .column_as(scalar(enrolled), "enrolled")
        .column_as(scalar(places(backend, codes)), "places")
        .column_as(scalar(targets_of(backend, version)), "capacities")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join_rev(JoinType::LeftJoin, cohort_tally::Relation::Cohort.def())
}

/// The cohorts that the report speaks of.
pub(super) async fn cohorts(
    db: &impl ConnectionTrait,
    question: &ReportQuery,
) -> Result<Vec<CohortFact>, DbErr> {
    described(db.get_database_backend(), &question.codes(), confirmed())
        .filter(cohort::Column::Id.in_subquery(reported(question)))
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Id)
        .into_model()
        .all(db)
        .await
}

/// The sessions of these cohorts, in their order.
pub async fn sessions_of(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
) -> Result<Vec<SessionFact>, DbErr> {
    let mut all = Vec::new();
    for ids in cohorts.chunks(AT_ONCE) {
        let rows = session::Entity::find()
            .select_only()
            .columns(SESSION)
            .filter(session::Column::CohortId.is_in(ids.iter().copied()))
            .order_by_asc(session::Column::CohortId)
            .order_by_asc(session::Column::Position)
            .into_model::<SessionFact>();
        all.extend(rows.all(db).await?);
    }
    Ok(all)
}

/// The greatest number that a session of the period has in one of these cohorts, cancelled ones too.
pub async fn last_session(
    db: &impl ConnectionTrait,
    question: &ReportQuery,
    cohorts: &[CohortId],
) -> Result<usize, DbErr> {
    if let Knowledge::At(at) = question.knowledge {
        return asof::last_session(db, cohorts, question.period, at).await;
    }
    let (from, after) = question.period.instants();
    let mut last = 0;
    for ids in cohorts.chunks(AT_ONCE) {
        let here: Option<Option<i32>> = session::Entity::find()
            .select_only()
            .column_as(session::Column::Position.max(), "last")
            .filter(session::Column::CohortId.is_in(ids.iter().copied()))
            .filter(session::Column::StartsAt.gte(from))
            .filter(session::Column::StartsAt.lt(after))
            .into_tuple()
            .one(db)
            .await?;
        last = Ord::max(last, here.flatten().unwrap_or(0));
    }
    Ok(usize::try_from(last).unwrap_or(0))
}
