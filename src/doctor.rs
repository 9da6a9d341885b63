//! Consistency: every capability says what must hold between its rows, and `doctor` asks all.

use crate::assembly;
use crate::platform::app::App;
use crate::platform::clock::Clock;
use crate::platform::doctor::{Finding, Level};
use crate::platform::errors::AppError;
use crate::platform::files;

/// Asks every capability what is broken. What they find, only a defect or a hand in the database can
/// make.
///
/// # Errors
/// Those of the database.
pub async fn examine(app: &App) -> Result<Vec<Finding>, AppError> {
    let mut findings = everything(app).await?;
    findings.retain(|finding| finding.level == Level::Defect);
    Ok(findings)
}

/// The same with what somebody should look at though nothing is broken.
///
/// # Errors
/// Those of the database.
pub async fn everything(app: &App) -> Result<Vec<Finding>, AppError> {
    let read = app.db.read();
    let mut findings = Vec::new();
    for check in assembly::capabilities().iter().flat_map(|one| one.checks) {
        findings.extend(check(read).await?);
    }
    for check in assembly::capabilities().iter().flat_map(|one| one.app_checks) {
        findings.extend(check(app).await?);
    }
    // The store dates its objects by the machine's clock.
    let machine = Clock::machine().now();
    findings.extend(files::checks::findings(&app.files, read, machine).await?);
    findings.sort();
    Ok(findings)
}
