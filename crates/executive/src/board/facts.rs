//! What a board is told from; twelve statements at most, whatever its size. Marks are read of the cohorts
//! alone that are under way or cut by the period.

use chrono::{DateTime, NaiveDate, Utc};
use rocket::tokio::try_join;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    StreamTrait,
};

use capacities_model::entity::capacity;
use cohorts_model::entity::cohort::{self, Stage};
use ledger_model::as_of::AsOf;
use ledger_model::entity::coverage_target;
use ledger_model::figures::{Count, Span};
use ledger_model::queries::{by_both, spans_since};
use ledger_model::targets::queries::of_places;
use needs_model::queries::waiting_in;
use platform::db::scalar;
use reports_model::programme::{
    self, AttendanceScope, MonthFact, RuleCount, attendance, rules, together,
};
use reports_model::rules::AttendanceTally;
use reports_model::sql::sum_if;
use sign_in_model::actor::Actor;

use super::figures::{HoldingCount, default_capacity, points};
use super::running::{RunningCohort, running_cohorts};
use crate::capacity::{self as results, Framework};
use crate::operation;
use crate::query::{Breakdown, ExecutiveQuery};

/// What every board says.
#[derive(Debug)]
pub struct BoardFacts {
    pub operation: operation::OperationFacts,
    /// Attendance by the month of the session, of running cohorts too.
    pub months: Vec<MonthFact>,
    /// That of the period before, together.
    pub before: AttendanceTally,
    /// By which rules it is counted.
    pub rules: Vec<RuleCount>,
    pub counts: BoardCounts,
    /// Where the reader runs cohorts.
    pub under_way: Option<Vec<RunningCohort>>,
}

/// Numbers of the whole territory.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct BoardCounts {
    /// Cohorts of the period that count, and those of them that are running.
    pub cohorts: i64,
    pub running: i64,
    /// Certified people in post, each once.
    pub still: i64,
    /// Needs without a cohort.
    pub waiting: i64,
}

/// What the board of a department says beside.
#[derive(Debug)]
pub struct DepartmentFacts {
    pub learnt: results::CapacityFacts,
    pub held: Vec<HoldingCount>,
    pub targets: Vec<coverage_target::Model>,
    /// The capacity whose line is drawn, and who counts for it on the days of the line.
    pub capacity: Option<capacity::Model>,
    pub spans: Vec<(String, Span)>,
}

/// The day of a question as it is known now.
pub fn as_of(question: &ExecutiveQuery, now: DateTime<Utc>) -> AsOf {
    AsOf::known_now(question.until(), now)
}

/// Seven statements of a country, and one more where the reader runs cohorts.
///
/// # Errors
/// The database's.
pub async fn facts(
    db: &impl ConnectionTrait,
    actor: &Actor,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<BoardFacts, DbErr> {
    let scope = operation::attendance_of(question);
    let (municipalities, enrolments, (months, before), rules, counts, under_way) = try_join!(
        operation::municipalities(db, question, None),
        enrolments(db, question),
        months(db, &scope, question, now),
        rules(db, &scope, question.period),
        counts(db, question, now),
        running_cohorts(db, actor, question, now),
    )?;
    let now = operation::PeriodFacts { enrolments, ..operation::PeriodFacts::default() };
    let operation =
        operation::OperationFacts { municipalities, now, ..operation::OperationFacts::default() };
    Ok(BoardFacts { operation, months, before, rules, counts, under_way })
}

/// Who attended is counted of the municipalities of a department alone.
async fn enrolments(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<Vec<operation::MunicipalityEnrolments>, DbErr> {
    match question.level {
        Breakdown::Municipalities => operation::enrolments(db, question, question.period).await,
        _ => operation::enrolled(db, question).await,
    }
}

/// The months of the period, and those of the period before together: three statements for both.
async fn months(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<(Vec<MonthFact>, AttendanceTally), DbErr> {
    let periods = [question.period, question.before()];
    let mut all = attendance(db, scope, &periods, now).await?;
    let before = all.pop().unwrap_or_default();
    Ok((all.pop().unwrap_or_default(), together(&before)))
}

async fn counts(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<BoardCounts, DbErr> {
    let still = results::still(question, &as_of(question, now));
    let counts = cohort::Entity::find()
        .select_only()
        .column_as(sum_if(programme::counts()), "cohorts")
        .column_as(sum_if(cohort::Column::Stage.eq(Stage::Running)), "running")
        .column_as(scalar(still), "still")
        .column_as(scalar(waiting_in(question.territory.clone())), "waiting")
        .filter(operation::within(question, question.period))
        .into_model()
        .one(db)
        .await?;
    Ok(counts.unwrap_or_default())
}

/// Four statements. `chosen` is the code of a capacity of the framework, or empty: then it is the one
/// that most people are certified for.
///
/// # Errors
/// The database's.
pub async fn inside(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ExecutiveQuery,
    framework: &Framework,
    chosen: &str,
    now: DateTime<Utc>,
) -> Result<DepartmentFacts, DbErr> {
    let as_of = as_of(question, now);
    let line = async {
        let counts = by_both(db, &as_of, question.codes()).await?;
        let row = |((municipality, capacity), count): ((String, String), Count)| HoldingCount {
            municipality,
            capacity,
            people: count.in_post(),
        };
        let mut held: Vec<HoldingCount> = counts.into_iter().map(row).collect();
        held.retain(|row| row.people > 0);
        let code =
            if chosen.is_empty() { default_capacity(&held) } else { Some(chosen.to_owned()) };
        let capacities = &framework.capacities;
        let capacity = capacities.iter().find(|one| Some(&one.code) == code.as_ref()).cloned();
        let first: NaiveDate = points(as_of.day).first().copied().unwrap_or(as_of.day);
        let spans = match &capacity {
            Some(one) => spans_since(db, &as_of, question.codes(), (&one.code, first)).await?,
            None => Vec::new(),
        };
        Ok::<_, DbErr>((held, capacity, spans))
    };
    let (learnt, targets, (held, capacity, spans)) = try_join!(
        results::learnt(db, question, framework, now),
        of_places(db, question.codes()),
        line
    )?;
    Ok(DepartmentFacts { learnt, held, targets, capacity, spans })
}
