//! Reads atoms, added up by the database: a row for each, whatever the number of people.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{
    Alias, CaseStatement, Expr, ExprTrait as _, Order, Query, SelectStatement,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult,
    JoinType, QueryFilter, QuerySelect, QueryTrait as _, RelationTrait as _,
};

use assessment_model::entity::activity::{self, Kind};
use assessment_model::entity::{grade, grade_entry};
use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::scale::GradeScale;
use courses_model::entity::course::CourseId;
use courses_model::entity::course_version::CourseVersionId;
use courses_model::queries::versions_of;
use enrolment_model::entity::enrolment;
use enrolment_model::queries::municipality_at;
use measures::Minimum;
use platform::db::scalar;
use surveys_model::entity::survey_invitation::{self, Respondent};
use surveys_model::entity::survey_round;
use surveys_model::entity::survey_version::Kind as SurveyKind;

use crate::gains::HIGHEST;
use crate::queries::targets_of;
use crate::rules::Period;
use crate::sql::{sum, sum_if};

/// Which atoms a report adds up.
#[derive(Clone, Debug)]
pub struct LearningScope {
    /// The codes of municipalities, as a subquery. `None` means the whole country.
    pub municipalities: Option<SelectStatement>,
    /// `None` means all of them.
    pub course: Option<CourseId>,
    pub period: Period,
    /// What was closed or over later is not read.
    pub by: DateTime<Utc>,
}

/// Both tests of the people of a municipality in a closed cohort, brought to the finer scale
/// ([`HIGHEST`]).
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct LearningAtom {
    pub cohort: CohortId,
    pub version: CourseVersionId,
    /// The capacities that the version targets, «TRI-01,PRE-02».
    pub capacities: Option<String>,
    pub municipality: Option<String>,
    pub ends_on: NaiveDate,
    /// How many people have both tests.
    pub pairs: i64,
    pub pre: i64,
    pub post: i64,
    /// How many of them had something left to learn.
    pub able: i64,
    /// What share of it they learnt, in millionths, and the squares of these shares.
    pub gained: i64,
    pub squares: f64,
}

impl LearningAtom {
    /// Returns whether it may be told. Those whose first test was full are in one figure and not in the
    /// other: both are of five people or more.
    pub fn is_told(&self) -> bool {
        is_enough(self.able) && is_enough(self.pairs)
    }
}

/// What the people of a municipality in a cohort say that they apply, in a survey that is over.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct ApplicationAtom {
    pub version: CourseVersionId,
    /// The capacities that the version targets, «TRI-01,PRE-02»: its cohort ended months before, and a
    /// report of these days may not speak of it.
    pub capacities: Option<String>,
    pub municipality: Option<String>,
    /// The survey of three months after, or of six.
    pub kind: SurveyKind,
    pub closes_at: DateTime<Utc>,
    /// How many answered, the sum of what they chose, and how many chose 4 or 5.
    pub n: i64,
    pub sum: i64,
    pub top: i64,
}

impl ApplicationAtom {
    pub fn is_told(&self) -> bool {
        is_enough(self.n)
    }
}

fn is_enough(people: i64) -> bool {
    usize::try_from(people).is_ok_and(|people| Minimum::GROUP.admits(people))
}

