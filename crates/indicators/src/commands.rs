//! A file of values: kept, previewed, and imported all or not at all.

use std::collections::{BTreeMap, HashMap};
use std::mem;

use chrono::{Datelike as _, NaiveDate};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QuerySelect, SqlErr,
};

use history_model::commands::{Event, record};
use platform::dates::bogota_date;
use platform::prelude::*;
use platform::{previews, secrets};

use super::columns::ColumnTopic;
use super::entity::indicator_import::{self, Column, DataScale, ImportId, Kind};
use super::entity::{indicator_value, municipality_trait};
use super::policy::{Import, Send};
use super::preview::{IndicatorChange, IndicatorPreview, judge};
use super::queries;
use super::reading::{EntrySubject, EntryValue, IndicatorReading, SheetContext, read};
use super::refusals::IndicatorRefusal;

type IndicatorResult<T> = Result<T, Failure<IndicatorRefusal>>;

const AGAINST_OFFICIAL: &str =
    "Ya hay un dato oficial, y uno de demostración no lo corrige. Quite la fila.";
/// Rows of one statement: SQLite takes 32,766 values.
const AT_ONCE: usize = 500;

/// A file as the browser sent it, and what the importer says of it.
pub struct NewIndicatorFile {
    pub name: String,
    pub bytes: Vec<u8>,
    pub kind: Kind,
    /// The index of a file of values; `None` for traits.
    pub index: Option<String>,
    pub source: String,
    pub published_on: NaiveDate,
    /// The year that the importer confirmed, when the file has no column of years.
    pub year: Option<i32>,
    /// The sheet to read; the first one with the headings where nothing is said.
    pub sheet: Option<String>,
    pub scale: DataScale,
    /// Invented for the demonstration.
    pub is_demo: bool,
}

/// Keeps a file that can be read, for its sender alone, and deletes the bytes of files that nobody
/// imported in time. A file that is refused keeps its bytes.
///
/// # Errors
/// Refused when it is no file of values, or does not say of which year.
pub async fn upload(
    app: &App,
    permit: Send,
    file: &mut NewIndicatorFile,
) -> IndicatorResult<ImportId> {
    let now = app.clock.now();
    let sender = permit.by().account;
    let sender = sender.ok_or_else(|| AppError::Internal("a file needs its sender".into()))?;
    if file.published_on > bogota_date(now) {
        return Err(Failure::Refused(IndicatorRefusal::PublishedTomorrow));
    }
    let index = file.index.clone().filter(|_| file.kind == Kind::Values);
    let mut row = indicator_import::Model {
        id: ImportId(0),
        account_id: sender,
        kind: file.kind,
        index_name: index,
        file_name: previews::short_name(&file.name),
        digest: secrets::digest(&file.bytes),
        source: file.source.clone(),
        published_on: file.published_on,
        year: file.year,
        sheet: file.sheet.clone(),
        scale: file.scale,
        is_demo: file.is_demo,
        bytes: None,
        created_at: now,
        finished_at: None,
        added: 0,
        corrected: 0,
        unchanged: 0,
        missing: 0,
    };
    let context = context(app.db.read(), &row, bogota_date(now).year()).await?;
    previews::read_sent(&mut file.bytes, move |bytes| read(bytes, &context)).await?;
    row.bytes = Some(mem::take(&mut file.bytes));
    let mut row = row.into_active_model().reset_all();
    row.not_set(Column::Id);
    Ok(previews::keep(app, row, now, Column::Bytes, Column::CreatedAt).await?.id)
}

/// Loads what reading a file needs to know.
async fn context(
    db: &impl ConnectionTrait,
    import: &indicator_import::Model,
    this_year: i32,
) -> IndicatorResult<SheetContext> {
    let indicators = match (import.kind, &import.index_name) {
        (Kind::Values, Some(index)) => queries::indicators_of(db, index).await?,
        _ => Default::default(),
    };
    if import.kind == Kind::Values && indicators.is_empty() {
        return Err(Failure::Refused(IndicatorRefusal::UnknownIndex));
    }
    Ok(SheetContext {
        kind: import.kind,
        file_name: import.file_name.clone(),
        year: import.year,
        sheet: import.sheet.clone(),
        scale: import.scale,
        this_year,
        indicators,
        municipalities: queries::departments_of(db).await?,
    })
}

