//! Queries for one's own enrolments, meetings, certificates and grades to give.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use assessment_model::entity::{activity, grade};
use certification_model::entity::certificate;
use certification_model::validity::conditions::in_force;
use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::entity::session;
use cohorts_model::policy;
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::entity::seat_offer;
use platform::db::scalar;
use sign_in_model::entity::account::AccountId;

use super::{HomeMeeting, SHOWN, meetings, meetings_of};

/// An enrolment of one's own that is not over.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OwnEnrolment {
    pub id: EnrolmentId,
    pub cohort_id: CohortId,
    pub stage: enrolment::Stage,
    pub cohort_stage: Stage,
    pub name: String,
    pub course: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Until when a seat that was offered waits for its answer.
    pub until: Option<DateTime<Utc>>,
    /// How many there are, also where the list is cut.
    pub total: i64,
}

/// Returns the person's enrolments, those of living cohorts first.
pub async fn own_enrolments(
    db: &impl ConnectionTrait,
    person: i64,
) -> Result<Vec<OwnEnrolment>, DbErr> {
    let own = Expr::col((enrolment::Entity, enrolment::Column::Id));
    let until = Query::select()
        .expr(Expr::col((seat_offer::Entity, seat_offer::Column::ExpiresAt)).max())
        .from(seat_offer::Entity)
        .and_where(Expr::col((seat_offer::Entity, seat_offer::Column::EnrolmentId)).eq(own))
        .and_where(Expr::col((seat_offer::Entity, seat_offer::Column::SettledAt)).is_null())
        .to_owned();
    enrolment::Entity::find()
        .select_only()
        .columns([enrolment::Column::Id, enrolment::Column::CohortId, enrolment::Column::Stage])
        .column_as(cohort::Column::Stage, "cohort_stage")
        .column_as(cohort::Column::Name, "name")
        .column_as(cohort::Column::StartsOn, "starts_on")
        .column_as(cohort::Column::EndsOn, "ends_on")
        .column_as(course_version::Column::Name, "course")
        .column_as(scalar(until), "until")
        .column_as(Expr::cust("COUNT(*) OVER ()"), "total")
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

/// The next meeting, by the clock, of the cohorts in which the person has a seat, those that wait to be
/// confirmed too: one that is not over and whose list is not ended.
pub async fn next_meeting(
    db: &impl ConnectionTrait,
    person: i64,
    now: DateTime<Utc>,
) -> Result<Option<HomeMeeting>, DbErr> {
    let own = Query::select()
        .column(enrolment::Column::CohortId)
        .from(enrolment::Entity)
        .and_where(enrolment::Column::PersonId.eq(person))
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .to_owned();
    meetings_of(&[Stage::Tentative, Stage::Confirmed, Stage::Running])
        .filter(session::Column::CohortId.in_subquery(own))
        .filter(session::Column::Stage.is_in([session::Stage::Planned, session::Stage::Held]))
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
    today: NaiveDate,
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
        .filter(in_force(today))
        .order_by_desc(certificate::Column::IssuedAt)
        .order_by_desc(certificate::Column::Id)
        .limit(SHOWN)
        .into_model()
        .all(db)
        .await
}

/// Counts the certificates of a person that are in force; constancias are none.
pub async fn own_certificate_count(
    db: &impl ConnectionTrait,
    person: i64,
    today: NaiveDate,
) -> Result<i64, DbErr> {
    let count = certificate::Entity::find()
        .filter(certificate::Column::PersonId.eq(person))
        .filter(certificate::Column::Kind.eq(certificate::Kind::Certificado))
        .filter(in_force(today))
        .count(db)
        .await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The facilitator's meetings of a day, and one of the evening before that is still going on.
pub async fn taught_between(
    db: &impl ConnectionTrait,
    account: AccountId,
    (from, after): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<Vec<HomeMeeting>, DbErr> {
    let begun = Condition::any()
        .add(session::Column::StartsAt.gte(from))
        .add(session::Column::EndsAt.gte(now));
    meetings()
        .filter(session::Column::FacilitatorAccountId.eq(account))
        .filter(session::Column::Stage.ne(session::Stage::Cancelled))
        .filter(begun)
        .filter(session::Column::StartsAt.lt(after))
        .into_model()
        .all(db)
        .await
}

/// The scope of one facilitator's own meetings.
pub fn taught(account: AccountId) -> Condition {
    Condition::all().add(session::Column::FacilitatorAccountId.eq(account))
}

/// A cohort whose meetings are over, with the grades that it has and those that it needs.
#[derive(Clone, Debug, FromQueryResult)]
pub struct GradingProgress {
    pub id: CohortId,
    pub name: String,
    pub course: String,
    pub people: i64,
    pub activities: i64,
    pub grades: i64,
}

impl GradingProgress {
    pub fn missing(&self) -> i64 {
        self.people * self.activities - self.grades
    }
}

/// The facilitator's running cohorts that are in their last day or past it.
pub async fn graded(
    db: &impl ConnectionTrait,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<GradingProgress>, DbErr> {
    let of_cohort = |select: &mut SelectStatement| {
        select.and_where(
            enrolment::Column::CohortId.into_expr().equals((cohort::Entity, cohort::Column::Id)),
        );
        select.and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    };
    let mut people = Query::select();
    people.expr(enrolment::Column::Id.into_expr().count()).from(enrolment::Entity);
    of_cohort(&mut people);
    let mut grades = Query::select();
    grades.expr(grade::Column::EnrolmentId.into_expr().count()).from(grade::Entity).inner_join(
        enrolment::Entity,
        enrolment::Column::Id.into_expr().equals((grade::Entity, grade::Column::EnrolmentId)),
    );
    of_cohort(&mut grades);
    let activities = Query::select()
        .expr(activity::Column::Id.into_expr().count())
        .from(activity::Entity)
        .and_where(
            activity::Column::CohortId.into_expr().equals((cohort::Entity, cohort::Column::Id)),
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
