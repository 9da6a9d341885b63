//! Reads the facts that the results of a department are computed from, in five statements whatever its
//! size.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _, StreamTrait,
};

use assessment_model::entity::activity::{self, Kind};
use assessment_model::entity::grade;
use capacities_model::entity::capacity;
use capacities_model::entity::capacity_indicator::{self, Column as L};
use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::scale::GradeScale;
use courses_model::entity::course_version::CourseVersionId;
use enrolment_model::entity::enrolment;
use indicators_model::entity::indicator_import::{self, Column as I};
use indicators_model::entity::indicator_value::{self, Column as V};
use indicators_model::entity::municipality_trait::{self, Column as T};
use ledger_model::as_of::AsOf;
use ledger_model::figures::Span;
use ledger_model::queries::spans_in;
use platform::db::one_by_one;
use platform::errors::AppError;
use surveys_model::entity::survey_invitation::{self, Respondent};
use surveys_model::entity::survey_round;
use surveys_model::entity::survey_version::Kind as SurveyKind;
use surveys_model::opinions::{Opinions, answers, opinions, score};

use crate::queries::codes_of;
use crate::rules::Period;

/// Everything that the results are counted from.
#[derive(Clone, Debug, Default)]
pub struct ResultFacts {
    pub framework: Vec<FrameworkFact>,
    pub tests: Vec<TestFact>,
    pub applied: Vec<AppliedFact>,
    /// The spans in which people were certified for a capacity and in post, by municipality.
    pub spans: Vec<(String, Span)>,
    pub opinions: BTreeMap<CohortId, Opinions>,
}

/// A capacity, an indicator that is linked to it, its value in a municipality and year, and with whom
/// the municipality was compared then; empty from where there is nothing more.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct FrameworkFact {
    pub code: String,
    pub name: String,
    pub index_name: Option<String>,
    pub indicator_code: Option<String>,
    pub indicator: Option<String>,
    pub unit: Option<String>,
    pub municipality: Option<String>,
    pub year: Option<i32>,
    pub value: Option<i64>,
    pub is_demo: Option<bool>,
    pub scheme: Option<String>,
    pub group: Option<String>,
}

/// The grades of the two tests of an enrolment, in tenths of the cohort's scale.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TestFact {
    pub municipality: String,
    pub version: CourseVersionId,
    pub scale: GradeScale,
    pub pre: Option<i32>,
    pub post: Option<i32>,
}

/// The answer of one person about applying what they learnt.
#[derive(Clone, Debug)]
pub struct AppliedFact {
    pub municipality: String,
    pub version: CourseVersionId,
    /// The survey of three months after, or of six.
    pub asked: SurveyKind,
    /// From 1 to 5.
    pub score: u8,
}

/// Reads the facts of the results of a department, for these cohorts of its report.
///
/// # Errors
/// The database's, and an answer that cannot be read.
pub async fn facts(
    db: &(impl ConnectionTrait + StreamTrait),
    department: &str,
    period: Period,
    cohorts: &[CohortId],
    now: DateTime<Utc>,
) -> Result<ResultFacts, AppError> {
    let as_of = AsOf::known_now(period.last_by(now), now);
    Ok(ResultFacts {
        framework: framework(db, department, period, None).await?,
        tests: tests(db, department, period).await?,
        applied: applied(db, department, period).await?,
        spans: spans_in(db, &as_of, codes_of(department)).await?,
        opinions: opinions(db, cohorts, now).await?,
    })
}

/// The framework with the values that a department has of it, the last ones last. What was retired
/// stays where courses were about it. With a moment, the values and groups of imports that were over.
pub(crate) async fn framework(
    db: &impl ConnectionTrait,
    department: &str,
    period: Period,
    by: Option<DateTime<Utc>>,
) -> Result<Vec<FrameworkFact>, DbErr> {
    let of = |column| Expr::col((capacity_indicator::Entity, column));
    let value = |column| Expr::col((indicator_value::Entity, column));
    let imported = |column: Expr| {
        by.map(|at| {
            let over = Query::select()
                .column(I::Id)
                .from(indicator_import::Entity)
                .and_where(I::FinishedAt.lte(at))
                .to_owned();
            column.in_subquery(over)
        })
    };
    let linked = Condition::all()
        .add(of(L::CapacityCode).equals((capacity::Entity, capacity::Column::Code)))
        .add(of(L::Retired).eq(false));
    let valued = Condition::all()
        .add(value(V::IndexName).equals((capacity_indicator::Entity, L::IndexName)))
        .add(value(V::IndicatorCode).equals((capacity_indicator::Entity, L::IndicatorCode)))
        .add(value(V::Year).lte(period.to.year()))
        .add(value(V::MunicipalityCode).in_subquery(codes_of(department)))
        .add_option(imported(value(V::ImportId)));
    let grouped = Condition::all()
        .add(
            Expr::col((municipality_trait::Entity, T::MunicipalityCode))
                .equals((indicator_value::Entity, V::MunicipalityCode)),
        )
        .add(
            Expr::col((municipality_trait::Entity, T::Year))
                .equals((indicator_value::Entity, V::Year)),
        )
        .add(T::Kind.eq(municipality_trait::Kind::Group))
        .add_option(imported(Expr::col((municipality_trait::Entity, T::ImportId))));
    let mut rows = capacity::Entity::find()
        .select_only()
        .columns([capacity::Column::Code, capacity::Column::Name])
        .column_as(L::IndexName, "index_name")
        .column_as(L::IndicatorCode, "indicator_code")
        .column_as(L::Name, "indicator")
        .column_as(L::Unit, "unit")
        .column_as(V::MunicipalityCode, "municipality")
        .column_as(V::Year, "year")
        .column_as(V::Value, "value")
        .column_as(I::IsDemo, "is_demo")
        .column_as(T::Scheme, "scheme")
        .column_as(T::Value, "group");
    QuerySelect::query(&mut rows)
        .left_join(capacity_indicator::Entity, linked)
        .left_join(indicator_value::Entity, valued)
        .left_join(
            indicator_import::Entity,
            Expr::col((indicator_import::Entity, I::Id))
                .equals((indicator_value::Entity, V::ImportId)),
        )
        .left_join(municipality_trait::Entity, grouped);
    rows.order_by_asc(capacity::Column::Code)
        .order_by_asc(L::IndicatorCode)
        .order_by_asc(V::Year)
        .order_by_asc(V::Revision)
        .order_by_asc(T::Scheme)
        .order_by_asc(T::Revision)
        .into_model()
        .all(db)
        .await
}

