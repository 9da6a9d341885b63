//! The raw facts of a department's report, in seven statements whatever its size. What is
//! counted from them is in [`super::figures`].

mod departments;
mod reached;

pub use departments::{Headline, department, departments, headlines};
pub(in crate::reports) use reached::{reached_before, reached_since};

use super::rules::Period;
use crate::attendance::entity::{attendance_mark, attendance_summary};
use crate::attendance::joined;
use crate::attendance::queries::after_closing;
use crate::attendance::rules::{AttendanceRule, Counting};
use crate::certification::entity::certificate;
use crate::cohorts::entity::cohort::{self, CohortId};
use crate::cohorts::entity::cohort_municipality;
use crate::cohorts::entity::session::{self, SessionId};
use crate::courses::entity::course_version::{self, Modality};
use crate::courses::entity::course_version_capacity;
use crate::enrolment::entity::earlier_attribution;
use crate::enrolment::entity::enrolment::{self, EnrolmentId};
use crate::people::entity::person::{self, DocumentType, PersonId};
use crate::people::entity::post;
use crate::people::queries::Name;
use crate::platform::db::scalar;
use crate::territory::entity::{entity, municipality};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait as _, Select,
};
use std::collections::HashSet;

/// What a report is about: a department's people and cohorts within a period.
#[derive(Clone, Debug)]
pub struct Question {
    pub department: String,
    pub period: Period,
    /// Only this cohort, for its own page.
    pub cohort: Option<CohortId>,
}

