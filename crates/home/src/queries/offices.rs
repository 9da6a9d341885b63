//! Queries for the pages of a unit, an entity or the country.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::entity::session;
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment;
use needs_model as needs;
use notices_model::entity::outbox_message;
use people_model::entity::post;
use people_model::reminders::unconfirmed;
use platform::db::scalar;
use sign_in_model::actor::Actor;
use territory_model::entity::{entity, territorial_unit};

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

/// Counts the needs that wait for a coordination, with when the oldest of them was written.
pub async fn needs_waiting(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<(i64, Option<DateTime<Utc>>), DbErr> {
    let Some(row) = db.query_one(&needs::queries::waiting(actor)).await? else {
        return Ok((0, None));
    };
    Ok((row.try_get("", "waiting")?, row.try_get("", "since")?))
}

/// A cohort with people at some stage of enrolment.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CohortCrowd {
    pub id: CohortId,
    pub public_code: String,
    pub name: String,
    pub course: String,
    pub stage: Stage,
    pub people: i64,
}

impl CohortCrowd {
    /// Returns the public page of the cohort.
    pub fn offer(&self) -> String {
        format!("/oferta/{}", self.public_code)
    }
}

/// The scope of the cohorts in which people of these entities have a seat.
pub fn seated(entities: &[i64]) -> Condition {
    let cohorts = Query::select()
        .column((enrolment::Entity, enrolment::Column::CohortId))
        .from(enrolment::Entity)
        .inner_join(
            post::Entity,
            Expr::col((post::Entity, post::Column::Id))
                .equals((enrolment::Entity, enrolment::Column::PostId)),
        )
        .and_where(post::Column::EntityId.is_in(entities.iter().copied()))
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .to_owned();
    Condition::all().add(cohort::Column::Id.in_subquery(cohorts))
}

/// Returns the cohorts in which people of these entities have a seat, not older than a year.
pub async fn of_entities(
    db: &impl ConnectionTrait,
    entities: &[i64],
    today: NaiveDate,
) -> Result<Vec<CohortCrowd>, DbErr> {
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

/// Counts the posts of these entities that nobody has confirmed for a year.
pub async fn unconfirmed_posts(
    db: &impl ConnectionTrait,
    entities: &[i64],
    today: NaiveDate,
) -> Result<i64, DbErr> {
    let posts = post::Entity::find()
        .filter(post::Column::EntityId.is_in(entities.iter().copied()))
        .filter(unconfirmed(today));
    Ok(i64::try_from(posts.count(db).await?).unwrap_or(i64::MAX))
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
    pub code: String,
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
        select.expr(cohort::Column::Id.into_expr().count()).from(cohort::Entity);
        of_unit(&mut select, stages);
        select
    };
    let mut enrolled = cohorts(&living);
    enrolled
        .inner_join(
            enrolment::Entity,
            enrolment::Column::CohortId.into_expr().equals((cohort::Entity, cohort::Column::Id)),
        )
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    let mut late = cohorts(&[Stage::Confirmed, Stage::Running]);
    late.inner_join(
        session::Entity,
        session::Column::CohortId.into_expr().equals((cohort::Entity, cohort::Column::Id)),
    )
    .and_where(session::Column::Stage.eq(session::Stage::Planned))
    .and_where(session::Column::EndsAt.lt(now));
    let owners = Query::select().column(cohort::Column::UnitCode).from(cohort::Entity).to_owned();
    territorial_unit::Entity::find()
        .select_only()
        .columns([territorial_unit::Column::Code, territorial_unit::Column::Name])
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
