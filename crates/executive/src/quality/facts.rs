//! Facts of opinions: a row for each survey that is over, added up by the database. What people wrote
//! never leaves it.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult,
    JoinType, QueryFilter, QuerySelect, QueryTrait as _, RelationTrait as _,
};

use cohorts_model::entity::{cohort, cohort_municipality};
use courses_model::entity::course::CourseId;
use courses_model::entity::course_version;
use platform::db::scalar;
use reports_model::atoms::{OpinionSums, ScaleSums};
use surveys_model::entity::survey_round::{self, RoundId};
use surveys_model::entity::survey_version::Kind;
use surveys_model::entity::{survey_sheets, survey_ticket};
use territory_model::entity::{department, municipality, territorial_unit};

use super::super::query::{ExecutiveQuery, Owners};

#[derive(Clone, Debug, Default)]
pub struct QualityFacts {
    /// The surveys of both periods.
    pub rounds: Vec<RoundFact>,
    pub sheets: Vec<SheetFact>,
    pub names: Names,
}

/// The names of units, departments and municipalities by their codes.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub units: Vec<(String, String)>,
    pub departments: Vec<(String, String)>,
    pub municipalities: Vec<(String, String)>,
}

/// A survey of a cohort that is over.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RoundFact {
    pub id: RoundId,
    pub course: CourseId,
    pub unit: String,
    /// The first and the last of the codes of the municipalities that the cohort is for.
    pub first: Option<String>,
    pub last: Option<String>,
    pub closes_at: DateTime<Utc>,
    pub asked: i64,
}

/// The answers of one survey: how many sheets, and of each scale how many people rated it (`n_`), the sum
/// (`s_`) and how many rated it 4 or 5 (`t_`).
#[derive(Clone, Debug, FromQueryResult)]
pub struct SheetFact {
    pub round: RoundId,
    pub sheets: i64,
    pub n_pertinencia: i64,
    pub s_pertinencia: i64,
    pub t_pertinencia: i64,
    pub n_oportunidad: i64,
    pub s_oportunidad: i64,
    pub t_oportunidad: i64,
    pub n_calidad: i64,
    pub s_calidad: i64,
    pub t_calidad: i64,
}

/// Surveys that were over by now and within the two periods, of the cohorts of the question.
/// One is over at the midnight after its last day, which is the day that counts.
fn over(question: &ExecutiveQuery, now: DateTime<Utc>) -> Condition {
    let (first, _) = question.before().instants();
    let (_, after) = question.period.instants();
    let mut own = Condition::all()
        .add(survey_round::Column::Kind.eq(Kind::Satisfaction))
        .add(survey_round::Column::ClosesAt.gt(first))
        .add(survey_round::Column::ClosesAt.lte(after))
        .add(survey_round::Column::ClosesAt.lte(now));
    if let Some(course) = question.course {
        own = own.add(course_version::Column::CourseId.eq(course));
    }
    match (&question.owners, &question.territory) {
        (Owners::Units(units), _) => {
            own = own.add(cohort::Column::UnitCode.is_in(units.iter().map(String::as_str)));
        }
        (Owners::Territory, Some(codes)) => {
            let aimed = cohort_municipality::Entity::find()
                .select_only()
                .column(cohort_municipality::Column::CohortId)
                .filter(cohort_municipality::Column::MunicipalityCode.in_subquery(codes.clone()))
                .into_query();
            own = own.add(cohort::Column::Id.in_subquery(aimed));
        }
        _ => {}
    }
    own
}

impl SheetFact {
    /// Returns the answers of the survey, of whom so many people were asked.
    pub fn sums(&self, asked: i64) -> OpinionSums {
        let scale = |n, sum, top| ScaleSums { n, sum, top };
        OpinionSums {
            asked,
            sheets: self.sheets,
            scales: [
                scale(self.n_pertinencia, self.s_pertinencia, self.t_pertinencia),
                scale(self.n_oportunidad, self.s_oportunidad, self.t_oportunidad),
                scale(self.n_calidad, self.s_calidad, self.t_calidad),
            ],
        }
    }
}