#[derive(Clone, Debug)]
pub struct Facts {
    pub municipalities: Vec<MunicipalityFact>,
    pub cohorts: Vec<CohortFact>,
    /// Which municipality of the department each cohort is for.
    pub targets: Vec<(CohortId, String)>,
    pub sessions: Vec<SessionFact>,
    pub places: Vec<PlaceFact>,
    /// Marks written after their session was closed.
    pub after_closing: HashSet<(SessionId, EnrolmentId)>,
    /// What places were counted for before a coordination moved them.
    pub earlier: Vec<EarlierFact>,
    /// Capacities targeted by the certificates issued in the period: municipality and code.
    pub capacities: Vec<(String, String)>,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct MunicipalityFact {
    pub code: String,
    pub name: String,
    pub pdet: Option<String>,
    pub lat: f64,
    pub lon: f64,
    /// Somebody of it, with a confirmed place, attended a session, whenever.
    pub ever: bool,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct CohortFact {
    pub id: CohortId,
    pub name: String,
    pub course: String,
    pub modality: Modality,
    pub stage: cohort::Stage,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub hours: i32,
    pub seats: i32,
    pub minimum_attendance: i32,
    pub late_after_minutes: i32,
    pub partial_hours: bool,
    pub excused_counts: bool,
    pub dispensed_counts: bool,
    pub correction_days: i32,
    /// Confirmed places of the whole cohort, whatever the department.
    pub enrolled: i64,
}

impl CohortFact {
    pub fn rule(&self) -> AttendanceRule {
        let counting = Counting {
            late_after_minutes: self.late_after_minutes,
            partial_hours: self.partial_hours,
            excused_counts: self.excused_counts,
            dispensed_counts: self.dispensed_counts,
            correction_days: self.correction_days,
        };
        AttendanceRule { minimum: self.minimum_attendance, counting }
    }
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct SessionFact {
    pub id: SessionId,
    pub cohort_id: CohortId,
    pub position: i32,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub stage: session::Stage,
}

/// A confirmed place attributed to a municipality of the department.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PlaceFact {
    pub id: EnrolmentId,
    pub cohort_id: CohortId,
    pub person_id: PersonId,
    pub municipality_code: String,
    pub confirmed_at: Option<DateTime<Utc>>,
    #[sea_orm(nested)]
    pub name: Name,
    pub document_type: DocumentType,
    pub document_number: String,
    /// Entity of the post held at enrolment.
    pub entity: Option<String>,
    /// Every mark that counts, «12p,13a»: one text a person instead of a row a mark.
    pub marks: Option<String>,
    /// When the certificate that is valid today was issued.
    pub certified_at: Option<DateTime<Utc>>,
}

/// What a place was counted for, until an instant.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EarlierFact {
    pub enrolment_id: EnrolmentId,
    pub municipality_code: String,
    pub from_at: DateTime<Utc>,
    pub until_at: DateTime<Utc>,
}

/// Reads all the facts of a report.
pub async fn facts(db: &impl ConnectionTrait, question: &Question) -> Result<Facts, DbErr> {
    Ok(Facts {
        municipalities: municipalities(db, question).await?,
        cohorts: cohorts(db, question).await?,
        targets: targets(db, question).await?,
        sessions: sessions(db, question).await?,
        places: places(db, question).await?,
        after_closing: after_closing(db, marked(question)).await?,
        earlier: earlier(db, question).await?,
        capacities: capacities(db, question).await?,
    })
}

/// The codes of the department's municipalities, as a subquery.
pub fn codes_of(department: &str) -> SelectStatement {
    municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(municipality::Column::DepartmentCode.eq(department))
        .into_query()
}

/// The cohorts that the report speaks of, as a subquery: those for a municipality of the
/// department or with somebody of it, whose dates touch the period or that gave a
/// certificate in it; never a draft, and a cancelled one only if it held a session.
fn reported(question: &Question) -> SelectStatement {
    let (from, after) = question.period.instants();
    let aimed = cohort_municipality::Entity::find()
        .select_only()
        .column(cohort_municipality::Column::CohortId)
        .filter(
            cohort_municipality::Column::MunicipalityCode
                .in_subquery(codes_of(&question.department)),
        )
        .into_query();
    let enrolled_from_there =
        confirmed_of(question).select_only().column(enrolment::Column::CohortId).into_query();
    let certified = confirmed_of(question)
        .select_only()
        .column(enrolment::Column::CohortId)
        .join_rev(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .filter(certificate::Column::IssuedAt.gte(from))
        .filter(certificate::Column::IssuedAt.lt(after))
        .into_query();
    let held = session::Entity::find()
        .select_only()
        .column(session::Column::CohortId)
        .filter(session::Column::Stage.is_in([session::Stage::Held, session::Stage::Closed]))
        .into_query();
    let mut cohorts = cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .filter(cohort::Column::Stage.ne(cohort::Stage::Draft))
        .filter(
            Condition::any()
                .add(cohort::Column::Stage.ne(cohort::Stage::Cancelled))
                .add(cohort::Column::Id.in_subquery(held)),
        )
        .filter(
            Condition::any()
                .add(cohort::Column::Id.in_subquery(aimed))
                .add(cohort::Column::Id.in_subquery(enrolled_from_there)),
        )
        .filter(
            Condition::any()
                .add(
                    Condition::all()
                        .add(cohort::Column::StartsOn.lte(question.period.to))
                        .add(cohort::Column::EndsOn.gte(question.period.from)),
                )
                .add(cohort::Column::Id.in_subquery(certified)),
        );
    if let Some(only) = question.cohort {
        cohorts = cohorts.filter(cohort::Column::Id.eq(only));
    }
    cohorts.into_query()
}

/// Confirmed places attributed to the department, of any cohort.
fn confirmed_of(question: &Question) -> Select<enrolment::Entity> {
    enrolment::Entity::find()
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(enrolment::Column::MunicipalityCode.in_subquery(codes_of(&question.department)))
}

/// [`confirmed_of`] with those that were the department's once.
fn ever_confirmed_of(question: &Question) -> Select<enrolment::Entity> {
    let theirs = || codes_of(&question.department);
    let once = earlier_attribution::Entity::find()
        .select_only()
        .column(earlier_attribution::Column::EnrolmentId)
        .filter(earlier_attribution::Column::MunicipalityCode.in_subquery(theirs()))
        .into_query();
    enrolment::Entity::find()
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(
            Condition::any()
                .add(enrolment::Column::MunicipalityCode.in_subquery(theirs()))
                .add(enrolment::Column::Id.in_subquery(once)),
        )
}

/// Whether somebody of a row of `municipality`, with a confirmed place, attended a session, whenever.
pub fn ever() -> Expr {
    let code = || Expr::col((municipality::Entity, municipality::Column::Code));
    let since = reached_since()
        .expr(Expr::value(1))
        .and_where(code().equals((enrolment::Entity, enrolment::Column::MunicipalityCode)))
        .to_owned();
    let before =
        reached_before()
            .expr(Expr::value(1))
            .and_where(code().equals((
                earlier_attribution::Entity,
                earlier_attribution::Column::MunicipalityCode,
            )))
            .to_owned();
    Expr::exists(since).or(Expr::exists(before))
}

async fn municipalities(
    db: &impl ConnectionTrait,
    question: &Question,
) -> Result<Vec<MunicipalityFact>, DbErr> {
    municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .column(municipality::Column::Name)
        .columns([municipality::Column::Lat, municipality::Column::Lon])
        .column_as(municipality::Column::PdetSubregion, "pdet")
        .column_as(ever(), "ever")
        .filter(municipality::Column::DepartmentCode.eq(question.department.as_str()))
        .order_by_asc(municipality::Column::Code)
        .into_model()
        .all(db)
        .await
}

async fn cohorts(db: &impl ConnectionTrait, question: &Question) -> Result<Vec<CohortFact>, DbErr> {
    let enrolled = Query::select()
        .expr(Expr::col((enrolment::Entity, enrolment::Column::Id)).count())
        .from(enrolment::Entity)
        .and_where(
            Expr::col((enrolment::Entity, enrolment::Column::CohortId))
                .equals((cohort::Entity, cohort::Column::Id)),
        )
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .to_owned();
    cohort::Entity::find()
        .select_only()
        .columns([
            cohort::Column::Id,
            cohort::Column::Name,
            cohort::Column::Stage,
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
        .column_as(course_version::Column::Name, "course")
        .column_as(course_version::Column::Modality, "modality")
        .column_as(course_version::Column::Hours, "hours")
        .column_as(scalar(enrolled), "enrolled")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(cohort::Column::Id.in_subquery(reported(question)))
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Id)
        .into_model()
        .all(db)
        .await
}

async fn targets(
    db: &impl ConnectionTrait,
    question: &Question,
) -> Result<Vec<(CohortId, String)>, DbErr> {
    cohort_municipality::Entity::find()
        .select_only()
        .column(cohort_municipality::Column::CohortId)
        .column(cohort_municipality::Column::MunicipalityCode)
        .filter(cohort_municipality::Column::CohortId.in_subquery(reported(question)))
        .filter(
            cohort_municipality::Column::MunicipalityCode
                .in_subquery(codes_of(&question.department)),
        )
        .into_tuple()
        .all(db)
        .await
}

async fn sessions(
    db: &impl ConnectionTrait,
    question: &Question,
) -> Result<Vec<SessionFact>, DbErr> {
    session::Entity::find()
        .select_only()
        .columns([
            session::Column::Id,
            session::Column::CohortId,
            session::Column::Position,
            session::Column::StartsAt,
            session::Column::EndsAt,
            session::Column::Stage,
        ])
        .filter(session::Column::CohortId.in_subquery(reported(question)))
        .order_by_asc(session::Column::CohortId)
        .order_by_asc(session::Column::Position)
        .into_model()
        .all(db)
        .await
}

/// The marks of the sessions that the report speaks of.
fn marked(question: &Question) -> SimpleExpr {
    let sessions = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::CohortId.in_subquery(reported(question)))
        .into_query();
    attendance_mark::Column::SessionId.in_subquery(sessions)
}

async fn places(db: &impl ConnectionTrait, question: &Question) -> Result<Vec<PlaceFact>, DbErr> {
    let joined = joined::joined(db.get_database_backend(), "session_id");
    let marks = Query::select()
        .expr(Expr::cust(joined))
        .from(attendance_summary::Entity)
        .and_where(
            Expr::col((attendance_summary::Entity, attendance_summary::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .to_owned();
    let issued = Query::select()
        .expr(Expr::col((certificate::Entity, certificate::Column::IssuedAt)).max())
        .from(certificate::Entity)
        .and_where(
            Expr::col((certificate::Entity, certificate::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(certificate::Column::State.eq(certificate::State::Active))
        .to_owned();
    let mut places = ever_confirmed_of(question)
        .select_only()
        .columns([
            enrolment::Column::Id,
            enrolment::Column::CohortId,
            enrolment::Column::PersonId,
            enrolment::Column::MunicipalityCode,
            enrolment::Column::ConfirmedAt,
        ])
        .columns(person::NAME)
        .columns([person::Column::DocumentType, person::Column::DocumentNumber])
        .column_as(entity::Column::Name, "entity")
        .column_as(scalar(marks), "marks")
        .column_as(scalar(issued), "certified_at")
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
        .join(JoinType::LeftJoin, post::Relation::Entity.def());
    // A cohort already known to be reported needs no second search.
    places = match question.cohort {
        Some(cohort) => places.filter(enrolment::Column::CohortId.eq(cohort)),
        None => places.filter(enrolment::Column::CohortId.in_subquery(reported(question))),
    };
    places.into_model().all(db).await
}

/// What the places of the report were counted for before, whichever department that was.
async fn earlier(
    db: &impl ConnectionTrait,
    question: &Question,
) -> Result<Vec<EarlierFact>, DbErr> {
    let rows = earlier_attribution::Entity::find()
        .join(JoinType::InnerJoin, earlier_attribution::Relation::Enrolment.def());
    let rows = match question.cohort {
        Some(cohort) => rows.filter(enrolment::Column::CohortId.eq(cohort)),
        None => rows.filter(enrolment::Column::CohortId.in_subquery(reported(question))),
    };
    rows.into_model().all(db).await
}

async fn capacities(
    db: &impl ConnectionTrait,
    question: &Question,
) -> Result<Vec<(String, String)>, DbErr> {
    let (from, after) = question.period.instants();
    confirmed_of(question)
        .select_only()
        .column(enrolment::Column::MunicipalityCode)
        .column(course_version_capacity::Column::CapacityCode)
        .distinct()
        .join_rev(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join_rev(JoinType::InnerJoin, course_version_capacity::Relation::CourseVersion.def())
        .filter(enrolment::Column::CohortId.in_subquery(reported(question)))
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .filter(certificate::Column::IssuedAt.gte(from))
        .filter(certificate::Column::IssuedAt.lt(after))
        .into_tuple()
        .all(db)
        .await
}
