//! What must hold between the framework and what it said before.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};

use platform::doctor::Finding;
use platform::errors::AppError;

use super::queries::read;
use super::rules::{CapacityText, IndicatorText, RevisionBody, RevisionSubject};
use crate::entity::framework_revision;
use crate::queries::{capacities, indicators};

/// Asks whether the last revision of everything says what its row says.
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, AppError> {
    let all = framework_revision::Entity::find()
        .order_by_asc(framework_revision::Column::Number)
        .all(db)
        .await?;
    let mut kept: HashMap<String, Vec<framework_revision::Model>> = HashMap::new();
    for row in all {
        kept.entry(row.about.clone()).or_default().push(row);
    }
    let capacities = capacities(db).await?.into_iter().map(|row| {
        let about = RevisionSubject::Capacity(row.code.clone());
        (about, row.revision, RevisionBody::Capacity(CapacityText::of(&row)))
    });
    let indicators = indicators(db).await?.into_iter().map(|row| {
        (
            RevisionSubject::Indicator(row.id),
            row.revision,
            RevisionBody::Indicator(IndicatorText::of(&row)),
        )
    });
    let mut findings = Vec::new();
    let mut wrong = |about: &RevisionSubject, what: &str| {
        findings.push(Finding::new("capacities", format!("{} {what}", about.key())));
    };
    for (about, revision, body) in capacities.chain(indicators) {
        let rows = kept.remove(&about.key()).unwrap_or_default();
        let Some(last) = rows.last() else {
            if revision != 1 {
                wrong(&about, "was changed and nothing tells what it said before");
            }
            continue;
        };
        if last.number != revision || usize::try_from(revision) != Ok(rows.len()) {
            wrong(&about, "lacks a revision, or has one too many");
        } else if read(last)? != body {
            wrong(&about, "says something else than its last revision");
        }
    }
    for about in kept.keys() {
        findings.push(Finding::new("capacities", format!("a revision is about {about}, absent")));
    }
    Ok(findings)
}
