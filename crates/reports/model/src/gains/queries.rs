//! The grades of first and last tests, with the municipality that each person came for.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use assessment_model::entity::activity::{self, Kind};
use assessment_model::entity::grade;
use cohorts_model::entity::cohort::{self, Stage};
use cohorts_model::scale::GradeScale;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use sign_in_model::actor::Actor;
use territory_model::entity::{department, municipality};

use crate::policy;
use crate::rules::Period;

/// The most grades that are read: fifty thousand people with both tests.
const COUNTED: u64 = 100_000;

/// A grade of one of the two tests.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TestGrade {
    pub municipality: String,
    pub name: String,
    pub department: String,
    pub enrolment: EnrolmentId,
    pub kind: Kind,
    pub tenths: i32,
    /// The scale of the cohort, in whose tenths the grade is.
    pub scale: GradeScale,
}

/// Reads the test grades of the confirmed enrolments of cohorts that end within the period, in the
/// municipalities that the actor answers for. One statement.
///
/// # Errors
/// The database's.
pub async fn results(
    db: &impl ConnectionTrait,
    actor: &Actor,
    period: &Period,
) -> Result<Vec<TestGrade>, DbErr> {
    let ended = Condition::all()
        .add(cohort::Column::EndsOn.gte(period.from))
        .add(cohort::Column::EndsOn.lte(period.to))
        .add(cohort::Column::Stage.is_in([Stage::Running, Stage::Closed]));
    grade::Entity::find()
        .select_only()
        .column_as(municipality::Column::Code, "municipality")
        .column_as(municipality::Column::Name, "name")
        .column_as(department::Column::Name, "department")
        .column_as(grade::Column::EnrolmentId, "enrolment")
        .column_as(activity::Column::Kind, "kind")
        .column_as(grade::Column::Tenths, "tenths")
        .column_as(cohort::Column::Scale, "scale")
        .join(JoinType::InnerJoin, grade::Relation::Activity.def())
        .join(JoinType::InnerJoin, grade::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Municipality.def())
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .filter(activity::Column::Kind.is_in([Kind::PreTest, Kind::PostTest]))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(ended)
        .filter(policy::municipality_scope(actor))
        .order_by_asc(grade::Column::EnrolmentId)
        .limit(COUNTED)
        .into_model()
        .all(db)
        .await
}
