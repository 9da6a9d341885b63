//! Queries for the pages of a unit, an entity or the country.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::{Asterisk, CaseStatement, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use assessment_model::appeals::queries::open_rows;
use assessment_model::entity::activity;
use attendance_model::pending::PendingDecision;
use attendance_model::risk::below_minimum;
use certification_model::entity::certificate;
use certification_model::reviews::queries::open_rows as changed_rows;
use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::entity::session;
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment;
use enrolment_model::quorum::{confirmed, is_below};
use needs_model as needs;
use notices_model::entity::outbox_message;
use people_model::entity::post;
use people_model::reminders::unconfirmed;
use platform::db::scalar;
use sign_in_model::actor::Actor;
use territory_model::entity::{entity, territorial_unit};

use super::{CohortLine, cohort_lines};

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

/// Counts the needs that wait for a coordination.
pub async fn needs_waiting(db: &impl ConnectionTrait, actor: &Actor) -> Result<i64, DbErr> {
    let row = db.query_one(&needs::queries::waiting(actor)).await?;
    row.map_or(Ok(0), |row| row.try_get("", "waiting"))
}

/// A cohort that is not over, with the figures that tell how it goes.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LivingCohort {
    #[sea_orm(nested)]
    pub line: CohortLine,
    pub seats: i32,
    pub minimum_people: Option<i32>,
    pub confirmed: i64,
    /// People below the minimum attendance.
    pub at_risk: i64,
    /// People on the list of a published cohort.
    pub waiting: i64,
    /// Sessions that are not cancelled, and those of them without attendance or still going on.
    pub sessions: i64,
    pub left: i64,
    /// The next session to begin.
    pub next_at: Option<DateTime<Utc>>,
    /// Its day of deciding came with fewer people than it needs (R15).
    pub is_below: bool,
}

impl LivingCohort {
    /// Whether it is confirmed and its first day is here.
    pub fn is_to_start(&self, today: NaiveDate) -> bool {
        self.line.stage == Stage::Confirmed && self.line.starts_on <= today
    }

    /// Whether it runs and has no session left to hold.
    pub fn is_to_close(&self) -> bool {
        self.line.stage == Stage::Running && self.left == 0
    }
}

/// The cohorts of a scope that are not over, the first to begin first. All of them: their
/// numbers are on the page, and an upper bound keeps the list short.
pub async fn living(
    db: &impl ConnectionTrait,
    scope: Condition,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Vec<LivingCohort>, DbErr> {
    let sessions = |condition: Expr| {
        Query::select()
            .from(session::Entity)
            .and_where(
                Expr::col((session::Entity, session::Column::CohortId))
                    .equals((cohort::Entity, cohort::Column::Id)),
            )
            .and_where(condition)
            .to_owned()
    };
    let counted =
        |condition: Expr| scalar(sessions(condition).expr(Expr::col(Asterisk).count()).to_owned());
    let planned = || session::Column::Stage.eq(session::Stage::Planned);
    // Somebody who checks in before the hour has not held the session.
    let going_on =
        session::Column::Stage.eq(session::Stage::Held).and(session::Column::EndsAt.gt(now));
    let ahead = session::Column::StartsAt.gt(now).and(planned());
    let next = sessions(ahead).expr(session::Column::StartsAt.min()).to_owned();
    let waiting = Query::select()
        .expr(Expr::col(Asterisk).count())
        .from(enrolment::Entity)
        .and_where(
            Expr::col((enrolment::Entity, enrolment::Column::CohortId))
                .equals((cohort::Entity, cohort::Column::Id)),
        )
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Waiting))
        .and_where(cohort::Column::Stage.ne(Stage::Draft))
        .to_owned();
    let below = CaseStatement::new().case(is_below(today), true).finally(false);
    let stages = [Stage::Draft, Stage::Tentative, Stage::Confirmed, Stage::Running];
    cohort_lines()
        .columns([cohort::Column::Seats, cohort::Column::MinimumPeople])
        .column_as(scalar(confirmed()), "confirmed")
        .column_as(scalar(below_minimum()), "at_risk")
        .column_as(scalar(waiting), "waiting")
        .column_as(counted(session::Column::Stage.ne(session::Stage::Cancelled)), "sessions")
        .column_as(counted(planned().or(going_on)), "left")
        .column_as(scalar(next), "next_at")
        .column_as(Expr::Case(Box::new(below)), "is_below")
        .filter(scope)
        .filter(cohort::Column::Stage.is_in(stages))
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Id)
        .limit(500)
        .into_model()
        .all(db)
        .await
}