/// Keeps the confirmed enrolments of a scope, which count for `home`. The statement must join `cohort`.
fn within(scope: &LearningScope, home: &Expr) -> Condition {
    let mut own = Condition::all().add(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    if let Some(codes) = &scope.municipalities {
        own = own.add(home.clone().in_subquery(codes.clone()));
    }
    if let Some(course) = scope.course {
        own = own.add(cohort::Column::CourseVersionId.in_subquery(versions_of(course)));
    }
    own
}

/// Returns the grade of one of the two tests in rows that are grouped by enrolment, as it was when the
/// cohort closed. What was corrected after that is read from the entries of before.
fn test(kind: Kind) -> Expr {
    let closed = || Expr::col((cohort::Entity, cohort::Column::ClosedAt));
    let entry = |column| Expr::col((grade_entry::Entity, column));
    let before = Query::select()
        .expr(entry(grade_entry::Column::Tenths))
        .from(grade_entry::Entity)
        .and_where(
            entry(grade_entry::Column::ActivityId).equals((activity::Entity, activity::Column::Id)),
        )
        .and_where(
            entry(grade_entry::Column::EnrolmentId)
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(entry(grade_entry::Column::RecordedAt).lte(closed()))
        .order_by((grade_entry::Entity, grade_entry::Column::Id), Order::Desc)
        .limit(1)
        .to_owned();
    let of_kind = || Expr::col((activity::Entity, activity::Column::Kind)).eq(kind);
    let unchanged = Expr::col((grade::Entity, grade::Column::UpdatedAt)).lte(closed());
    let grade = CaseStatement::new()
        .case(of_kind().and(unchanged), Expr::col((grade::Entity, grade::Column::Tenths)))
        .case(of_kind(), scalar(before))
        .finally(Expr::value(Option::<i32>::None));
    let finer = CaseStatement::new()
        .case(Expr::col((cohort::Entity, cohort::Column::Scale)).eq(GradeScale::Hundred), 1)
        .finally(HIGHEST / i64::from(GradeScale::Five.highest()));
    Expr::expr(Expr::Case(Box::new(grade)).max()).mul(Expr::Case(Box::new(finer)))
}

/// Reads what was learnt in the cohorts that end within the period and are closed. Starting from the
/// cohorts that have such tests is what makes it fast: most enrolments of a country are in others. One
/// statement.
///
/// # Errors
/// The database's.
pub async fn learning(
    db: &impl ConnectionTrait,
    scope: &LearningScope,
) -> Result<Vec<LearningAtom>, DbErr> {
    let home = municipality_at(Expr::col((cohort::Entity, cohort::Column::ClosedAt)));
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
    let mut people = enrolment::Entity::find()
        .select_only()
        .column_as(cohort::Column::Id, "cohort")
        .column_as(cohort::Column::CourseVersionId, "version")
        .column_as(cohort::Column::EndsOn, "ends_on")
        .column_as(home.clone(), "municipality")
        .column_as(test(Kind::PreTest), "pre")
        .column_as(test(Kind::PostTest), "post")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(cohort::Column::Stage.eq(Stage::Closed))
        .filter(cohort::Column::ClosedAt.lte(scope.by))
        .filter(cohort::Column::EndsOn.gte(scope.period.from))
        .filter(cohort::Column::EndsOn.lte(scope.period.to))
        .filter(within(scope, &home))
        .group_by(enrolment::Column::Id)
        .group_by(cohort::Column::Id);
    QuerySelect::query(&mut people)
        .inner_join(activity::Entity, tested)
        .left_join(grade::Entity, graded);

    let column = |name: &'static str| Expr::col(("people", name));
    let able = || column("pre").lt(HIGHEST);
    // Whole millionths: sums of these are the same in whatever order they are added up.
    let gained = || {
        Expr::cust(format!(
            "CASE WHEN people.pre < {HIGHEST} THEN CAST(round(1000000.0 * (people.post - people.pre) \
             / ({HIGHEST} - people.pre)) AS bigint) ELSE 0 END"
        ))
    };
    let squares = gained().cast_as(Alias::new("double precision")).mul(gained());
    let names = ["cohort", "version", "municipality", "ends_on"];
    let capacities = targets_of(db.get_database_backend(), ("people", "version"));
    let mut atoms = Query::select();
    atoms
        .exprs(names.map(column))
        .expr_as(scalar(capacities), "capacities")
        .expr_as(Expr::cust("count(*)"), "pairs")
        .expr_as(sum(column("pre")), "pre")
        .expr_as(sum(column("post")), "post")
        .expr_as(sum_if(able()), "able")
        .expr_as(sum(gained()), "gained")
        .expr_as(squares.sum(), "squares")
        .from_subquery(people.into_query(), "people")
        .and_where(column("pre").is_not_null())
        .and_where(column("post").is_not_null())
        .add_group_by(names.map(column))
        .order_by_columns(names.map(|name| (("people", name), Order::Asc)));
    LearningAtom::find_by_statement(db.get_database_backend().build(&atoms)).all(db).await
}

/// Reads what people say that they apply, in the surveys of three and of six months after that were over
/// within the period. One statement.
///
/// # Errors
/// The database's.
pub async fn applications(
    db: &impl ConnectionTrait,
    scope: &LearningScope,
) -> Result<Vec<ApplicationAtom>, DbErr> {
    let home = municipality_at(Expr::col((survey_round::Entity, survey_round::Column::ClosesAt)));
    let (from, after) = scope.period.instants();
    let answers = "survey_invitation.answers";
    let version = (cohort::Entity, cohort::Column::CourseVersionId);
    let capacities = targets_of(db.get_database_backend(), version);
    let score = match db.get_database_backend() {
        DbBackend::Postgres => format!("CAST(CAST({answers} AS jsonb)->>'aplicacion' AS bigint)"),
        _ => format!("json_extract({answers}, '$.aplicacion')"),
    };
    survey_invitation::Entity::find()
        .select_only()
        .column_as(cohort::Column::CourseVersionId, "version")
        .column_as(scalar(capacities), "capacities")
        .column_as(home.clone(), "municipality")
        .columns([survey_round::Column::Kind, survey_round::Column::ClosesAt])
        .column_as(Expr::cust(format!("count({score})")), "n")
        .column_as(Expr::cust(format!("CAST(coalesce(sum({score}), 0) AS bigint)")), "sum")
        .column_as(Expr::cust(format!("count(CASE WHEN {score} >= 4 THEN 1 END)")), "top")
        .join(JoinType::InnerJoin, survey_invitation::Relation::Round.def())
        .join(JoinType::InnerJoin, survey_invitation::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(survey_invitation::Column::Respondent.eq(Respondent::Person))
        .filter(survey_invitation::Column::Answers.is_not_null())
        // One is over at the midnight after its last day, which is the day that counts.
        .filter(survey_round::Column::ClosesAt.gt(from))
        .filter(survey_round::Column::ClosesAt.lte(after))
        .filter(survey_round::Column::ClosesAt.lte(scope.by))
        .filter(within(scope, &home))
        .group_by(survey_round::Column::Id)
        .group_by(cohort::Column::CourseVersionId)
        .group_by(Expr::col(Alias::new("municipality")))
        .into_model()
        .all(db)
        .await
}