/// A file with its rows and the preview of its import.
pub struct CheckedIndicatorFile {
    pub import: indicator_import::Model,
    pub reading: IndicatorReading,
    pub preview: IndicatorPreview,
}

/// What a reader of the preview is told by name.
#[derive(Clone, Debug, Default)]
pub struct PreviewNames {
    /// Codes of the file that are of another index than the one that was chosen, by index.
    pub elsewhere: BTreeMap<String, Vec<String>>,
    /// Municipalities and indicators, by code.
    pub names: HashMap<String, String>,
}

/// Finds the names of the first corrections, and the indices of codes that the chosen one has not.
pub async fn preview_names(
    db: &impl ConnectionTrait,
    checked: &CheckedIndicatorFile,
    corrections: usize,
) -> Result<PreviewNames, DbErr> {
    let (import, reading) = (&checked.import, &checked.reading);
    let indicators = queries::indicator_names(db).await?;
    let mut elsewhere: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (index, code, _) in &indicators {
        let zeroless = code.strip_prefix('0').unwrap_or(code);
        let is_own = import.index_name.as_ref() == Some(index);
        if !is_own
            && [code.as_str(), zeroless].iter().any(|code| reading.unknown.contains_key(*code))
        {
            let codes = elsewhere.entry(index.clone()).or_default();
            if !codes.contains(code) {
                codes.push(code.clone());
            }
        }
    }
    let mut names: HashMap<String, String> =
        indicators.into_iter().map(|(_, code, name)| (code, name)).collect();
    let steps = checked.preview.steps.iter().filter(|step| step.before.is_some());
    let places = steps.take(corrections).map(|step| step.entry.key.municipality.clone());
    names.extend(queries::municipality_names(db, places).await?);
    Ok(PreviewNames { elsewhere, names })
}

/// Reads a file and returns what importing it now would change.
///
/// # Errors
/// Refused when it is over or was forgotten.
pub async fn look(
    db: &impl ConnectionTrait,
    import: indicator_import::Model,
    this_year: i32,
) -> IndicatorResult<CheckedIndicatorFile> {
    let (import, reading) = read_apart(db, import, this_year).await?;
    compare(db, import, reading).await
}

/// The file's rows, away from the threads that answer requests.
async fn read_apart(
    db: &impl ConnectionTrait,
    mut import: indicator_import::Model,
    this_year: i32,
) -> IndicatorResult<(indicator_import::Model, IndicatorReading)> {
    let Some(bytes) = import.bytes.take() else {
        return Err(Failure::Refused(IndicatorRefusal::Forgotten));
    };
    let context = context(db, &import, this_year).await?;
    let (_, reading) = previews::read_apart(bytes, move |bytes| read(bytes, &context)).await?;
    Ok((import, reading))
}

async fn compare(
    db: &impl ConnectionTrait,
    import: indicator_import::Model,
    mut reading: IndicatorReading,
) -> IndicatorResult<CheckedIndicatorFile> {
    let entries = std::mem::take(&mut reading.entries);
    let known = queries::known(db, &import, &entries).await?;
    let preview = judge(entries, &known, import.is_demo);
    let column = reading.columns.at(ColumnTopic::Datum);
    for row in &preview.against_official {
        reading.wrong(*row, column, AGAINST_OFFICIAL);
    }
    Ok(CheckedIndicatorFile { import, reading, preview })
}