/// A cohort whose coordination has something to decide about its attendance, grades or certificates.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PendingDecisions {
    pub id: CohortId,
    pub name: String,
    pub course: String,
    /// Conflicts and marks of telephones to be looked at.
    pub arrivals: i64,
    /// People who came without being on the list.
    pub walk_ins: i64,
    /// Corrections and excuses that learners asked for.
    pub requests: i64,
    /// Grades that learners asked to be looked at again.
    pub appeals: i64,
    /// Certificates behind which something changed.
    pub changes: i64,
}

impl PendingDecisions {
    /// Returns how many rows wait on the page of what arrived.
    pub fn reviews(&self) -> i64 {
        self.arrivals + self.walk_ins
    }

    pub fn all(&self) -> i64 {
        self.reviews() + self.requests + self.appeals + self.changes
    }
}

/// The cohorts of a scope where something about attendance, a grade or a certificate waits, by name. All
/// of them: their sums are numbers of the page, and an upper bound keeps the list short.
pub async fn to_settle(
    db: &impl ConnectionTrait,
    scope: Condition,
) -> Result<Vec<PendingDecisions>, DbErr> {
    let of_cohort = (session::Entity, session::Column::CohortId);
    let [arrivals, walk_ins, requests] = PendingDecision::ALL.map(|pending| {
        let theirs = Expr::col(of_cohort).equals((cohort::Entity, cohort::Column::Id));
        scalar(pending.rows().expr(Expr::col(Asterisk).count()).and_where(theirs).to_owned())
    });
    let somewhere = PendingDecision::ALL.into_iter().fold(Condition::any(), |any, pending| {
        let cohorts = pending.rows().column(of_cohort).to_owned();
        any.add(cohort::Column::Id.in_subquery(cohorts))
    });
    let of_activity = (activity::Entity, activity::Column::CohortId);
    let theirs = Expr::col(of_activity).equals((cohort::Entity, cohort::Column::Id));
    let appeals = open_rows().expr(Expr::col(Asterisk).count()).and_where(theirs).to_owned();
    let appealed = open_rows().column(of_activity).to_owned();
    let of_certificate = (certificate::Entity, certificate::Column::CohortId);
    let theirs = Expr::col(of_certificate).equals((cohort::Entity, cohort::Column::Id));
    let changes = changed_rows().expr(Expr::col(Asterisk).count()).and_where(theirs).to_owned();
    let changed = changed_rows().column(of_certificate).to_owned();
    let somewhere = somewhere
        .add(cohort::Column::Id.in_subquery(appealed))
        .add(cohort::Column::Id.in_subquery(changed));
    cohort::Entity::find()
        .select_only()
        .columns([cohort::Column::Id, cohort::Column::Name])
        .column_as(course_version::Column::Name, "course")
        .column_as(arrivals, "arrivals")
        .column_as(walk_ins, "walk_ins")
        .column_as(requests, "requests")
        .column_as(scalar(appeals), "appeals")
        .column_as(scalar(changes), "changes")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(scope)
        .filter(somewhere)
        .order_by_asc(cohort::Column::Name)
        .order_by_asc(cohort::Column::Id)
        .limit(500)
        .into_model()
        .all(db)
        .await
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
