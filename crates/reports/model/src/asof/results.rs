//! What the results of a department were counted from at a moment; seven statements whatever its size.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, JoinType, QueryFilter, QuerySelect, RelationTrait as _,
    StreamTrait,
};

use assessment_model::entity::activity::{self, Kind};
use assessment_model::entity::grade_entry;
use cohorts_model::entity::cohort::{self, CohortId, Stage};
use courses_model::entity::course_version::CourseVersionId;
use enrolment_model::entity::enrolment;
use ledger_model::as_of::AsOf;
use ledger_model::queries::{reach, spans_in};
use platform::db::{one_by_one, scalar};
use platform::errors::AppError;
use surveys_model::entity::survey_invitation::{self, Respondent};
use surveys_model::entity::survey_round;
use surveys_model::entity::survey_version::Kind as SurveyKind;
use surveys_model::opinions::opinions;

use super::enrolments::{code, confirmed_of};
use crate::queries::{CohortFact, ReportQuery, codes_of};
use crate::results::queries::{AppliedFact, ResultFacts, TestFact, framework, read_applied};

/// The results of a department as they were known, of these cohorts of a report.
///
/// # Errors
/// The database's, and an answer that cannot be read.
pub async fn facts(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ReportQuery,
    cohorts: &[CohortFact],
    at: DateTime<Utc>,
) -> Result<ResultFacts, AppError> {
    let period = question.period;
    let all: Vec<CohortId> = cohorts.iter().map(|cohort| cohort.id).collect();
    // Cohorts that ended within the period, as the page of gains counts them.
    let ended: Vec<CohortId> = cohorts
        .iter()
        .filter(|cohort| period.from <= cohort.ends_on && cohort.ends_on <= period.to)
        .filter(|cohort| matches!(cohort.stage, Stage::Running | Stage::Closed))
        .map(|cohort| cohort.id)
        .collect();
    // Of days before a database of before knew anything, the ledger tells what it began with.
    let known_at = reach(db).await?.since.map_or(at, |since| Ord::max(at, since));
    let as_of = AsOf::known_now(period.last_by(at), known_at);
    let department = question.department.as_str();
    Ok(ResultFacts {
        framework: framework(db, department, period, Some(at)).await?,
        tests: tests(db, department, &ended, at).await?,
        applied: applied(db, department, &ended, at).await?,
        spans: spans_in(db, &as_of, codes_of(department)).await?,
        opinions: opinions(db, &all, at).await?,
    })
}

/// The grade that a row of `enrolment` had of one of the two tests: the last entry of each by then.
fn test(kind: Kind, at: DateTime<Utc>) -> SelectStatement {
    use grade_entry::Column::{ActivityId, EnrolmentId, Id, RecordedAt, Tenths};
    let entry = |column| Expr::col((grade_entry::Entity, column));
    let later = |column: grade_entry::Column| Expr::col(("later", column));
    let replaced = Query::select()
        .expr(Expr::value(1))
        .from_as(grade_entry::Entity, "later")
        .and_where(later(ActivityId).equals((grade_entry::Entity, ActivityId)))
        .and_where(later(EnrolmentId).equals((grade_entry::Entity, EnrolmentId)))
        .and_where(later(Id).gt(entry(Id)))
        .and_where(later(RecordedAt).lte(at))
        .to_owned();
    Query::select()
        .expr(entry(Tenths).max())
        .from(grade_entry::Entity)
        .inner_join(
            activity::Entity,
            Expr::col((activity::Entity, activity::Column::Id))
                .equals((grade_entry::Entity, ActivityId)),
        )
        .and_where(entry(EnrolmentId).equals((enrolment::Entity, enrolment::Column::Id)))
        .and_where(activity::Column::Kind.eq(kind))
        .and_where(entry(RecordedAt).lte(at))
        .and_where(Expr::exists(replaced).not())
        .to_owned()
}

async fn tests(
    db: &(impl ConnectionTrait + StreamTrait),
    department: &str,
    ended: &[CohortId],
    at: DateTime<Utc>,
) -> Result<Vec<TestFact>, DbErr> {
    let tested = Query::select()
        .column(activity::Column::CohortId)
        .from(activity::Entity)
        .and_where(activity::Column::Kind.is_in([Kind::PreTest, Kind::PostTest]))
        .to_owned();
    let places = confirmed_of(department, at)
        .select_only()
        .column_as(code(), "municipality")
        .column_as(cohort::Column::CourseVersionId, "version")
        .column_as(cohort::Column::Scale, "scale")
        .column_as(scalar(test(Kind::PreTest, at)), "pre")
        .column_as(scalar(test(Kind::PostTest, at)), "post")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(cohort::Column::Id.is_in(ended.iter().copied()))
        .filter(cohort::Column::Id.in_subquery(tested))
        .into_model();
    one_by_one(db, places).await
}

async fn applied(
    db: &impl ConnectionTrait,
    department: &str,
    ended: &[CohortId],
    at: DateTime<Utc>,
) -> Result<Vec<AppliedFact>, AppError> {
    let rows: Vec<(String, CourseVersionId, SurveyKind, String)> = confirmed_of(department, at)
        .select_only()
        .column_as(code(), "municipality")
        .column(cohort::Column::CourseVersionId)
        .column(survey_round::Column::Kind)
        .column(survey_invitation::Column::Answers)
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join_rev(JoinType::InnerJoin, survey_invitation::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, survey_invitation::Relation::Round.def())
        .filter(cohort::Column::Id.is_in(ended.iter().copied()))
        .filter(survey_invitation::Column::Respondent.eq(Respondent::Person))
        .filter(survey_invitation::Column::Answers.is_not_null())
        .filter(survey_invitation::Column::AnsweredAt.lte(at))
        .into_tuple()
        .all(db)
        .await?;
    read_applied(rows)
}
