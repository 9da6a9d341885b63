//! What people learnt between the two tests of a course, and what they say months later that they apply.

use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult as _, JoinType,
    QueryFilter, QuerySelect, RelationTrait as _,
};

use assessment_model::entity::activity::{self, Kind as Activity};
use assessment_model::entity::grade;
use cohorts_model::entity::cohort::{self, Stage};
use cohorts_model::scale::GradeScale;
use enrolment_model::entity::enrolment;
use reports_model::sql::{either, sum, sum_if};
use surveys_model::entity::survey_invitation::{self, Respondent};
use surveys_model::entity::survey_round;

use super::super::query::ExecutiveQuery;
use super::facts::{ApplicationFact, GainFact, enrolments};

/// Adds up the pairs of tests of the people in cohorts that end within the two periods, by version.
pub(super) async fn gains(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<Vec<GainFact>, DbErr> {
    let backend = db.get_database_backend();
    let (pre, post) = (Alias::new("pre"), Alias::new("post"));
    let (first, last) = (Alias::new("first_test"), Alias::new("last_test"));
    let highest = GradeScale::Hundred.highest();
    let finer = CaseStatement::new()
        .case(cohort::Column::Scale.eq(GradeScale::Hundred), 1)
        .finally(highest / GradeScale::Five.highest());
    let finer = || Expr::Case(Box::new(finer.clone()));
    let tenths = |of: &Alias| Expr::col((of.clone(), grade::Column::Tenths)).mul(finer());
    let left = || Expr::value(highest).sub(tenths(&pre));
    let able = || tenths(&pre).lt(highest);
    let gained =
        tenths(&post).sub(tenths(&pre)).cast_as(Alias::new("double precision")).div(left());
    let gained = CaseStatement::new().case(able(), gained).finally(0.0);
    let mut query = Query::select();
    query
        .expr_as(
            Expr::col((cohort::Entity, cohort::Column::CourseVersionId)),
            Alias::new("version"),
        )
        .expr_as(either(cohort::Column::EndsOn.gte(question.period.from)), Alias::new("is_now"))
        .expr_as(Expr::cust("count(*)"), Alias::new("pairs"))
        .expr_as(sum(tenths(&pre)), Alias::new("pre"))
        .expr_as(sum(tenths(&post)), Alias::new("post"))
        .expr_as(sum_if(able()), Alias::new("able"))
        .expr_as(Expr::Case(Box::new(gained)).sum(), Alias::new("gained"))
        .from_as(grade::Entity, pre.clone())
        .join_as(
            JoinType::InnerJoin,
            activity::Entity,
            first.clone(),
            Expr::col((first.clone(), activity::Column::Id))
                .eq(Expr::col((pre.clone(), grade::Column::ActivityId))),
        )
        .join_as(
            JoinType::InnerJoin,
            grade::Entity,
            post.clone(),
            Expr::col((post.clone(), grade::Column::EnrolmentId))
                .eq(Expr::col((pre.clone(), grade::Column::EnrolmentId))),
        )
        .join_as(
            JoinType::InnerJoin,
            activity::Entity,
            last.clone(),
            Expr::col((last.clone(), activity::Column::Id))
                .eq(Expr::col((post.clone(), grade::Column::ActivityId))),
        )
        .inner_join(
            enrolment::Entity,
            Expr::col((enrolment::Entity, enrolment::Column::Id))
                .eq(Expr::col((pre.clone(), grade::Column::EnrolmentId))),
        )
        .inner_join(
            cohort::Entity,
            Expr::col((cohort::Entity, cohort::Column::Id))
                .eq(Expr::col((enrolment::Entity, enrolment::Column::CohortId))),
        )
        .and_where(Expr::col((first.clone(), activity::Column::Kind)).eq(Activity::PreTest))
        .and_where(Expr::col((last.clone(), activity::Column::Kind)).eq(Activity::PostTest))
        .and_where(cohort::Column::Stage.is_in([Stage::Running, Stage::Closed]))
        .and_where(cohort::Column::EndsOn.gte(question.before().from))
        .and_where(cohort::Column::EndsOn.lte(question.period.to))
        .cond_where(enrolments(question))
        .group_by_col((cohort::Entity, cohort::Column::CourseVersionId))
        .add_group_by([Expr::col(Alias::new("is_now"))]);
    GainFact::find_by_statement(backend.build(&query)).all(db).await
}

/// Adds up the answers of people about applying what they learnt, given in the two periods.
pub(super) async fn applied(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<Vec<ApplicationFact>, DbErr> {
    let (from, after) = question.period.instants();
    let (first, _) = question.before().instants();
    let answers = "survey_invitation.answers";
    let score = match db.get_database_backend() {
        DbBackend::Postgres => format!("CAST(CAST({answers} AS jsonb)->>'aplicacion' AS bigint)"),
        _ => format!("json_extract({answers}, '$.aplicacion')"),
    };
    survey_invitation::Entity::find()
        .select_only()
        .column_as(cohort::Column::CourseVersionId, "version")
        .column_as(survey_round::Column::Kind, "kind")
        .column_as(either(survey_invitation::Column::AnsweredAt.gte(from)), "is_now")
        .column_as(Expr::cust(format!("count({score})")), "n")
        .column_as(Expr::cust(format!("CAST(coalesce(sum({score}), 0) AS bigint)")), "sum")
        .column_as(Expr::cust(format!("count(CASE WHEN {score} >= 4 THEN 1 END)")), "top")
        .join(JoinType::InnerJoin, survey_invitation::Relation::Round.def())
        .join(JoinType::InnerJoin, survey_invitation::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(survey_invitation::Column::Respondent.eq(Respondent::Person))
        .filter(survey_invitation::Column::AnsweredAt.gte(first))
        .filter(survey_invitation::Column::AnsweredAt.lt(after))
        .filter(survey_invitation::Column::Answers.is_not_null())
        .filter(enrolments(question))
        .group_by(cohort::Column::CourseVersionId)
        .group_by(survey_round::Column::Kind)
        .group_by(Expr::col(Alias::new("is_now")))
        .into_model()
        .all(db)
        .await
}
