//! Consistency: every capability says what must hold between its rows, and `doctor` asks all.

use sea_orm::DbErr;

use crate::platform::db::Db;
use crate::platform::doctor::Finding;

/// Asks every capability. What they find, only a defect or a hand in the database can make.
pub async fn examine(db: &Db) -> Result<Vec<Finding>, DbErr> {
    let read = db.read();
    let mut findings = Vec::new();
    findings.extend(crate::territory::checks::findings(read).await?);
    findings.extend(crate::people::checks::findings(read).await?);
    findings.extend(crate::cohorts::checks::findings(read).await?);
    findings.extend(crate::courses::checks::findings(read).await?);
    findings.extend(crate::enrolment::checks::findings(read).await?);
    findings.extend(crate::certification::checks::findings(read).await?);
    findings.extend(crate::attendance::checks::findings(read).await?);
    findings.extend(crate::assessment::checks::findings(read).await?);
    findings.sort();
    Ok(findings)
}
