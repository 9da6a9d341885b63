//! What must hold of reports by mail; `doctor` asks.

use sea_orm::{ConnectionTrait, EntityTrait};

use platform::doctor::Finding;
use platform::errors::AppError;
use reports_model::cuts::rules::Term;

use super::entity::report_subscription;
use crate::query::Ambit;

/// # Errors
/// The database's.
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, AppError> {
    let mut findings = Vec::new();
    for row in report_subscription::Entity::find().all(db).await? {
        let mut wrong = |what: &str| {
            findings
                .push(Finding::new("reports", format!("report_subscription {} {what}", row.id)));
        };
        if row.ended_at.is_some() != row.ended.is_some() {
            wrong("ended without a reason, or the other way round");
        }
        if !Ambit::read(&row.ambit).is_some_and(|ambit| row.report.is_of(&ambit)) {
            wrong("is of no report that there is");
        }
        let of = row.last_term.as_deref().map(Term::read);
        if of.is_some_and(|term| term.is_none_or(|term| term.kind != row.every)) {
            wrong("had its last letter of another kind of period");
        }
    }
    Ok(findings)
}
