//! Facts of capacities, added up by the database: a row for each capacity or version of a course.

use chrono::{DateTime, Utc};
use rocket::tokio::try_join;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use capacities_model::entity::capacity;
use certification_model::entity::certificate;
use cohorts_model::entity::cohort;
use courses_model::entity::course::CourseId;
use courses_model::entity::course_version::{self, CourseVersionId};
use courses_model::entity::course_version_capacity;
use courses_model::queries::versions_of;
use enrolment_model::entity::enrolment;
use ledger_model::as_of::AsOf;
use reports_model::atoms::{ApplicationAtom, LearningAtom, LearningScope, applications, learning};
use reports_model::rules::Period;
use reports_model::sql::either;

use super::super::operation::{issued_at, of_territory_at};
use super::super::query::ExecutiveQuery;
use super::retention::{in_post, retention};

/// The framework by code, and which of its capacities each published version of a course targets.
#[derive(Clone, Debug, Default)]
pub struct Framework {
    pub capacities: Vec<capacity::Model>,
    pub targets: Vec<(CourseVersionId, String)>,
}

#[derive(FromQueryResult)]
struct TargetRow {
    #[sea_orm(nested)]
    capacity: capacity::Model,
    version: Option<CourseVersionId>,
}

impl Framework {
    /// Reads the whole framework, with the targets of one course or of all. One statement.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(db: &impl ConnectionTrait, course: Option<CourseId>) -> Result<Self, DbErr> {
        use course_version_capacity::Column as Target;
        let target = |column| Expr::col((course_version_capacity::Entity, column));
        let targeting =
            target(Target::CapacityCode).equals((capacity::Entity, capacity::Column::Code));
        let published = Condition::all()
            .add(
                target(Target::CourseVersionId)
                    .equals((course_version::Entity, course_version::Column::Id)),
            )
            .add(course_version::Column::State.eq(course_version::State::Published))
            .add_option(course.map(|course| course_version::Column::CourseId.eq(course)));
        let mut rows = capacity::Entity::find().column_as(course_version::Column::Id, "version");
        QuerySelect::query(&mut rows)
            .left_join(course_version_capacity::Entity, targeting)
            .left_join(course_version::Entity, published);
        let rows: Vec<TargetRow> =
            rows.order_by_asc(capacity::Column::Code).into_model().all(db).await?;
        let mut framework = Self::default();
        for TargetRow { capacity, version } in rows {
            framework.targets.extend(version.map(|version| (version, capacity.code.clone())));
            if framework.capacities.last() != Some(&capacity) {
                framework.capacities.push(capacity);
            }
        }
        Ok(framework)
    }
}

#[derive(Clone, Debug, Default)]
pub struct CapacityFacts {
    /// Code and name of those that count, in their order.
    pub capacities: Vec<(String, String)>,
    /// What each version of a course targets.
    pub targets: Vec<(CourseVersionId, String)>,
    /// By capacity; a row without a capacity counts each person once.
    pub certified: Vec<CertifiedFact>,
    pub in_post: Vec<InPostFact>,
    pub retention: Vec<RetentionFact>,
    /// Of both periods.
    pub gains: Vec<LearningAtom>,
    pub applied: Vec<ApplicationAtom>,
}

/// People with a certificate issued in one of the periods.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CertifiedFact {
    pub capacity: Option<String>,
    pub is_now: i32,
    pub people: i64,
}

/// How many people were ever certified and in post, and how many are so on the as-of day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct InPostFact {
    pub capacity: Option<String>,
    pub ever: i64,
    pub in_post: i64,
    pub confirmed: i64,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct RetentionFact {
    pub capacity: Option<String>,
    pub of_6: i64,
    pub stayed_6: i64,
    pub of_12: i64,
    pub stayed_12: i64,
}

/// Nine statements, whatever the size.
///
/// # Errors
/// The database's.
pub async fn facts(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<CapacityFacts, DbErr> {
    let Framework { capacities, targets } = Framework::read(db, question.course).await?;
    let mut capacities: Vec<(String, String)> =
        capacities.into_iter().map(|one| (one.code, one.name)).collect();
    capacities.retain(|(code, _)| targets.iter().any(|(_, target)| target == code));
    capacities.sort();
    let as_of = AsOf::known_now(question.until(), now);
    // Side by side: each reads hundreds of thousands of rows of a country.
    let (mut certified, certified_all, mut in_post, in_post_all, mut retention, retention_all) = try_join!(
        certified(db, question, true),
        self::certified(db, question, false),
        in_post(db, question, &as_of, true),
        super::retention::in_post(db, question, &as_of, false),
        retention(db, question, &as_of, true),
        super::retention::retention(db, question, &as_of, false),
    )?;
    certified.extend(certified_all);
    in_post.extend(in_post_all);
    retention.extend(retention_all);
    let scope = learning_scope(question, now);
    let (gains, applied) = try_join!(learning(db, &scope), applications(db, &scope))?;
    Ok(CapacityFacts { capacities, targets, certified, in_post, retention, gains, applied })
}

/// What was learnt and applied in both periods.
pub(super) fn learning_scope(question: &ExecutiveQuery, now: DateTime<Utc>) -> LearningScope {
    LearningScope {
        municipalities: question.territory.clone(),
        course: question.course,
        period: Period { from: question.before().from, to: question.period.to },
        by: now,
    }
}

/// Returns the condition that keeps the confirmed enrolments of the query: those that counted for its territory
/// when the row of `certificate` was issued and, when the query names a course, of that course alone. The
/// statement must join `cohort`.
fn enrolments(question: &ExecutiveQuery) -> Condition {
    let mut own = of_territory_at(question, &issued_at());
    if let Some(course) = question.course {
        own = own.add(cohort::Column::CourseVersionId.in_subquery(versions_of(course)));
    }
    own
}

async fn certified(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    by_capacity: bool,
) -> Result<Vec<CertifiedFact>, DbErr> {
    let (from, after) = question.period.instants();
    let (first, _) = question.before().instants();
    let mut rows = certificate::Entity::find()
        .select_only()
        .column_as(either(certificate::Column::IssuedAt.gte(from)), "is_now")
        .column_as(
            Expr::col((certificate::Entity, certificate::Column::PersonId)).count_distinct(),
            "people",
        )
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(certificate::Column::State.eq(certificate::State::Active))
        // A constancia says that somebody came; only a certificado says that they can.
        .filter(certificate::Column::Kind.eq(certificate::Kind::Certificado))
        .filter(certificate::Column::IssuedAt.gte(first))
        .filter(certificate::Column::IssuedAt.lt(after))
        .filter(enrolments(question));
    rows = if by_capacity {
        rows.column_as(course_version_capacity::Column::CapacityCode, "capacity")
            .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
            .join_rev(JoinType::InnerJoin, course_version_capacity::Relation::CourseVersion.def())
            .group_by(course_version_capacity::Column::CapacityCode)
    } else {
        rows.column_as(Expr::cust("CAST(NULL AS text)"), "capacity")
    };
    rows.group_by(Expr::col(Alias::new("is_now"))).into_model().all(db).await
}
