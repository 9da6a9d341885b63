//! A file of questions: kept, looked at, and imported all or not at all.

use std::mem;

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QuerySelect};

use capacities_model as capacities;
use platform::app::App;
use platform::errors::{AppError, Failure};
use platform::previews::{keep, read_apart, read_sent, short_name};

use super::BankResult;
use super::write::{change_in, insert};
use crate::entity::question_import::{self, Column, QuestionFileFormat, QuestionImportId};
use crate::exchange::preview::{QuestionImportPreview, QuestionImportStep, judge};
use crate::exchange::sheet::{self, QuestionColumns};
use crate::exchange::{QuestionFile, gift};
use crate::policy::{Import, Write};
use crate::rules::BankRefusal;
use crate::snapshot;

/// A file as the browser sent it.
pub struct QuestionUpload {
    pub name: String,
    pub bytes: Vec<u8>,
    /// For the questions that do not say theirs.
    pub capacity: Option<String>,
}

/// Keeps a file that can be read, for its sender alone, and forgets those that were left behind. A file
/// that is refused keeps its bytes.
///
/// # Errors
/// Refused when it is no file of questions.
pub async fn upload(
    app: &App,
    permit: Write,
    file: &mut QuestionUpload,
) -> BankResult<QuestionImportId> {
    let now = app.clock.now();
    let author = super::author(permit.by())?;
    let format = format_of(file);
    let known = capacities::queries::capacities(app.db.read()).await?;
    if file.capacity.as_ref().is_some_and(|code| !known.iter().any(|one| one.code == *code)) {
        return Err(Failure::Refused(BankRefusal::UnknownCapacity));
    }
    let codes = known.into_iter().map(|one| one.code).collect();
    read_sent(&mut file.bytes, move |bytes| read(format, bytes, &codes)).await?;
    let row = question_import::ActiveModel {
        account_id: Set(author),
        file_name: Set(short_name(&file.name)),
        format: Set(format),
        capacity_code: Set(file.capacity.clone()),
        bytes: Set(Some(mem::take(&mut file.bytes))),
        created_at: Set(now),
        created: Set(0),
        corrected: Set(0),
        ..Default::default()
    };
    Ok(keep(app, row, now, Column::Bytes, Column::CreatedAt).await?.id)
}

/// By its content; a CSV by its name, because any text could be one.
fn format_of(file: &QuestionUpload) -> QuestionFileFormat {
    let is_sheet = file.bytes.starts_with(b"PK") || file.name.to_lowercase().ends_with(".csv");
    if is_sheet { QuestionFileFormat::Sheet } else { QuestionFileFormat::Gift }
}

/// An uploaded file with the preview of its import.
pub struct QuestionFileCheck {
    pub import: question_import::Model,
    pub bytes: Vec<u8>,
    /// The columns of a sheet; empty for other files.
    pub columns: QuestionColumns,
    pub preview: QuestionImportPreview,
}

fn read(
    format: QuestionFileFormat,
    bytes: &[u8],
    capacities: &std::collections::HashSet<String>,
) -> Result<(QuestionFile, QuestionColumns), BankRefusal> {
    match format {
        QuestionFileFormat::Sheet => sheet::read(bytes).map_err(BankRefusal::Sheet),
        QuestionFileFormat::Gift => {
            let text = std::str::from_utf8(bytes).map_err(|_| BankRefusal::NotText)?;
            let reading = gift::read(text, capacities).map_err(BankRefusal::Gift)?;
            Ok((reading, QuestionColumns::default()))
        }
    }
}

/// What would happen to a file now.
///
/// # Errors
/// Refused when it is over or was forgotten.
pub async fn look(
    db: &impl ConnectionTrait,
    import: question_import::Model,
) -> BankResult<QuestionFileCheck> {
    let Some(bytes) = import.bytes.clone() else {
        return Err(Failure::Refused(BankRefusal::Forgotten));
    };
    let all = capacities::queries::capacities(db).await?;
    let codes = all.into_iter().map(|one| one.code).collect();
    let format = import.format;
    let (bytes, (reading, columns)) =
        read_apart(bytes, move |bytes| read(format, bytes, &codes)).await?;
    let known = snapshot::look(db, &reading).await?;
    let at = |field: &str| columns.of_field(field);
    let preview = judge(reading, &known, import.capacity_code.as_deref(), &at);
    Ok(QuestionFileCheck { import, bytes, columns, preview })
}

/// Imports the whole file as drafts, or nothing of it; answers how many are new and corrected.
///
/// # Errors
/// Refused when any question is wrong by now.
pub async fn import(app: &App, permit: Import) -> BankResult<(usize, usize)> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let row =
        question_import::Entity::find_by_id(*permit.import()).lock_exclusive().one(&tx).await?;
    let row = row.ok_or(AppError::NotFound)?;
    let looked = look(&tx, row).await?;
    let preview = looked.preview;
    if preview.errors() > 0 {
        return Err(Failure::Refused(BankRefusal::FileWrong));
    }
    if preview.steps.is_empty() {
        return Err(Failure::Refused(BankRefusal::NothingNew));
    }
    let (new, corrected) = (preview.new_ones(), preview.corrections());
    for step in &preview.steps {
        match step {
            QuestionImportStep::New(new) => {
                insert(&tx, permit.by(), now, new).await?;
            }
            QuestionImportStep::Correct(id, change) => {
                change_in(&tx, permit.by(), now, *id, None, change).await?;
            }
        }
    }
    let mut row = looked.import.into_active_model();
    row.bytes = Set(None);
    row.finished_at = Set(Some(now));
    row.created = Set(i32::try_from(new).unwrap_or(i32::MAX));
    row.corrected = Set(i32::try_from(corrected).unwrap_or(i32::MAX));
    row.update(&tx).await?;
    tx.commit().await?;
    Ok((new, corrected))
}