/// Five statements, whatever the size.
///
/// # Errors
/// The database's.
pub async fn facts(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<QualityFacts, DbErr> {
    Ok(QualityFacts {
        rounds: rounds(db, question, now).await?,
        sheets: sheets(db, question, now).await?,
        names: Names {
            units: territorial_unit::Entity::find()
                .select_only()
                .columns([territorial_unit::Column::Code, territorial_unit::Column::Name])
                .into_tuple()
                .all(db)
                .await?,
            departments: department::Entity::find()
                .select_only()
                .columns([department::Column::Code, department::Column::Name])
                .into_tuple()
                .all(db)
                .await?,
            municipalities: municipality::Entity::find()
                .select_only()
                .columns([municipality::Column::Code, municipality::Column::Name])
                .into_tuple()
                .all(db)
                .await?,
        },
    })
}

async fn rounds(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<Vec<RoundFact>, DbErr> {
    let places = |code: Expr| -> SelectStatement {
        Query::select()
            .expr(code)
            .from(cohort_municipality::Entity)
            .and_where(
                Expr::col((cohort_municipality::Entity, cohort_municipality::Column::CohortId))
                    .equals((cohort::Entity, cohort::Column::Id)),
            )
            .to_owned()
    };
    let code =
        || Expr::col((cohort_municipality::Entity, cohort_municipality::Column::MunicipalityCode));
    let tickets = Query::select()
        .expr(Expr::col((survey_ticket::Entity, survey_ticket::Column::EnrolmentId)).count())
        .from(survey_ticket::Entity)
        .and_where(
            Expr::col((survey_ticket::Entity, survey_ticket::Column::RoundId))
                .equals((survey_round::Entity, survey_round::Column::Id)),
        )
        .to_owned();
    survey_round::Entity::find()
        .select_only()
        .columns([survey_round::Column::Id, survey_round::Column::ClosesAt])
        .column_as(course_version::Column::CourseId, "course")
        .column_as(cohort::Column::UnitCode, "unit")
        .column_as(scalar(places(code().min())), "first")
        .column_as(scalar(places(code().max())), "last")
        .column_as(scalar(tickets), "asked")
        .join(JoinType::InnerJoin, survey_round::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(over(question, now))
        .into_model()
        .all(db)
        .await
}

/// Returns the SQL expression of the score that a sheet gives one scale; null where it gives none.
fn score(backend: DbBackend, key: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("CAST(one.value->>'{key}' AS bigint)"),
        _ => format!("json_extract(one.value, '$.{key}')"),
    }
}

async fn sheets(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<Vec<SheetFact>, DbErr> {
    let backend = db.get_database_backend();
    let own = survey_round::Entity::find()
        .select_only()
        .column(survey_round::Column::Id)
        .join(JoinType::InnerJoin, survey_round::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(over(question, now))
        .into_query();
    // A box is one text of many sheets: both databases open it, each with its own function.
    let whole = Expr::col((survey_sheets::Entity, survey_sheets::Column::Sheets));
    let opened = match backend {
        DbBackend::Postgres => {
            Func::cust(Alias::new("jsonb_each")).arg(whole.cast_as(Alias::new("jsonb")))
        }
        _ => Func::cust(Alias::new("json_each")).arg(whole),
    };
    let mut query = Query::select();
    query
        .expr_as(
            Expr::col((survey_sheets::Entity, survey_sheets::Column::RoundId)),
            Alias::new("round"),
        )
        .expr_as(Expr::cust("count(*)"), Alias::new("sheets"))
        .from(survey_sheets::Entity)
        .from_function(opened, Alias::new("one"))
        .and_where(survey_sheets::Column::RoundId.in_subquery(own))
        .group_by_col((survey_sheets::Entity, survey_sheets::Column::RoundId));
    for key in ["pertinencia", "oportunidad", "calidad"] {
        let score = score(backend, key);
        for (name, what) in [
            ("n", format!("count({score})")),
            ("s", format!("CAST(coalesce(sum({score}), 0) AS bigint)")),
            ("t", format!("count(CASE WHEN {score} >= 4 THEN 1 END)")),
        ] {
            query.expr_as(Expr::cust(what), Alias::new(format!("{name}_{key}")));
        }
    }
    SheetFact::find_by_statement(backend.build(&query)).all(db).await
}
