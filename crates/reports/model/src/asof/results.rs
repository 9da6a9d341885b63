//! What the results of a department were counted from at a moment; six statements whatever its size.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, StreamTrait};

use cohorts_model::entity::cohort::CohortId;
use ledger_model::queries::reach;
use platform::errors::AppError;

use crate::queries::{CohortFact, ReportQuery};
use crate::results::queries::ResultFacts;

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
    let all: Vec<CohortId> = cohorts.iter().map(|cohort| cohort.id).collect();
    // Of days before a database of before knew anything, the ledger tells what it began with.
    let known_at = reach(db).await?.since.map_or(at, |since| Ord::max(at, since));
    let about = (&question.codes(), question.period);
    ResultFacts::read(db, about, &all, (at, known_at, true)).await
}
