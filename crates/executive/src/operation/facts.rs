//! Facts of the operation, counted by the database: at most a row for each municipality and period.

use chrono::NaiveDate;
use rocket::tokio::try_join;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, RelationTrait as _,
};

use attendance_model::entity::attendance_mark::State as Mark;
use attendance_model::entity::attendance_summary;
use certification_model::entity::certificate;
use cohorts_model::entity::cohort::{self, Stage};
use cohorts_model::entity::{cohort_municipality, session};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment;
use enrolment_model::quorum;
use platform::db::scalar;
use reports_model::queries::ever;
use reports_model::rules::Period;
use reports_model::sql::{either, minutes, month, sum, sum_if};
use territory_model::entity::{
    department, municipality, territorial_unit, territorial_unit_department,
    territorial_unit_exception,
};

use super::super::asked::Asked;

#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub places: Vec<PlaceFact>,
    pub now: Half,
    pub before: Half,
    /// Of both periods.
    pub sessions: Vec<SessionFact>,
    /// By month of the period: places confirmed, and places whose certificate was issued.
    pub confirmed: Vec<(String, i64)>,
    pub certified: Vec<(String, i64)>,
}

/// A municipality of the territory.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PlaceFact {
    pub code: String,
    pub name: String,
    pub department_code: String,
    pub department: String,
    pub unit_code: Option<String>,
    pub unit: Option<String>,
    pub lat: f64,
    pub lon: f64,
    /// Somebody of it attended a session, whenever.
    pub ever: bool,
}

