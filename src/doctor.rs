//! Consistency: every capability says what must hold between its rows, and `doctor` asks all.

use crate::platform::app::App;
use crate::platform::clock::Clock;
use crate::platform::doctor::Finding;
use crate::platform::errors::AppError;

/// Asks every capability. What they find, only a defect or a hand in the database can make.
pub async fn examine(app: &App) -> Result<Vec<Finding>, AppError> {
    let read = app.db.read();
    let mut findings = Vec::new();
    findings.extend(crate::territory::checks::findings(read).await?);
    findings.extend(crate::people::checks::findings(read).await?);
    findings.extend(crate::capacities::framework::checks::findings(read).await?);
    findings.extend(crate::indicators::checks::findings(read).await?);
    findings.extend(crate::cohorts::checks::findings(read).await?);
    findings.extend(crate::courses::checks::findings(read).await?);
    findings.extend(crate::enrolment::checks::findings(read).await?);
    findings.extend(crate::certification::checks::findings(read).await?);
    findings.extend(crate::certification::reviews::checks::findings(read).await?);
    findings.extend(crate::certification::credentials::checks::findings(read).await?);
    findings.extend(crate::certification::templates::checks::findings(read).await?);
    findings.extend(crate::certification::wallet::checks::findings(read).await?);
    findings.extend(crate::ledger::checks::findings(read).await?);
    findings.extend(crate::needs::checks::findings(read).await?);
    findings.extend(crate::attendance::checks::findings(read).await?);
    findings.extend(crate::attendance::paper::checks::findings(read).await?);
    findings.extend(crate::attendance::codes::checks::findings(read).await?);
    findings.extend(crate::assessment::checks::findings(read).await?);
    findings.extend(crate::assessment::appeals::checks::findings(read).await?);
    findings.extend(crate::assessment::book::checks::findings(read).await?);
    findings.extend(crate::assessment::reopening::checks::findings(read).await?);
    findings.extend(crate::assessment::exam::checks::findings(read).await?);
    findings.extend(crate::assessment::exam::rescoring::checks::findings(read).await?);
    findings.extend(crate::assessment::exam::paper::checks::findings(read).await?);
    findings.extend(crate::assessment::products::checks::findings(read).await?);
    findings.extend(crate::assessment::bank::checks::findings(read).await?);
    findings.extend(crate::reports::tallies::checks::findings(read).await?);
    findings.extend(crate::reports::cuts::checks::findings(read).await?);
    findings.extend(crate::reports::priorities::checks::findings(read).await?);
    findings.extend(crate::reports::mailing::checks::findings(read).await?);
    findings.extend(crate::surveys::checks::findings(read).await?);
    findings.extend(crate::surveys::lessons::checks::findings(read).await?);
    // The store dates its objects by the machine's clock.
    let machine = Clock::machine().now();
    findings.extend(crate::platform::files::checks::findings(&app.files, read, machine).await?);
    findings.sort();
    Ok(findings)
}
