//! Facts of the operation, counted by the database: at most a row for each municipality and period, and for
//! each pair of municipalities between which people moved.

use chrono::{DateTime, Utc};
use rocket::tokio::try_join;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait as _, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QuerySelect, QueryTrait as _, RelationTrait as _, Select,
};

use certification_model::entity::certificate::{self, Kind};
use cohorts_model::entity::cohort::{self, Stage};
use cohorts_model::entity::session;
use enrolment_model::entity::enrolment;
use enrolment_model::quorum;
use platform::db::scalar;
use reports_model::programme::{
    AttendanceScope, MonthFact, RuleCount, attendance, counts, held_by, rules,
};
use reports_model::rules::Period;
use reports_model::sql::{either, minutes, month, sum, sum_if};

use super::super::query::ExecutiveQuery;
use super::conditions::{issued_at, of_territory_at, serving, within};
use super::enrolments::{MunicipalityEnrolments, enrolments};
use super::municipalities::municipalities;

#[derive(Clone, Debug, Default)]
pub struct OperationFacts {
    pub municipalities: Vec<TerritoryMunicipality>,
    pub now: PeriodFacts,
    pub before: PeriodFacts,
    /// Of the period and of the one before, by the month of the session.
    pub attendance: [Vec<MonthFact>; 2],
    /// By which rules it is counted.
    pub rules: Vec<RuleCount>,
    /// What happened in each month of both periods.
    pub months: Vec<OperationMonthFact>,
}

/// A municipality of the territory.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TerritoryMunicipality {
    pub code: String,
    pub name: String,
    pub department_code: String,
    pub department: String,
    pub unit_code: Option<String>,
    pub unit: Option<String>,
    pub lat: f64,
    pub lon: f64,
    /// Whether a person of it ever attended a session.
    pub ever: bool,
    /// Whether somebody attended for it in the period, by the post held on the day (R29).
    pub now: bool,
    /// Whether somebody did in the period before.
    pub before: bool,
}

/// The facts of one of the two periods.
#[derive(Clone, Debug, Default)]
pub struct PeriodFacts {
    pub cohorts: Vec<StageFact>,
    pub enrolments: Vec<MunicipalityEnrolments>,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct StageFact {
    pub stage: Stage,
    pub cohorts: i64,
    /// Those that count: not cancelled.
    pub counted: i64,
    /// Seats of the cohorts that count.
    pub seats: i64,
    pub taken: i64,
}

/// Part of what happened in a month: its sessions, or the places that were confirmed, or those whose
/// certificate was issued. Places are of the period alone.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OperationMonthFact {
    pub is_now: i32,
    pub month: String,
    pub planned: i64,
    pub held: i64,
    pub minutes: i64,
    pub confirmed: i64,
    pub certified: i64,
}

/// Ten statements, whatever the size.
///
/// # Errors
/// The database's.
pub async fn facts(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    at: DateTime<Utc>,
) -> Result<OperationFacts, DbErr> {
    let (period, before) = (question.period, question.before());
    let (scope, periods) = (attendance_of(question), [period, before]);
    // Side by side: each reads hundreds of thousands of rows of a country.
    let (municipalities, now, earlier, months, attendance, rules) = try_join!(
        municipalities(db, question, Some(before)),
        half(db, question, period),
        half(db, question, before),
        months(db, question, at),
        attendance(db, &scope, &periods, at),
        rules(db, &scope, period),
    )?;
    let mut halves = attendance.into_iter();
    let mut next = || halves.next().unwrap_or_default();
    let attendance = [next(), next()];
    Ok(OperationFacts { municipalities, now, before: earlier, attendance, rules, months })
}

/// Whose attendance a question is about.
pub(crate) fn attendance_of(question: &ExecutiveQuery) -> AttendanceScope {
    AttendanceScope { territory: question.territory.clone(), course: question.course }
}

async fn half(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    period: Period,
) -> Result<PeriodFacts, DbErr> {
    Ok(PeriodFacts {
        cohorts: cohorts(db, question, period).await?,
        enrolments: enrolments(db, question, period).await?,
    })
}

async fn cohorts(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    period: Period,
) -> Result<Vec<StageFact>, DbErr> {
    let of_counted = |what: Expr| {
        sum(Expr::Case(Box::new(CaseStatement::new().case(counts(), what).finally(0))))
    };
    let seats = Expr::col((cohort::Entity, cohort::Column::Seats));
    cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Stage)
        .column_as(cohort::Column::Id.count(), "cohorts")
        .column_as(sum_if(counts()), "counted")
        .column_as(of_counted(seats), "seats")
        .column_as(of_counted(scalar(quorum::confirmed())), "taken")
        .filter(within(question, period))
        .group_by(cohort::Column::Stage)
        .into_model()
        .all(db)
        .await
}

