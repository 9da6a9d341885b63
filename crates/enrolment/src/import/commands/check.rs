//! Checks every row of a file and says what would happen; it changes nobody (R25).

use std::collections::BTreeSet;

use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde::Serialize;

use people_model::commands::note_review;
use sign_in_model::prelude::*;

use super::claim::{claim, lock};
use super::history::record_step;
use super::issues::{forget_issues, write_issues, write_rows};
use crate::import::entity::import::{self, ImportId, State};
use crate::import::file::read_apart;
use crate::import::known_people::KnownPeople;
use crate::import::preview::{ImportPreview, look};
use crate::import::queries::{answers, bytes, choice_of, cohort_of, list_places};
use crate::import::reading::{FileReading, ImportChoice, ListPlaces, ProblemLevel};
use crate::import::rules::saturating_i32;
use crate::persons::lookups::note_file;
use crate::queries::seating_now;

/// Rows of a file on their way through the reading.
pub const READING: &str = "import rows";

/// Checks an import that waits for its check; does nothing when another worker has it.
pub async fn check(app: &App, id: ImportId) -> Result<(), AppError> {
    if !claim(app, id, State::Checking).await? {
        return Ok(());
    }
    let db = app.db.read();
    let (import, choice) = ordered(app, id).await?;
    let cohort = cohort_of(db, import.cohort_id).await?;
    let places = list_places(db, cohort.id).await?;
    let mut reading = read_all(app, &import, &choice, &places).await?;
    let today = app.clock.today();
    let by = Author { account: Some(import.account_id), request: None };
    let mut known =
        KnownPeople::of(db, &cohort, &places.own, &reading.candidates, (&by, today)).await?;
    let seating = seating_now(db, &cohort).await?;
    let actor = Actor::load(db, import.account_id, today).await?;
    if let Some(actor) = &actor {
        known.load_reach((app, actor), &cohort, &reading.candidates).await?;
    }
    let preview = look(&choice, &mut reading, &known, seating);
    if let Some(actor) = actor {
        let met: BTreeSet<_> = reading
            .candidates
            .iter()
            .filter_map(|one| known.person(one))
            .map(|one| one.id)
            .filter(|person| !known.is_reached(*person))
            .collect();
        note_file(app, &actor, id.0, met).await?;
    }
    keep(app, id, State::Checking, &reading, &preview).await?;
    Ok(())
}

/// Every row of the import's file.
pub async fn read_all(
    app: &App,
    import: &import::Model,
    choice: &ImportChoice,
    places: &ListPlaces,
) -> Result<FileReading, AppError> {
    let bytes = bytes(app.db.read(), import.id).await?;
    let work = app.progress.begin(READING, import.id.0, u32::try_from(import.rows).unwrap_or(0));
    let how = (choice.clone(), answers(app.db.read(), import.id).await?);
    let read = read_apart(bytes, how, places.clone(), app.demo, work).await?;
    // The same bytes were read when they came.
    read.map_err(|refusal| AppError::Internal(refusal.to_string()))
}

/// Returns the import and the choice of its columns.
pub async fn ordered(app: &App, id: ImportId) -> Result<(import::Model, ImportChoice), AppError> {
    use sea_orm::EntityTrait;
    let import = import::Entity::find_by_id(id).one(app.db.read()).await?;
    let import = import.ok_or(AppError::NotFound)?;
    let choice = choice_of(&import)
        .ok_or_else(|| AppError::Internal("an import without its columns".to_owned()))?;
    Ok((import, choice))
}

/// Keeps the result of a check: the import then waits for a decision. A person whose document came
/// under another name is left for review.
pub async fn keep(
    app: &App,
    id: ImportId,
    after: State,
    reading: &FileReading,
    preview: &ImportPreview,
) -> Result<(), AppError> {
    let wrong: BTreeSet<u32> = reading
        .problems
        .iter()
        .filter(|problem| problem.level == ProblemLevel::Error)
        .map(|problem| problem.row)
        .collect();
    let warnings = reading.problems.iter().filter(|p| p.level == ProblemLevel::Warning).count();
    let forecast = as_json(&preview.forecast)?;
    let tx = app.db.begin().await?;
    let import = lock(&tx, id).await?;
    if import.state != after {
        return Ok(());
    }
    let by = Author { account: Some(import.account_id), request: None };
    forget_issues(&tx, id).await?;
    write_issues(&tx, id, &reading.problems).await?;
    write_rows(&tx, id, reading, preview).await?;
    if after == State::Committing {
        let detail = json!({ "rows": wrong.len() });
        record_step(&tx, app, &by, "enrolment.import_stopped", &import, detail).await?;
    }
    let mut row = import.into_active_model();
    row.state = Set(State::Checked);
    row.rows = Set(saturating_i32(reading.rows));
    row.new_people = Set(saturating_i32(preview.new_people));
    row.known_people = Set(saturating_i32(preview.known_people));
    row.already_enrolled = Set(saturating_i32(preview.already_enrolled));
    row.completed = Set(saturating_i32(preview.completed));
    row.withdrawn = Set(saturating_i32(preview.withdrawn));
    row.skipped = Set(saturating_i32(
        reading.nobodys + reading.repeated + preview.repeated + reading.left_out,
    ));
    row.with_errors = Set(saturating_i32(wrong.len()));
    row.warnings = Set(saturating_i32(warnings));
    row.names_apart = Set(None);
    row.forecast = Set(Some(forecast));
    row.checked_at = Set(Some(app.clock.now()));
    row.claimed_at = Set(None);
    row.update(&tx).await?;
    tx.commit().await?;
    for person in &preview.strangers {
        note_review(app, &by, *person).await?;
    }
    Ok(())
}

fn as_json(value: &impl Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|error| AppError::Internal(error.to_string()))
}
