//! Files that show what was done of the minimum activities (R10).

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use platform::errors::refuse;
use platform::prelude::*;
use sign_in_model::evidence::{self, Attachment, Evidence};
use sign_in_model::work::Work;

use super::{CohortResult, locked};
use crate::entity::minimum_evidence::{self, Activity, MinimumEvidenceId};
use crate::policy::EditCohort;
use crate::refusals::CohortRefusal;
use crate::rules;

/// Adds a file to one of the activities, remade before it is kept.
///
/// # Errors
/// Refused when the cohort does not change any more, or the file is not kept.
pub async fn add_evidence(
    app: &App,
    permit: EditCohort,
    activity: Activity,
    file: Attachment,
) -> CohortResult<()> {
    let evidence = match evidence::receive(app, permit.by(), file, evidence::OF_STAFF).await? {
        Ok(evidence) => evidence,
        Err(refusal) => return refuse(CohortRefusal::EvidenceRefused(refusal)),
    };
    let named = name(app, &permit, activity, &evidence).await;
    if named.is_err() {
        evidence.forget(app).await;
    }
    named
}

async fn name(
    app: &App,
    permit: &EditCohort,
    activity: Activity,
    evidence: &Evidence,
) -> CohortResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let cohort = locked(&work.tx, *permit.cohort()).await?;
    rules::editable(cohort.stage).or_else(refuse)?;
    let author = work.account()?;
    let row = minimum_evidence::ActiveModel {
        cohort_id: Set(cohort.id),
        activity: Set(activity),
        file_id: Set(evidence.name(&work.tx, author, work.now).await?),
        received_sha256: Set(evidence.received.clone()),
        pages: Set(evidence.pages),
        added_at: Set(work.now),
        added_by: Set(author),
        ..Default::default()
    };
    minimum_evidence::Entity::insert(row).exec_without_returning(&work.tx).await?;
    let detail = json!({ "activity": activity, "sha256": evidence.sha256() });
    let (id, subject) = (cohort.id.0, ("cohort", cohort.id.0));
    work.record_in(id, "cohorts.add_evidence", subject, detail).await?;
    Ok(work.commit().await?)
}

/// Withdraws a file: it shows nothing any more, and stays with who withdrew it.
///
/// # Errors
/// Refused when the cohort does not change any more.
pub async fn withdraw_evidence(
    app: &App,
    permit: EditCohort,
    id: MinimumEvidenceId,
) -> CohortResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let cohort = locked(&work.tx, *permit.cohort()).await?;
    rules::editable(cohort.stage).or_else(refuse)?;
    let row = minimum_evidence::Entity::find_by_id(id).one(&work.tx).await?;
    let row = row.filter(|row| row.cohort_id == cohort.id).ok_or(AppError::NotFound)?;
    if row.withdrawn_at.is_none() {
        let mut row = row.into_active_model();
        row.withdrawn_at = Set(Some(work.now));
        row.withdrawn_by = Set(work.by.account);
        row.update(&work.tx).await?;
        let (of, subject) = (cohort.id.0, ("cohort", cohort.id.0));
        work.record_in(of, "cohorts.withdraw_evidence", subject, json!({ "evidence": id.0 }))
            .await?;
    }
    Ok(work.commit().await?)
}