/// What happened in each month of both periods.
async fn months(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    at: DateTime<Utc>,
) -> Result<Vec<OperationMonthFact>, DbErr> {
    let backend = db.get_database_backend();
    let mut all = sessions(backend, question, at);
    all.union(UnionType::All, confirmed(backend, question));
    all.union(UnionType::All, certified(backend, question));
    OperationMonthFact::find_by_statement(backend.build(&all)).all(db).await
}

/// A number that one part of a month does not count.
fn nothing() -> Expr {
    Expr::value(0_i64)
}

/// The sessions, in the columns of [`OperationMonthFact`].
fn sessions(backend: DbBackend, question: &ExecutiveQuery, at: DateTime<Utc>) -> SelectStatement {
    let (from, after) = question.period.instants();
    let (first, _) = question.before().instants();
    let was_held = || held_by(at);
    let lasted = minutes(backend, "session.starts_at", "session.ends_at");
    let lasted = CaseStatement::new().case(was_held(), lasted).finally(0);
    let (is_now, of_month) = (Alias::new("is_now"), Alias::new("month"));
    // A cohort may have people of the territory in one of the periods alone.
    let of = |period: Period| {
        let cohorts = cohort::Entity::find()
            .select_only()
            .column(cohort::Column::Id)
            .filter(serving(question, period))
            .filter(counts());
        session::Column::CohortId.in_subquery(cohorts.into_query())
    };
    let now = session::Column::StartsAt.gte(from).and(of(question.period));
    let before = session::Column::StartsAt.lt(from).and(of(question.before()));
    session::Entity::find()
        .select_only()
        .column_as(either(session::Column::StartsAt.gte(from)), "is_now")
        .column_as(month(backend, "session.starts_at"), "month")
        .column_as(session::Column::Id.count(), "planned")
        .column_as(sum_if(was_held()), "held")
        .column_as(sum(Expr::Case(Box::new(lasted))), "minutes")
        .column_as(nothing(), "confirmed")
        .column_as(nothing(), "certified")
        .filter(session::Column::Stage.ne(session::Stage::Cancelled))
        .filter(session::Column::StartsAt.gte(first))
        .filter(session::Column::StartsAt.lt(after))
        .filter(now.or(before))
        .group_by(Expr::col(is_now))
        .group_by(Expr::col(of_month))
        .into_query()
}

/// The places that were confirmed in the period, of whoever counted for the territory then, in the same
/// columns.
fn confirmed(backend: DbBackend, question: &ExecutiveQuery) -> SelectStatement {
    let (from, after) = question.period.instants();
    let rows = in_months(month(backend, "enrolment.confirmed_at"))
        .column_as(enrolment::Column::Id.count(), "confirmed")
        .column_as(nothing(), "certified")
        .filter(enrolment::Column::ConfirmedAt.gte(from))
        .filter(enrolment::Column::ConfirmedAt.lt(after));
    let confirmed_at = Expr::col((enrolment::Entity, enrolment::Column::ConfirmedAt));
    of_question(question, rows, &confirmed_at)
}

/// The places whose certificate was issued in the period, of whoever counted for the territory then, in the
/// same columns.
fn certified(backend: DbBackend, question: &ExecutiveQuery) -> SelectStatement {
    let (from, after) = question.period.instants();
    let places = Expr::col((certificate::Entity, certificate::Column::EnrolmentId));
    let rows = in_months(month(backend, "certificate.issued_at"))
        .column_as(nothing(), "confirmed")
        .column_as(places.count_distinct(), "certified")
        .join_rev(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .filter(certificate::Column::Kind.eq(Kind::Certificado))
        .filter(certificate::Column::IssuedAt.gte(from))
        .filter(certificate::Column::IssuedAt.lt(after));
    of_question(question, rows, &issued_at())
}

/// Enrolments by a month of the period, without sessions.
fn in_months(month: Expr) -> Select<enrolment::Entity> {
    enrolment::Entity::find()
        .select_only()
        .column_as(Expr::value(1), "is_now")
        .column_as(month, "month")
        .column_as(nothing(), "planned")
        .column_as(nothing(), "held")
        .column_as(nothing(), "minutes")
        .group_by(Expr::col(Alias::new("month")))
}

/// Keeps those that counted for the territory at a moment of the period, in the cohorts of the question that
/// count, whatever their days.
fn of_question(
    question: &ExecutiveQuery,
    rows: Select<enrolment::Entity>,
    at: &Expr,
) -> SelectStatement {
    rows.join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(of_territory_at(question, at))
        .filter(serving(question, question.period))
        .filter(counts())
        .into_query()
}