/// Keeps the cohorts that end within the period, as the page of gains does.
fn ended(period: Period) -> Condition {
    Condition::all()
        .add(cohort::Column::EndsOn.gte(period.from))
        .add(cohort::Column::EndsOn.lte(period.to))
        .add(cohort::Column::Stage.is_in([Stage::Running, Stage::Closed]))
}

fn confirmed_of(department: &str) -> Condition {
    Condition::all()
        .add(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .add(enrolment::Column::MunicipalityCode.in_subquery(codes_of(department)))
}

/// Returns the grade of one of the two tests, in rows that are grouped by enrolment.
fn test(kind: Kind) -> Expr {
    let of_it = Expr::col((activity::Entity, activity::Column::Kind)).eq(kind);
    Expr::case(of_it, Expr::col((grade::Entity, grade::Column::Tenths))).into()
}

/// Reads each enrolment of the cohorts that have such tests once, with both of its grades. Starting from
/// those cohorts is what makes it fast: most enrolments of a country are in cohorts without tests.
async fn tests(
    db: &(impl ConnectionTrait + StreamTrait),
    department: &str,
    period: Period,
) -> Result<Vec<TestFact>, DbErr> {
    let of = |column| Expr::col((activity::Entity, column));
    let tested = Condition::all()
        .add(of(activity::Column::CohortId).equals((cohort::Entity, cohort::Column::Id)))
        .add(of(activity::Column::Kind).is_in([Kind::PreTest, Kind::PostTest]));
    let graded = Condition::all()
        .add(
            Expr::col((grade::Entity, grade::Column::ActivityId))
                .equals((activity::Entity, activity::Column::Id)),
        )
        .add(
            Expr::col((grade::Entity, grade::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        );
    let mut places = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::MunicipalityCode, "municipality")
        .column_as(cohort::Column::CourseVersionId, "version")
        .column_as(cohort::Column::Scale, "scale")
        .column_as(test(Kind::PreTest).max(), "pre")
        .column_as(test(Kind::PostTest).max(), "post")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(confirmed_of(department))
        .filter(ended(period))
        .group_by(enrolment::Column::Id)
        .group_by(cohort::Column::Id);
    QuerySelect::query(&mut places)
        .inner_join(activity::Entity, tested)
        .left_join(grade::Entity, graded);
    one_by_one(db, places.into_model()).await
}

/// Reads what people answered three and six months later about applying what they learnt.
async fn applied(
    db: &impl ConnectionTrait,
    department: &str,
    period: Period,
) -> Result<Vec<AppliedFact>, AppError> {
    let rows: Vec<(String, CourseVersionId, SurveyKind, String)> =
        survey_invitation::Entity::find()
            .select_only()
            .column(enrolment::Column::MunicipalityCode)
            .column(cohort::Column::CourseVersionId)
            .column(survey_round::Column::Kind)
            .column(survey_invitation::Column::Answers)
            .join(JoinType::InnerJoin, survey_invitation::Relation::Round.def())
            .join(JoinType::InnerJoin, survey_invitation::Relation::Enrolment.def())
            .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
            .filter(survey_invitation::Column::Respondent.eq(Respondent::Person))
            .filter(survey_invitation::Column::Answers.is_not_null())
            .filter(confirmed_of(department))
            .filter(ended(period))
            .into_tuple()
            .all(db)
            .await?;
    read_applied(rows)
}

/// What was answered of each place: its municipality, the version of its course, and when it was asked.
pub(crate) fn read_applied(
    rows: Vec<(String, CourseVersionId, SurveyKind, String)>,
) -> Result<Vec<AppliedFact>, AppError> {
    let read =
        |(municipality, version, asked, text): (String, CourseVersionId, SurveyKind, String)| {
            let score = score(&answers(&text)?, "aplicacion");
            Ok(score.map(|score| AppliedFact { municipality, version, asked, score }))
        };
    rows.into_iter().filter_map(|row| read(row).transpose()).collect()
}