/// Imports the whole file or nothing of it, and returns how many values are new and corrected.
///
/// # Errors
/// Refused when any row is wrong, nothing is new, or somebody imported the same meanwhile.
pub async fn import(app: &App, permit: Import) -> IndicatorResult<(usize, usize)> {
    let now = app.clock.now();
    let this_year = bogota_date(now).year();
    let found = indicator_import::Entity::find_by_id(*permit.import());
    let row = found.clone().one(app.db.read()).await?.ok_or(AppError::NotFound)?;
    // Nobody else waits while the file is read: its bytes never change.
    let (row, reading) = read_apart(app.db.read(), row, this_year).await?;
    let tx = app.db.begin().await?;
    let held = found.lock_exclusive().one(&tx).await?.ok_or(AppError::NotFound)?;
    if held.bytes.is_none() {
        return Err(Failure::Refused(IndicatorRefusal::Forgotten));
    }
    let checked = compare(&tx, row, reading).await?;
    let preview = checked.preview;
    if checked.reading.errors > 0 {
        return Err(Failure::Refused(IndicatorRefusal::FileWrong));
    }
    if preview.steps.is_empty() {
        return Err(Failure::Refused(IndicatorRefusal::NothingNew));
    }
    let (added, corrected, same) = (preview.added(), preview.corrected(), preview.same);
    let row = checked.import;
    for steps in preview.steps.chunks(AT_ONCE) {
        write(&tx, &row, steps).await.map_err(raced)?;
    }
    let told = json!({ "added": added, "corrected": corrected, "digest": row.digest });
    let deed = permit.by().event(now, "indicators.import", ("indicator_import", row.id.0));
    let event = Event { detail: told, ..deed };
    record(&tx, event).await?;
    let whole = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let mut row = row.into_active_model();
    row.bytes = Set(None);
    row.finished_at = Set(Some(now));
    row.added = Set(whole(added));
    row.corrected = Set(whole(corrected));
    row.unchanged = Set(whole(same));
    row.missing = Set(i32::try_from(checked.reading.missing).unwrap_or(i32::MAX));
    row.update(&tx).await?;
    tx.commit().await?;
    Ok((added, corrected))
}

/// Two imports of the same municipalities at one time: the revision is taken, and the second one
/// looks again.
fn raced(error: DbErr) -> Failure<IndicatorRefusal> {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => {
            Failure::Refused(IndicatorRefusal::ChangedMeanwhile)
        }
        _ => error.into(),
    }
}

async fn write(
    tx: &DatabaseTransaction,
    import: &indicator_import::Model,
    steps: &[IndicatorChange],
) -> Result<(), DbErr> {
    let mut values = Vec::new();
    let mut traits = Vec::new();
    for IndicatorChange { entry, revision, .. } in steps {
        let position = i32::try_from(entry.row).unwrap_or(i32::MAX);
        match (&entry.key.subject, &entry.value) {
            (EntrySubject::Indicator(code), EntryValue::Figure(value, label)) => {
                values.push(indicator_value::ActiveModel {
                    import_id: Set(import.id),
                    municipality_code: Set(entry.key.municipality.clone()),
                    index_name: Set(import.index_name.clone().unwrap_or_default()),
                    indicator_code: Set(code.clone()),
                    year: Set(entry.key.year),
                    revision: Set(*revision),
                    value: Set(*value),
                    label: Set(label.clone()),
                    position: Set(position),
                    ..Default::default()
                });
            }
            (EntrySubject::Trait(kind, scheme), EntryValue::Text(value)) => {
                traits.push(municipality_trait::ActiveModel {
                    import_id: Set(import.id),
                    municipality_code: Set(entry.key.municipality.clone()),
                    kind: Set(*kind),
                    scheme: Set(scheme.clone()),
                    year: Set(entry.key.year),
                    revision: Set(*revision),
                    value: Set(value.clone()),
                    position: Set(position),
                    ..Default::default()
                });
            }
            _ => {
                let told = format!("row {} holds what its subject cannot", entry.row);
                return Err(DbErr::Custom(told));
            }
        }
    }
    if !values.is_empty() {
        indicator_value::Entity::insert_many(values).exec_without_returning(tx).await?;
    }
    if !traits.is_empty() {
        municipality_trait::Entity::insert_many(traits).exec_without_returning(tx).await?;
    }
    Ok(())
}
