//! The decisions of a person about an import: its columns, its writing, its end.

use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use platform::prelude::*;

use super::claim::lock;
use super::history::record_step;
use super::issues::{forget_file, forget_issues};
use crate::entity::enrolment::Origin;
use crate::import::entity::import::State;
use crate::import::policy::Step;
use crate::import::reading::ImportChoice;
use crate::import::rules::{ImportRefusal, may_choose, may_commit};
use crate::rules::EnrolmentWindow;

type ImportResult = Result<(), Failure<ImportRefusal>>;

/// Decides the columns and orders the rows to be checked.
pub async fn choose(app: &App, permit: Step, choice: &ImportChoice) -> ImportResult {
    let kept = serde_json::to_string(choice).map_err(|e| AppError::Internal(e.to_string()))?;
    let tx = app.db.begin().await?;
    let import = lock(&tx, *permit.import()).await?;
    may_choose(import.state).map_err(Failure::Refused)?;
    forget_issues(&tx, import.id).await?;
    let mut row = import.into_active_model();
    row.state = Set(State::Checking);
    row.choice = Set(Some(kept));
    row.claimed_at = Set(None);
    row.attempts = Set(0);
    let import = row.update(&tx).await?;
    let detail = json!({ "columns": choice.columns.0.len() });
    record_step(&tx, app, permit.by(), "enrolment.import_columns", &import, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Orders that the checked rows are written. The person who orders it answers for it from then on.
pub async fn order(app: &App, permit: Step) -> ImportResult {
    let cohort = cohorts_model::queries::get(app.db.read(), *permit.cohort()).await?.cohort;
    EnrolmentWindow::of(&cohort)
        .may_enrol(Origin::Coordinator, app.clock.today())
        .map_err(|refusal| Failure::Refused(ImportRefusal::Cohort(refusal)))?;
    let tx = app.db.begin().await?;
    let import = lock(&tx, *permit.import()).await?;
    let to_enrol = import.new_people + import.known_people;
    may_commit(import.state, import.with_errors, to_enrol + import.completed)
        .map_err(Failure::Refused)?;
    let account = permit.by().account.unwrap_or(import.account_id);
    let mut row = import.into_active_model();
    row.state = Set(State::Committing);
    row.account_id = Set(account);
    row.claimed_at = Set(None);
    row.attempts = Set(0);
    let import = row.update(&tx).await?;
    record_step(&tx, app, permit.by(), "enrolment.import_order", &import, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Discards a file and deletes its contents.
pub async fn discard(app: &App, permit: Step) -> ImportResult {
    let tx = app.db.begin().await?;
    let import = lock(&tx, *permit.import()).await?;
    may_choose(import.state).map_err(Failure::Refused)?;
    forget_file(&tx, import.id).await?;
    let mut row = import.into_active_model();
    row.state = Set(State::Discarded);
    row.names_apart = Set(None);
    row.forecast = Set(None);
    row.finished_at = Set(Some(app.clock.now()));
    let import = row.update(&tx).await?;
    record_step(&tx, app, permit.by(), "enrolment.import_discard", &import, json!({})).await?;
    tx.commit().await?;
    Ok(())
}
