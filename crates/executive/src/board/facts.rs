//! What a board is told from; seventeen statements at most, whatever its size. Marks are read of the cohorts
//! alone that are under way or cut by the period.

use chrono::{DateTime, NaiveDate, Utc};
use rocket::tokio::try_join;
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, DbErr, StreamTrait};

use capacities_model::entity::capacity;
use ledger_model::as_of::AsOf;
use ledger_model::entity::coverage_target;
use ledger_model::figures::{Count, Span};
use ledger_model::queries::{by_both, spans_since};
use ledger_model::targets::queries::of_places;
use needs_model::queries::waiting_in;
use platform::db::scalar;
use reports_model::programme::{AttendanceScope, MonthFact, RuleCount, attendance, rules};
use sign_in_model::actor::Actor;

use super::figures::{HoldingCount, default_capacity, points};
use super::running::{RunningCohort, running_cohorts};
use crate::query::{Breakdown, ExecutiveQuery};
use crate::{capacity as results, operation};

/// What every board says.
#[derive(Debug)]
pub struct BoardFacts {
    pub operation: operation::OperationFacts,
    /// Attendance by the month of the session, of running cohorts too.
    pub months: Vec<MonthFact>,
    /// By which rules it is counted.
    pub rules: Vec<RuleCount>,
    pub today: TodayCounts,
    /// Where the reader runs cohorts.
    pub under_way: Option<Vec<RunningCohort>>,
}

/// Numbers that no period has.
#[derive(Clone, Copy, Debug, Default)]
pub struct TodayCounts {
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

/// Twelve statements of a country at most, of a unit thirteen, of a department eleven.
///
/// # Errors
/// The database's.
pub async fn facts(
    db: &(impl ConnectionTrait + StreamTrait),
    actor: &Actor,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<BoardFacts, DbErr> {
    let scope = operation::attendance_of(question);
    let (operation, months, rules, today, under_way) = try_join!(
        operation(db, question),
        months(db, &scope, question, now),
        rules(db, &scope, question.period),
        today(db, question, now),
        running_cohorts(db, actor, question, now),
    )?;
    Ok(BoardFacts { operation, months, rules, today, under_way })
}

async fn operation(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ExecutiveQuery,
) -> Result<operation::OperationFacts, DbErr> {
    if question.level != Breakdown::Municipalities {
        return operation::brief(db, question).await;
    }
    let (municipalities, now) = try_join!(
        operation::municipalities(db, question, None),
        operation::half(db, question, question.period)
    )?;
    Ok(operation::OperationFacts { municipalities, now, ..operation::OperationFacts::default() })
}

async fn months(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<Vec<MonthFact>, DbErr> {
    Ok(attendance(db, scope, &[question.period], now).await?.pop().unwrap_or_default())
}

async fn today(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<TodayCounts, DbErr> {
    let both = Query::select()
        .expr_as(scalar(results::still(question, &as_of(question, now))), "still")
        .expr_as(scalar(waiting_in(question.territory.clone())), "waiting")
        .to_owned();
    let Some(row) = db.query_one(&both).await? else { return Ok(TodayCounts::default()) };
    Ok(TodayCounts { still: row.try_get("", "still")?, waiting: row.try_get("", "waiting")? })
}

/// Five statements. `chosen` is the code of a capacity of the framework, or empty: then it is the one
/// that most people are certified for.
///
/// # Errors
/// The database's.
pub async fn inside(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ExecutiveQuery,
    framework: &[capacity::Model],
    chosen: &str,
    now: DateTime<Utc>,
) -> Result<DepartmentFacts, DbErr> {
    let as_of = as_of(question, now);
    let names = framework.iter().map(|one| (one.code.clone(), one.name.clone())).collect();
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
        let capacity = framework.iter().find(|one| Some(&one.code) == code.as_ref()).cloned();
        let first: NaiveDate = points(as_of.day).first().copied().unwrap_or(as_of.day);
        let spans = match &capacity {
            Some(one) => spans_since(db, &as_of, question.codes(), (&one.code, first)).await?,
            None => Vec::new(),
        };
        Ok::<_, DbErr>((held, capacity, spans))
    };
    let (learnt, targets, (held, capacity, spans)) = try_join!(
        results::learnt(db, question, names, now),
        of_places(db, question.codes()),
        line
    )?;
    Ok(DepartmentFacts { learnt, held, targets, capacity, spans })
}