/// What is counted of one of the two periods.
#[derive(Clone, Debug, Default)]
pub struct Half {
    pub cohorts: Vec<CohortFact>,
    pub enrolments: Vec<EnrolmentFact>,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct CohortFact {
    pub stage: Stage,
    pub cohorts: i64,
    /// Those that count: not cancelled, or cancelled after a session.
    pub counted: i64,
    /// Of those that count, like what follows.
    pub seats: i64,
    pub taken: i64,
}

/// Confirmed places of one municipality; of none, where the code is empty.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EnrolmentFact {
    pub municipality: Option<String>,
    pub enrolled: i64,
    pub attended: i64,
    pub certified: i64,
    /// Of cohorts that ended in the period.
    pub finished: i64,
    /// Of those, with a certificate, whenever it was issued.
    pub completed: i64,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct SessionFact {
    pub is_now: i32,
    pub month: String,
    pub planned: i64,
    pub held: i64,
    pub minutes: i64,
}

/// Nine statements, whatever the size.
///
/// # Errors
/// The database's.
pub async fn facts(db: &impl ConnectionTrait, asked: &Asked) -> Result<Facts, DbErr> {
    let (period, before) = (asked.period, asked.before());
    // Side by side: each reads hundreds of thousands of rows of a country.
    let (places, now, before, sessions, confirmed, certified) = try_join!(
        places(db, asked),
        half(db, asked, period),
        half(db, asked, before),
        sessions(db, asked),
        confirmed(db, asked),
        certified(db, asked),
    )?;
    Ok(Facts { places, now, before, sessions, confirmed, certified })
}

pub async fn half(db: &impl ConnectionTrait, asked: &Asked, period: Period) -> Result<Half, DbErr> {
    Ok(Half {
        cohorts: cohorts(db, asked, period).await?,
        enrolments: enrolments(db, asked, period).await?,
    })
}

/// The municipalities of a question, with who serves them.
pub async fn places(db: &impl ConnectionTrait, asked: &Asked) -> Result<Vec<PlaceFact>, DbErr> {
    let own = || Expr::col((municipality::Entity, municipality::Column::Code));
    let column = |column| Expr::col((territorial_unit_exception::Entity, column));
    let given = Query::select()
        .expr(column(territorial_unit_exception::Column::UnitCode))
        .from(territorial_unit_exception::Entity)
        .and_where(column(territorial_unit_exception::Column::MunicipalityCode).eq(own()))
        .to_owned();
    let theirs = Query::select()
        .expr(Expr::col(territorial_unit_department::Column::UnitCode).min())
        .from(territorial_unit_department::Entity)
        .and_where(
            Expr::col((
                territorial_unit_department::Entity,
                territorial_unit_department::Column::DepartmentCode,
            ))
            .eq(Expr::col((municipality::Entity, municipality::Column::DepartmentCode))),
        )
        .to_owned();
    let unit = scalar(given).if_null(scalar(theirs));
    let named = Query::select()
        .column((territorial_unit::Entity, territorial_unit::Column::Name))
        .from(territorial_unit::Entity)
        .and_where(
            Expr::col((territorial_unit::Entity, territorial_unit::Column::Code)).eq(unit.clone()),
        )
        .to_owned();
    let mut places = municipality::Entity::find()
        .select_only()
        .columns([
            municipality::Column::Code,
            municipality::Column::Name,
            municipality::Column::DepartmentCode,
            municipality::Column::Lat,
            municipality::Column::Lon,
        ])
        .column_as(department::Column::Name, "department")
        .column_as(unit, "unit_code")
        .column_as(scalar(named), "unit")
        .column_as(ever(), "ever")
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .order_by_asc(municipality::Column::SearchName)
        .order_by_asc(municipality::Column::Code);
    if let Some(codes) = &asked.territory {
        places = places.filter(municipality::Column::Code.in_subquery(codes.clone()));
    }
    places.into_model().all(db).await
}

fn held() -> SelectStatement {
    session::Entity::find()
        .select_only()
        .column(session::Column::CohortId)
        .filter(session::Column::Stage.is_in([session::Stage::Held, session::Stage::Closed]))
        .into_query()
}

/// Cancelled ones only after a session, as in the department's report.
pub(super) fn counts() -> Condition {
    Condition::any()
        .add(cohort::Column::Stage.ne(Stage::Cancelled))
        .add(cohort::Column::Id.in_subquery(held()))
}

/// Confirmed places of the territory.
pub(super) fn of_territory(asked: &Asked) -> Condition {
    let mut own = Condition::all().add(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    if let Some(codes) = &asked.territory {
        own = own.add(enrolment::Column::MunicipalityCode.in_subquery(codes.clone()));
    }
    own
}

/// Cohorts of the question, whatever their days; never a draft.
pub(crate) fn serving(asked: &Asked) -> Condition {
    let mut cohorts = Condition::all().add(cohort::Column::Stage.ne(Stage::Draft));
    if let Some(course) = asked.course {
        let versions = course_version::Entity::find()
            .select_only()
            .column(course_version::Column::Id)
            .filter(course_version::Column::CourseId.eq(course))
            .into_query();
        cohorts = cohorts.add(cohort::Column::CourseVersionId.in_subquery(versions));
    }
    if let Some(codes) = &asked.territory {
        let aimed = cohort_municipality::Entity::find()
            .select_only()
            .column(cohort_municipality::Column::CohortId)
            .filter(cohort_municipality::Column::MunicipalityCode.in_subquery(codes.clone()))
            .into_query();
        let enrolled = enrolment::Entity::find()
            .select_only()
            .column(enrolment::Column::CohortId)
            .filter(of_territory(asked))
            .into_query();
        cohorts = cohorts.add(
            Condition::any()
                .add(cohort::Column::Id.in_subquery(aimed))
                .add(cohort::Column::Id.in_subquery(enrolled)),
        );
    }
    cohorts
}

/// Those of [`serving`] with days or a certificate of the territory in the period.
pub(super) fn within(asked: &Asked, period: Period) -> Condition {
    let (from, after) = period.instants();
    let certified = certificate::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(of_territory(asked))
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .filter(certificate::Column::IssuedAt.gte(from))
        .filter(certificate::Column::IssuedAt.lt(after))
        .into_query();
    serving(asked).add(
        Condition::any()
            .add(
                Condition::all()
                    .add(cohort::Column::StartsOn.lte(period.to))
                    .add(cohort::Column::EndsOn.gte(period.from)),
            )
            .add(cohort::Column::Id.in_subquery(certified)),
    )
}

pub(super) async fn cohorts(
    db: &impl ConnectionTrait,
    asked: &Asked,
    period: Period,
) -> Result<Vec<CohortFact>, DbErr> {
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
        .filter(within(asked, period))
        .group_by(cohort::Column::Stage)
        .into_model()
        .all(db)
        .await
}

/// An active certificate of the row of `enrolment`, issued in a period or whenever.
pub(super) fn certificate_of(period: Option<Period>) -> Expr {
    let mut of = Query::select();
    of.expr(Expr::value(1))
        .from(certificate::Entity)
        .and_where(
            Expr::col((certificate::Entity, certificate::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(certificate::Column::State.eq(certificate::State::Active));
    if let Some(period) = period {
        let (from, after) = period.instants();
        of.and_where(certificate::Column::IssuedAt.gte(from))
            .and_where(certificate::Column::IssuedAt.lt(after));
    }
    Expr::exists(of)
}

pub(super) fn attended(period: Period) -> Expr {
    let (from, after) = period.instants();
    let column = |column| Expr::col((attendance_summary::Entity, column));
    let session_of = Expr::col((session::Entity, session::Column::Id));
    Expr::exists(
        Query::select()
            .expr(Expr::value(1))
            .from(attendance_summary::Entity)
            .inner_join(
                session::Entity,
                session_of.eq(column(attendance_summary::Column::SessionId)),
            )
            .and_where(
                column(attendance_summary::Column::EnrolmentId)
                    .equals((enrolment::Entity, enrolment::Column::Id)),
            )
            .and_where(attendance_summary::Column::State.is_in([Mark::Present, Mark::Late]))
            .and_where(session::Column::Stage.ne(session::Stage::Cancelled))
            .and_where(session::Column::StartsAt.gte(from))
            .and_where(session::Column::StartsAt.lt(after))
            .to_owned(),
    )
}

/// In cohorts that ended in the period, up to a day.
fn finished(period: Period, today: NaiveDate) -> Condition {
    Condition::all()
        .add(cohort::Column::Stage.is_in([Stage::Running, Stage::Closed]))
        .add(cohort::Column::EndsOn.gte(period.from))
        .add(cohort::Column::EndsOn.lte(std::cmp::Ord::min(period.to, today)))
}

async fn enrolments(
    db: &impl ConnectionTrait,
    asked: &Asked,
    period: Period,
) -> Result<Vec<EnrolmentFact>, DbErr> {
    let finished = || finished(period, asked.today);
    enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::MunicipalityCode, "municipality")
        .column_as(enrolment::Column::Id.count(), "enrolled")
        .column_as(sum_if(attended(period)), "attended")
        .column_as(sum_if(certificate_of(Some(period))), "certified")
        .column_as(sum_if(finished()), "finished")
        .column_as(sum_if(finished().add(certificate_of(None))), "completed")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(of_territory(asked))
        .filter(within(asked, period))
        .filter(counts())
        .group_by(enrolment::Column::MunicipalityCode)
        .into_model()
        .all(db)
        .await
}

async fn sessions(db: &impl ConnectionTrait, asked: &Asked) -> Result<Vec<SessionFact>, DbErr> {
    let backend = db.get_database_backend();
    let (from, after) = asked.period.instants();
    let (first, _) = asked.before().instants();
    let was_held = || session::Column::Stage.is_in([session::Stage::Held, session::Stage::Closed]);
    let lasted = minutes(backend, "session.starts_at", "session.ends_at");
    let lasted = CaseStatement::new().case(was_held(), lasted).finally(0);
    let (is_now, of_month) = (Alias::new("is_now"), Alias::new("month"));
    let own = cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .filter(serving(asked))
        .filter(counts())
        .into_query();
    session::Entity::find()
        .select_only()
        .column_as(either(session::Column::StartsAt.gte(from)), "is_now")
        .column_as(month(backend, "session.starts_at"), "month")
        .column_as(session::Column::Id.count(), "planned")
        .column_as(sum_if(was_held()), "held")
        .column_as(sum(Expr::Case(Box::new(lasted))), "minutes")
        .filter(session::Column::Stage.ne(session::Stage::Cancelled))
        .filter(session::Column::StartsAt.gte(first))
        .filter(session::Column::StartsAt.lt(after))
        .filter(session::Column::CohortId.in_subquery(own))
        .group_by(Expr::col(is_now))
        .group_by(Expr::col(of_month))
        .into_model()
        .all(db)
        .await
}

async fn confirmed(db: &impl ConnectionTrait, asked: &Asked) -> Result<Vec<(String, i64)>, DbErr> {
    let (from, after) = asked.period.instants();
    let mut rows = enrolment::Entity::find()
        .select_only()
        .column_as(month(db.get_database_backend(), "enrolment.confirmed_at"), "month")
        .column_as(enrolment::Column::Id.count(), "places")
        .filter(of_territory(asked))
        .filter(enrolment::Column::ConfirmedAt.gte(from))
        .filter(enrolment::Column::ConfirmedAt.lt(after))
        .group_by(Expr::col(Alias::new("month")));
    if asked.course.is_some() {
        rows = rows
            .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
            .filter(serving(asked));
    }
    rows.into_tuple().all(db).await
}

async fn certified(db: &impl ConnectionTrait, asked: &Asked) -> Result<Vec<(String, i64)>, DbErr> {
    let (from, after) = asked.period.instants();
    let mut rows = certificate::Entity::find()
        .select_only()
        .column_as(month(db.get_database_backend(), "certificate.issued_at"), "month")
        .column_as(
            Expr::col((certificate::Entity, certificate::Column::EnrolmentId)).count_distinct(),
            "places",
        )
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(of_territory(asked))
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .filter(certificate::Column::IssuedAt.gte(from))
        .filter(certificate::Column::IssuedAt.lt(after))
        .group_by(Expr::col(Alias::new("month")));
    if asked.course.is_some() {
        rows = rows
            .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
            .filter(serving(asked));
    }
    rows.into_tuple().all(db).await
}
