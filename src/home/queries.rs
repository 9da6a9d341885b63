//! What needs doing, counted and listed: each function is one statement unless it says more.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, SubQueryStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait as _, Select,
};

use crate::assessment::entity::{activity, grade};
use crate::certification::entity::certificate;
use crate::cohorts::entity::cohort::{self, CohortId, Stage};
use crate::cohorts::entity::cohort_municipality;
use crate::cohorts::entity::session::{self, SessionId};
use crate::cohorts::policy;
use crate::cohorts::queries::open_on;
use crate::courses::entity::course_version;
use crate::enrolment::entity::enrolment::{self, EnrolmentId};
use crate::notices::entity::outbox_message;
use crate::people::entity::post;
use crate::sign_in::actor::Actor;
use crate::sign_in::entity::account::AccountId;
use crate::territory::entity::{entity, municipality, territorial_unit};

/// Rows that one list of a home page shows; its number says how many there are.
pub const SHOWN: u64 = 12;

fn scalar(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(SubQueryStatement::from(select)))
}

/// A cohort as home pages name it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CohortLine {
    pub id: CohortId,
    pub public_code: String,
    pub name: String,
    pub course: String,
    pub stage: Stage,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

fn cohort_lines() -> Select<cohort::Entity> {
    cohort::Entity::find()
        .select_only()
        .columns([
            cohort::Column::Id,
            cohort::Column::PublicCode,
            cohort::Column::Name,
            cohort::Column::Stage,
            cohort::Column::StartsOn,
            cohort::Column::EndsOn,
        ])
        .column_as(course_version::Column::Name, "course")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
}

/// Cohorts that take enrolments, the first to begin first, and how many there are; two
/// statements. `towards` narrows them to some municipalities.
pub async fn open_cohorts(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    towards: Option<Vec<String>>,
) -> Result<(Vec<CohortLine>, u64), DbErr> {
    let mut open = cohort::Entity::find().filter(open_on(today));
    let mut lines = cohort_lines().filter(open_on(today));
    if let Some(codes) = towards {
        let reached = Query::select()
            .column(cohort_municipality::Column::CohortId)
            .from(cohort_municipality::Entity)
            .and_where(cohort_municipality::Column::MunicipalityCode.is_in(codes))
            .to_owned();
        open = open.filter(cohort::Column::Id.in_subquery(reached.clone()));
        lines = lines.filter(cohort::Column::Id.in_subquery(reached));
    }
    let rows = lines
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Id)
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await?;
    Ok((rows, open.count(db).await?))
}

/// What anybody may know of the whole: municipalities with training, valid certificates.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct Country {
    pub municipalities: i64,
    pub certificates: i64,
}

pub async fn country(db: &impl ConnectionTrait) -> Result<Country, DbErr> {
    let certificates = Query::select()
        .expr(certificate::Column::Id.into_expr().count())
        .from(certificate::Entity)
        .and_where(certificate::Column::State.eq(certificate::State::Active))
        .to_owned();
    let reached = Query::select()
        .column(cohort_municipality::Column::MunicipalityCode)
        .from(cohort_municipality::Entity)
        .inner_join(
            cohort::Entity,
            cohort::Column::Id.into_expr().equals((
                cohort_municipality::Entity,
                cohort_municipality::Column::CohortId,
            )),
        )
        .and_where(cohort::Column::Stage.is_not_in([Stage::Draft, Stage::Cancelled]))
        .to_owned();
    let row = municipality::Entity::find()
        .select_only()
        .column_as(municipality::Column::Code.count(), "municipalities")
        .column_as(scalar(certificates), "certificates")
        .filter(municipality::Column::Code.in_subquery(reached))
        .into_model()
        .one(db)
        .await?;
    Ok(row.unwrap_or_default())
}

/// An enrolment of one's own that is not over.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OwnPlace {
    pub id: EnrolmentId,
    pub cohort_id: CohortId,
    pub stage: enrolment::Stage,
    pub cohort_stage: Stage,
    pub name: String,
    pub course: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// The person's places, those of living cohorts first.
