//! A grade book that comes back: kept, looked at, and written all or not at all.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};

use cohorts_model::entity::cohort::{self, CohortId};
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{RollRow, own_place, roll};
use platform::previews::{self, read_apart, short_name};
use platform::secrets::digest;
use platform::uploads::UploadedFile;
use sign_in_model::prelude::*;

use super::entity::grade_import::{self, Column, GradeImportId};
use super::preview::{GradeBookPreview, GradeChoice, GradeSnapshot, LaterGrade, judge};
use super::refusals::BookRefusal;
use super::sheet::{self, BookReading};
use crate::commands::{GradeEntryContext, GradesPrecondition, enter_in};
use crate::entity::grade_entry::{GradeEntryId, Origin};
use crate::policy::Grade;
use crate::queries;

type GradeBookResult<T> = Result<T, Failure<BookRefusal>>;

/// Keeps a file that can be read, for its sender alone, and forgets those that were left behind.
///
/// # Errors
/// Refused when it is no spreadsheet.
pub async fn keep(app: &App, permit: Grade, file: UploadedFile) -> GradeBookResult<GradeImportId> {
    let now = app.clock.now();
    let author = permit.by().account;
    let author = author.ok_or_else(|| AppError::Internal("a book needs an author".into()))?;
    let cohort = *permit.cohort();
    let (bytes, _) = read(app.db.read(), cohort, file.bytes).await?;
    let row = grade_import::ActiveModel {
        cohort_id: Set(cohort),
        account_id: Set(author),
        file_name: Set(short_name(&file.name)),
        sha256: Set(digest(&bytes)),
        bytes: Set(Some(bytes)),
        created_at: Set(now),
        changed: Set(0),
        ..Default::default()
    };
    Ok(previews::keep(app, row, now, Column::Bytes, Column::CreatedAt).await?.id)
}

/// Reads a book of the cohort, and gives its bytes back.
async fn read(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    bytes: Vec<u8>,
) -> GradeBookResult<(Vec<u8>, BookReading)> {
    let row = cohort::Entity::find_by_id(cohort).one(db).await?;
    let scale = row.ok_or(AppError::NotFound)?.scale;
    read_apart(bytes, move |bytes| sheet::read(bytes, scale).map_err(BookRefusal::Sheet)).await
}

/// Returns a file of the actor's own; another person's and an absent one look alike.
///
/// # Errors
/// There is none.
pub async fn own(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: GradeImportId,
) -> Result<grade_import::Model, AppError> {
    grade_import::Entity::find_by_id(id)
        .filter(Column::AccountId.eq(actor.account))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

/// An uploaded grade book with the preview of its import.
pub struct GradeBookCheck {
    pub import: grade_import::Model,
    pub bytes: Vec<u8>,
    pub reading: BookReading,
    pub preview: GradeBookPreview,
    pub people: HashMap<EnrolmentId, RollRow>,
    /// The last grade of the cohort that was known.
    pub last: GradeEntryId,
}

/// What would happen to a file now.
///
/// # Errors
/// Refused when it is over or was forgotten.
pub async fn look(
    db: &impl ConnectionTrait,
    import: grade_import::Model,
    masked: bool,
) -> GradeBookResult<GradeBookCheck> {
    let Some(bytes) = import.bytes.clone() else {
        return Err(Failure::Refused(BookRefusal::Forgotten));
    };
    let (bytes, reading) = read(db, import.cohort_id, bytes).await?;
    let seen = reading.control.as_ref().map_or(GradeEntryId(0), |control| control.seen);
    let by = Author { account: Some(import.account_id), request: None };
    let known = known(db, &by, import.cohort_id, seen, masked).await?;
    let preview = judge(&reading, &known);
    let last = known.later.values().map(|later| later.entry).fold(seen, GradeEntryId::max);
    Ok(GradeBookCheck { import, bytes, reading, preview, people: known.people, last })
}

/// Six statements.
async fn known(
    db: &impl ConnectionTrait,
    by: &Author,
    cohort: CohortId,
    seen: GradeEntryId,
    masked: bool,
) -> Result<GradeSnapshot, AppError> {
    let mut later = HashMap::new();
    for entry in queries::entries_after(db, cohort, seen).await? {
        let cell = (entry.activity, entry.enrolment);
        let shown = later.get(&cell).map_or(entry.previous, |before: &LaterGrade| before.shown);
        later.insert(cell, LaterGrade { shown, author: entry.author, entry: entry.id });
    }
    let people = roll(db, cohort, Condition::all()).await?;
    Ok(GradeSnapshot {
        cohort,
        own: own_place(db, by, cohort).await?.map(|place| place.id),
        activities: queries::activities(db, cohort).await?,
        people: people.into_iter().map(|row| (row.enrolment, row)).collect(),
        masked,
        grades: queries::grades(db, cohort).await?,
        origins: queries::origins(db, cohort).await?,
        later,
    })
}

/// What whoever sends a file decided about the grades that changed meanwhile.
#[derive(Clone, Debug)]
pub struct ConflictChoices {
    /// The last entry that the page of the check knew: a later one is decided on anew.
    pub seen: GradeEntryId,
    /// By [`key`](super::preview::GradeConflict::key).
    pub chosen: HashMap<String, GradeChoice>,
}

/// Writes every grade that the file changes, or none of them. Returns how many.
///
/// # Errors
/// Refused when any cell is wrong by now, a conflict is undecided, or grades may not change.
pub async fn write(
    app: &App,
    permit: Grade,
    id: GradeImportId,
    choices: ConflictChoices,
    reason: Option<String>,
) -> GradeBookResult<usize> {
    let tx = app.db.begin().await?;
    let import = grade_import::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    let import = import.filter(|row| {
        row.cohort_id == *permit.cohort() && Some(row.account_id) == permit.by().account
    });
    let GradeBookCheck { import, mut preview, .. } =
        look(&tx, import.ok_or(AppError::NotFound)?, true).await?;
    preview.settle(|conflict| {
        let choice = choices.chosen.get(&conflict.key()).copied();
        choice.filter(|_| conflict.later.entry <= choices.seen)
    });
    if preview.errors() > 0 {
        return Err(Failure::Refused(BookRefusal::FileWrong));
    }
    if !preview.conflicts.is_empty() {
        return Err(Failure::Refused(BookRefusal::ConflictsUndecided));
    }
    if preview.cells.is_empty() {
        return Err(Failure::Refused(BookRefusal::NothingNew));
    }
    let how = GradeEntryContext {
        seen: GradesPrecondition::Until(preview.seen.unwrap_or(GradeEntryId(0)).max(choices.seen)),
        origin: Origin::Import,
        reason,
    };
    let file = json!({ "book": import.id, "sha256": import.sha256 });
    // Whoever wrote in between holds the cohort's row: what they wrote is seen there.
    let entered = enter_in(&tx, app, &permit, how, preview.cells, file)
        .await
        .map_err(|failure| failure.map(BookRefusal::from))?;
    let mut row = import.into_active_model();
    row.bytes = Set(None);
    row.finished_at = Set(Some(app.clock.now()));
    row.changed = Set(i32::try_from(entered.changed).unwrap_or(i32::MAX));
    row.update(&tx).await?;
    tx.commit().await?;
    Ok(entered.changed)
}
