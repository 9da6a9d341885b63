//! Closing a cohort when nothing about its attendance waits for a decision (R84): what arrived or was asked
//! before could no longer count.

use attendance_model::pending;
use attendance_model::reopening::commands::end_lists;
use cohorts_model::commands::{close_within, locked};
use cohorts_model::policy::CloseCohort;
use platform::app::App;
use platform::errors::refuse;

use crate::follow_up::lacks_grades;
use crate::refusals::{CertificationRefusal, CertificationResult};

/// Closes the cohort.
///
/// # Errors
/// Refused while marks, walk-ins or requests wait, and for every reason of the cohort itself.
pub async fn close_cohort(app: &App, permit: CloseCohort) -> CertificationResult<()> {
    let tx = app.db.begin().await?;
    // The lock comes first: whoever sends or asks something waits, and finds the cohort closed.
    let cohort = locked(&tx, *permit.cohort())
        .await
        .map_err(|failure| failure.map(CertificationRefusal::Cohort))?;
    let by = permit.by().account;
    let waiting = pending::of_cohort(&tx, cohort.id).await?;
    close_within(&tx, app, &permit)
        .await
        .map_err(|failure| failure.map(CertificationRefusal::Cohort))?;
    end_lists(&tx, cohort.id, (app.clock.now(), by)).await?;
    if !waiting.is_nothing() {
        return refuse(CertificationRefusal::Undecided);
    }
    // What follows and evaluates people is one of the minimum activities (R10).
    if let Some(refusal) = lacks_grades(&tx, &cohort).await? {
        return refuse(refusal);
    }
    Ok(tx.commit().await?)
}