pub async fn own_places(db: &impl ConnectionTrait, person: i64) -> Result<Vec<OwnPlace>, DbErr> {
    enrolment::Entity::find()
        .select_only()
        .columns([
            enrolment::Column::Id,
            enrolment::Column::CohortId,
            enrolment::Column::Stage,
        ])
        .column_as(cohort::Column::Stage, "cohort_stage")
        .column_as(cohort::Column::Name, "name")
        .column_as(cohort::Column::StartsOn, "starts_on")
        .column_as(cohort::Column::EndsOn, "ends_on")
        .column_as(course_version::Column::Name, "course")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(enrolment::Column::Stage.ne(enrolment::Stage::Withdrawn))
        .filter(cohort::Column::Stage.is_in([Stage::Tentative, Stage::Confirmed, Stage::Running]))
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(enrolment::Column::Id)
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await
}

/// A meeting with what names it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Meeting {
    pub id: SessionId,
    pub cohort_id: CohortId,
    pub position: i32,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub place: Option<String>,
    pub link: Option<String>,
    pub stage: session::Stage,
    pub cohort: String,
    pub course: String,
}

fn meetings() -> Select<session::Entity> {
    session::Entity::find()
        .select_only()
        .columns([
            session::Column::Id,
            session::Column::CohortId,
            session::Column::Position,
            session::Column::StartsAt,
            session::Column::EndsAt,
            session::Column::Place,
            session::Column::Link,
            session::Column::Stage,
        ])
        .column_as(cohort::Column::Name, "cohort")
        .column_as(course_version::Column::Name, "course")
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(cohort::Column::Stage.is_in([Stage::Confirmed, Stage::Running]))
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Id)
}

/// The next meeting of the cohorts in which the person has a seat.
pub async fn next_meeting(
    db: &impl ConnectionTrait,
    person: i64,
    now: DateTime<Utc>,
) -> Result<Option<Meeting>, DbErr> {
    let own = Query::select()
        .column(enrolment::Column::CohortId)
        .from(enrolment::Entity)
        .and_where(enrolment::Column::PersonId.eq(person))
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .to_owned();
    meetings()
        .filter(session::Column::CohortId.in_subquery(own))
        .filter(session::Column::Stage.ne(session::Stage::Cancelled))
        .filter(session::Column::EndsAt.gt(now))
        .into_model()
        .one(db)
        .await
}

/// A valid certificate of one's own.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OwnCertificate {
    pub id: certificate::CertificateId,
    pub kind: certificate::Kind,
    pub issued_at: DateTime<Utc>,
    pub course: String,
}

