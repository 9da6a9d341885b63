//! The minimum activities that somebody has to write (R10).

use sea_orm::IntoActiveModel;
use serde_json::json;

use platform::app::App;
use platform::errors::refuse;
use sign_in_model::work::Work;

use super::{CohortResult, keep, locked};
use crate::entity::cohort::Stage;
use crate::policy::EditCohort;
use crate::refusals::CohortRefusal;
use crate::rules;

/// Method and knowledge: planned, and what shows that they were done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MinimumTexts {
    pub method: Option<String>,
    pub method_evidence: Option<String>,
    pub knowledge: Option<String>,
    pub knowledge_evidence: Option<String>,
}

/// Writes them. A published cohort keeps a plan for both. History is told which changed and not
/// what they say: it is free text.
pub async fn save_minimum(app: &App, permit: EditCohort, texts: MinimumTexts) -> CohortResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let cohort = locked(&work.tx, *permit.cohort()).await?;
    rules::editable(cohort.stage).or_else(refuse)?;
    if cohort.stage != Stage::Draft {
        if texts.method.is_none() {
            return refuse(CohortRefusal::MethodNeeded);
        }
        if texts.knowledge.is_none() {
            return refuse(CohortRefusal::KnowledgeNeeded);
        }
    }
    let id = cohort.id;
    let changed: Vec<&str> = [
        ("method", cohort.method != texts.method),
        ("method_evidence", cohort.method_evidence != texts.method_evidence),
        ("knowledge", cohort.knowledge != texts.knowledge),
        ("knowledge_evidence", cohort.knowledge_evidence != texts.knowledge_evidence),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect();
    let mut row = cohort.into_active_model();
    row.method.set_if_not_equals(texts.method);
    row.method_evidence.set_if_not_equals(texts.method_evidence);
    row.knowledge.set_if_not_equals(texts.knowledge);
    row.knowledge_evidence.set_if_not_equals(texts.knowledge_evidence);
    keep(&work.tx, row).await?;
    let detail = json!({ "changed": changed });
    work.record_in(id.0, "cohorts.save_minimum", ("cohort", id.0), detail).await?;
    Ok(work.commit().await?)
}
