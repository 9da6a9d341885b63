//! What must hold of cuts; `doctor` asks.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use platform::doctor::Finding;
use platform::errors::AppError;
use platform::secrets;

use super::entity::report_cut::{self, CutId};
use super::queries::read;
use super::rules::Term;
use crate::figures::Summary;

/// Rows read at once: each may be a megabyte.
const PORTION: u64 = 10;

/// Asks whether every cut is what it was when it was frozen, and of its own period.
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, AppError> {
    let mut findings = Vec::new();
    let mut after = CutId(0);
    loop {
        let rows = report_cut::Entity::find()
            .filter(report_cut::Column::Id.gt(after))
            .order_by_asc(report_cut::Column::Id)
            .limit(PORTION)
            .all(db)
            .await?;
        let Some(last) = rows.last() else { return Ok(findings) };
        after = last.id;
        for row in &rows {
            let mut wrong = |what: &str| {
                findings.push(Finding::new("reports", format!("report_cut {} {what}", row.id)));
            };
            if secrets::digest(&row.body) != row.digest {
                wrong("says something else than when it was frozen");
                continue;
            }
            let term = Term { kind: row.kind, year: row.year, number: row.number };
            let period = term.period();
            let figures = read(row)?;
            if (row.from_on, row.to_on) != (period.from, period.to) || figures.period != period {
                wrong("is of other days than it says");
            }
            if serde_json::from_str::<Summary>(&row.summary).ok().as_ref() != Some(&figures.summary)
            {
                wrong("has another summary than its figures");
            }
            if figures.department != row.department_code {
                wrong("is of another department");
            }
        }
    }
}
