//! Freezing the figures of a period.

use sea_orm::{ActiveModelTrait, Set};

use platform::db::take_turns;
use platform::prelude::*;
use platform::secrets;
use sign_in_model::work::Work;
use territory_model::entity::department;

use super::entity::report_cut;
use super::queries::head;
use super::rules::Term;
use crate::figures::compute;
use crate::queries::{Depth, ReportQuery, facts};

/// Freezes the figures of a department for a period as they are now. Returns `false` when they are already
/// frozen. A concurrent freeze of the same waits and then returns `false`.
///
/// # Errors
/// The database's.
pub async fn freeze(
    app: &App,
    department: &department::Model,
    term: Term,
) -> Result<bool, AppError> {
    let now = app.clock.now();
    let period = term.period();
    let question = ReportQuery::new(&department.code, period, Depth::People).with_results();
    let facts = facts(app.db.read(), &question, now).await?;
    let names = (department.code.as_str(), department.name.as_str());
    let figures = compute(names, period, now, facts);
    let written = |error: serde_json::Error| AppError::Internal(error.to_string());
    let summary = serde_json::to_string(&figures.summary).map_err(written)?;
    let body = serde_json::to_string(&figures).map_err(written)?;
    let work = Work { now, ..Work::of_product(app).await? };
    take_turns(&work.tx, &[&format!("cut {} {}", department.code, term.code())]).await?;
    if head(&work.tx, &department.code, term).await?.is_some() {
        return Ok(false);
    }
    let row = report_cut::ActiveModel {
        department_code: Set(department.code.clone()),
        kind: Set(term.kind),
        year: Set(term.year),
        number: Set(term.number),
        from_on: Set(period.from),
        to_on: Set(period.to),
        frozen_at: Set(now),
        digest: Set(secrets::digest(&body)),
        summary: Set(summary),
        body: Set(body),
        ..Default::default()
    };
    let row = row.insert(&work.tx).await?;
    let detail = json!({ "department": department.code, "period": term.code() });
    work.record("reports.freeze", ("report_cut", row.id.0), detail).await?;
    work.commit().await?;
    Ok(true)
}
