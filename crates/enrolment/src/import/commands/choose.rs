//! What a person decides about an import: its columns, its writing, its end.

use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde_json::json;

use platform::app::App;
use platform::errors::{AppError, Failure};

use super::shared::{forget, forget_issues, hold, remember};
use crate::entity::enrolment::Origin;
use crate::import::entity::import::State;
use crate::import::policy::Step;
use crate::import::reading::Choice;
use crate::import::rules::{ImportRefusal, may_choose, may_commit};
use crate::rules::Window;

type Done = Result<(), Failure<ImportRefusal>>;

/// Decides the columns and orders the rows to be checked.
pub async fn choose(app: &App, permit: Step, choice: &Choice) -> Done {
    let kept = serde_json::to_string(choice).map_err(|e| AppError::Internal(e.to_string()))?;
    let tx = app.db.begin().await?;
    let import = hold(&tx, *permit.import()).await?;
    may_choose(import.state).map_err(Failure::Refused)?;
    forget_issues(&tx, import.id).await?;
    let mut row = import.into_active_model();
    row.state = Set(State::Checking);
    row.choice = Set(Some(kept));
    row.claimed_at = Set(None);
    row.attempts = Set(0);
    let import = row.update(&tx).await?;
    let detail = json!({ "columns": choice.columns.0.len() });
    remember(&tx, app, permit.by(), "enrolment.import_columns", &import, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Orders what was checked to be written. Who orders it answers for it from then on.
pub async fn order(app: &App, permit: Step) -> Done {
    let cohort = cohorts_model::queries::get(app.db.read(), *permit.cohort()).await?.cohort;
    Window::of(&cohort)
        .may_enrol(Origin::Coordinator, app.clock.today())
        .map_err(|refusal| Failure::Refused(ImportRefusal::Cohort(refusal)))?;
    let tx = app.db.begin().await?;
    let import = hold(&tx, *permit.import()).await?;
    let to_enrol = import.new_people + import.known_people;
    may_commit(import.state, import.with_errors, to_enrol).map_err(Failure::Refused)?;
    let account = permit.by().account.unwrap_or(import.account_id);
    let mut row = import.into_active_model();
    row.state = Set(State::Committing);
    row.account_id = Set(account);
    row.claimed_at = Set(None);
    row.attempts = Set(0);
    let import = row.update(&tx).await?;
    remember(&tx, app, permit.by(), "enrolment.import_order", &import, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Leaves a file aside; what it said is forgotten.
pub async fn discard(app: &App, permit: Step) -> Done {
    let tx = app.db.begin().await?;
    let import = hold(&tx, *permit.import()).await?;
    may_choose(import.state).map_err(Failure::Refused)?;
    forget(&tx, import.id).await?;
    let mut row = import.into_active_model();
    row.state = Set(State::Discarded);
    row.names_apart = Set(None);
    row.forecast = Set(None);
    row.finished_at = Set(Some(app.clock.now()));
    let import = row.update(&tx).await?;
    remember(&tx, app, permit.by(), "enrolment.import_discard", &import, json!({})).await?;
    tx.commit().await?;
    Ok(())
}