/// The newest valid certificates of a person.
pub async fn own_certificates(
    db: &impl ConnectionTrait,
    person: i64,
) -> Result<Vec<OwnCertificate>, DbErr> {
    certificate::Entity::find()
        .select_only()
        .columns([
            certificate::Column::Id,
            certificate::Column::Kind,
            certificate::Column::IssuedAt,
        ])
        .column_as(course_version::Column::Name, "course")
        .join(JoinType::InnerJoin, certificate::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(certificate::Column::PersonId.eq(person))
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .order_by_desc(certificate::Column::IssuedAt)
        .order_by_desc(certificate::Column::Id)
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await
}

/// The facilitator's meetings of a day.
pub async fn taught_between(
    db: &impl ConnectionTrait,
    account: AccountId,
    (from, after): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Meeting>, DbErr> {
    meetings()
        .filter(session::Column::FacilitatorAccountId.eq(account))
        .filter(session::Column::Stage.ne(session::Stage::Cancelled))
        .filter(session::Column::StartsAt.gte(from))
        .filter(session::Column::StartsAt.lt(after))
        .into_model()
        .all(db)
        .await
}

/// Meetings that are over and whose attendance is missing (planned) or still open (held),
/// of the cohorts within a scope: the oldest of them, and how many; two statements.
pub async fn unfinished(
    db: &impl ConnectionTrait,
    scope: Condition,
    stages: &[session::Stage],
    now: DateTime<Utc>,
) -> Result<(Vec<Meeting>, u64), DbErr> {
    let over = meetings()
        .filter(scope)
        .filter(session::Column::Stage.is_in(stages.iter().copied()))
        .filter(session::Column::EndsAt.lt(now));
    let rows = over.clone().limit(SHOWN).into_model().all(db).await?;
    Ok((rows, over.count(db).await?))
}

/// The scope of one facilitator's own meetings.
pub fn taught(account: AccountId) -> Condition {
    Condition::all().add(session::Column::FacilitatorAccountId.eq(account))
}

/// A cohort whose meetings are over, with the grades that it has and those that it needs.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Graded {
    pub id: CohortId,
    pub name: String,
    pub course: String,
    pub people: i64,
    pub activities: i64,
    pub grades: i64,
}

impl Graded {
    pub fn missing(&self) -> i64 {
        self.people * self.activities - self.grades
    }
}

/// The facilitator's running cohorts that are in their last day or past it.
pub async fn graded(
    db: &impl ConnectionTrait,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<Graded>, DbErr> {
    let of_cohort = |select: &mut SelectStatement| {
        select.and_where(
            enrolment::Column::CohortId
                .into_expr()
                .equals((cohort::Entity, cohort::Column::Id)),
        );
        select.and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    };
    let mut people = Query::select();
    people
        .expr(enrolment::Column::Id.into_expr().count())
        .from(enrolment::Entity);
    of_cohort(&mut people);
    let mut grades = Query::select();
    grades
        .expr(grade::Column::EnrolmentId.into_expr().count())
        .from(grade::Entity)
        .inner_join(
            enrolment::Entity,
            enrolment::Column::Id
                .into_expr()
                .equals((grade::Entity, grade::Column::EnrolmentId)),
        );
    of_cohort(&mut grades);
    let activities = Query::select()
        .expr(activity::Column::Id.into_expr().count())
        .from(activity::Entity)
        .and_where(
            activity::Column::CohortId
                .into_expr()
                .equals((cohort::Entity, cohort::Column::Id)),
        )
        .to_owned();
    cohort::Entity::find()
        .select_only()
        .columns([cohort::Column::Id, cohort::Column::Name])
        .column_as(course_version::Column::Name, "course")
        .column_as(scalar(people), "people")
        .column_as(scalar(activities), "activities")
        .column_as(scalar(grades), "grades")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(policy::taught_by(account))
        .filter(cohort::Column::Stage.eq(Stage::Running))
        .filter(cohort::Column::EndsOn.lte(today))
        .order_by_asc(cohort::Column::EndsOn)
        .order_by_asc(cohort::Column::Id)
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await
}

/// How many cohorts of a scope are at each stage.
pub async fn stages(
    db: &impl ConnectionTrait,
    scope: Condition,
) -> Result<Vec<(Stage, i64)>, DbErr> {
    cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Stage)
        .column_as(cohort::Column::Id.count(), "cohorts")
        .filter(scope)
        .group_by(cohort::Column::Stage)
        .into_tuple()
        .all(db)
        .await
}

/// Drafts and cohorts to confirm of the actor's scope, the first to begin first.
pub async fn to_decide(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<CohortLine>, DbErr> {
    cohort_lines()
        .filter(policy::scope(actor))
        .filter(cohort::Column::Stage.is_in([Stage::Draft, Stage::Tentative]))
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Id)
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await
}

/// A cohort with people at some stage of enrolment.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Crowd {
    pub id: CohortId,
    pub public_code: String,
    pub name: String,
    pub course: String,
    pub stage: Stage,
    pub people: i64,
}

fn crowds() -> Select<enrolment::Entity> {
    enrolment::Entity::find()
        .select_only()
        .column_as(cohort::Column::Id, "id")
        .column_as(cohort::Column::PublicCode, "public_code")
        .column_as(cohort::Column::Name, "name")
        .column_as(cohort::Column::Stage, "stage")
        .column_as(course_version::Column::Name, "course")
        .column_as(enrolment::Column::Id.count(), "people")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .group_by(cohort::Column::Id)
        .group_by(cohort::Column::PublicCode)
        .group_by(cohort::Column::Name)
        .group_by(cohort::Column::Stage)
        .group_by(course_version::Column::Name)
        .order_by_asc(cohort::Column::Id)
}

/// Living cohorts of the actor's scope with a waiting list. All of them: their sum is a
/// number of the page, and an upper bound keeps the list short.
pub async fn waiting(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<Crowd>, DbErr> {
    crowds()
        .filter(policy::scope(actor))
        .filter(cohort::Column::Stage.is_in([Stage::Tentative, Stage::Confirmed, Stage::Running]))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Waiting))
        .limit(500)
        .into_model()
        .all(db)
        .await
}

/// Where the people of some entities have a seat, in cohorts not older than a year.
pub async fn of_entities(
    db: &impl ConnectionTrait,
    entities: &[i64],
    today: NaiveDate,
) -> Result<Vec<Crowd>, DbErr> {
    crowds()
        .join(JoinType::InnerJoin, enrolment::Relation::Post.def())
        .filter(post::Column::EntityId.is_in(entities.iter().copied()))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(cohort::Column::Stage.ne(Stage::Cancelled))
        .filter(cohort::Column::EndsOn.gte(today - TimeDelta::days(365)))
        .limit(500)
        .into_model()
        .all(db)
        .await
}

/// The entities of a focal point: name and municipality.
pub async fn entities(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<Vec<(String, Option<String>)>, DbErr> {
    entity::Entity::find()
        .select_only()
        .column(entity::Column::Name)
        .column(entity::Column::MunicipalityCode)
        .filter(entity::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await
}

/// A territorial unit at work.
#[derive(Clone, Debug, FromQueryResult)]
pub struct UnitLine {
    pub name: String,
    pub cohorts: i64,
    pub running: i64,
    pub enrolled: i64,
    pub late: i64,
}

/// The units that own a cohort, with its living cohorts, seats taken and meetings that are
/// over without attendance.
pub async fn units(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<UnitLine>, DbErr> {
    let living = [Stage::Tentative, Stage::Confirmed, Stage::Running];
    let of_unit = |select: &mut SelectStatement, stages: &[Stage]| {
        select
            .and_where(
                cohort::Column::UnitCode
                    .into_expr()
                    .equals((territorial_unit::Entity, territorial_unit::Column::Code)),
            )
            .and_where(cohort::Column::Stage.is_in(stages.iter().copied()));
    };
    let cohorts = |stages: &[Stage]| {
        let mut select = Query::select();
        select
            .expr(cohort::Column::Id.into_expr().count())
            .from(cohort::Entity);
        of_unit(&mut select, stages);
        select
    };
    let mut enrolled = cohorts(&living);
    enrolled
        .inner_join(
            enrolment::Entity,
            enrolment::Column::CohortId
                .into_expr()
                .equals((cohort::Entity, cohort::Column::Id)),
        )
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    let mut late = cohorts(&[Stage::Confirmed, Stage::Running]);
    late.inner_join(
        session::Entity,
        session::Column::CohortId
            .into_expr()
            .equals((cohort::Entity, cohort::Column::Id)),
    )
    .and_where(session::Column::Stage.eq(session::Stage::Planned))
    .and_where(session::Column::EndsAt.lt(now));
    let owners = Query::select()
        .column(cohort::Column::UnitCode)
        .from(cohort::Entity)
        .to_owned();
    territorial_unit::Entity::find()
        .select_only()
        .column(territorial_unit::Column::Name)
        .column_as(scalar(cohorts(&living)), "cohorts")
        .column_as(scalar(cohorts(&[Stage::Running])), "running")
        .column_as(scalar(enrolled), "enrolled")
        .column_as(scalar(late), "late")
        .filter(territorial_unit::Column::Code.in_subquery(owners))
        .order_by_asc(territorial_unit::Column::Name)
        .into_model()
        .all(db)
        .await
}

/// How many letters are queued, sent and failed.
pub async fn outbox(db: &impl ConnectionTrait) -> Result<Vec<(outbox_message::State, i64)>, DbErr> {
    outbox_message::Entity::find()
        .select_only()
        .column(outbox_message::Column::State)
        .column_as(outbox_message::Column::Id.count(), "letters")
        .group_by(outbox_message::Column::State)
        .into_tuple()
        .all(db)
        .await
}
