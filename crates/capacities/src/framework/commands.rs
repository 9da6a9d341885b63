//! Changing the framework: what was said before is kept beside what is said now.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use platform::db::take_turns;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use sign_in_model::entity::account::AccountId;
use sign_in_model::work::Work;
use territory_model::entity::reference_load;

use super::policy::EditFramework;
use super::refusals::FrameworkRefusal;
use super::rules::{CapacityText, IndicatorText, RevisionBody, RevisionSubject};
use crate::entity::capacity;
use crate::entity::capacity_indicator::{self, IndicatorId};
use crate::entity::framework_revision::{self, RevisionId};
use crate::reference::{CAPACITIES, INDICATORS};

type FrameworkResult<T> = Result<T, Failure<FrameworkRefusal>>;

/// The name of the turn that edits of the framework wait for, one after another.
const TURN: &str = "framework";

/// The author of a revision, its reason and its time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Authorship<'a> {
    pub at: DateTime<Utc>,
    /// `None` means the file that the program brings.
    pub account: Option<AccountId>,
    pub reason: Option<&'a str>,
}

fn signed<'a>(work: &Work<'_>, reason: &'a str) -> Authorship<'a> {
    Authorship { at: work.now, account: work.by.account, reason: Some(reason) }
}

/// Adds a revision.
async fn keep(
    tx: &DatabaseTransaction,
    capacity: &str,
    about: &RevisionSubject,
    number: i32,
    body: &RevisionBody,
    signed: Authorship<'_>,
) -> Result<RevisionId, AppError> {
    let body =
        serde_json::to_string(body).map_err(|error| AppError::Internal(error.to_string()))?;
    let row = framework_revision::ActiveModel {
        about: Set(about.key()),
        capacity_code: Set(capacity.to_owned()),
        number: Set(number),
        body: Set(body),
        reason: Set(signed.reason.map(str::to_owned)),
        at: Set(signed.at),
        account_id: Set(signed.account),
        ..Default::default()
    };
    Ok(row.insert(tx).await?.id)
}

/// Adds the revision of a change. Before the first change of a row it also adds what the row said until
/// then.
async fn revise(
    tx: &DatabaseTransaction,
    capacity: &str,
    about: &RevisionSubject,
    (number, before): (i32, &RevisionBody),
    after: &RevisionBody,
    signed: Authorship<'_>,
) -> Result<RevisionId, AppError> {
    if number == 1 && !is_kept(tx, about).await? {
        // What the program brought, before anybody changed it.
        let at = brought_at(tx, about).await?.unwrap_or(signed.at);
        let brought = Authorship { account: None, reason: None, at };
        keep(tx, capacity, about, 1, before, brought).await?;
    }
    keep(tx, capacity, about, number + 1, after, signed).await
}

/// Returns when the file that brought it was loaded.
async fn brought_at(
    tx: &DatabaseTransaction,
    about: &RevisionSubject,
) -> Result<Option<DateTime<Utc>>, AppError> {
    let file = match about {
        RevisionSubject::Capacity(_) => CAPACITIES,
        RevisionSubject::Indicator(_) => INDICATORS,
    };
    let load = reference_load::Entity::find_by_id(file.name).one(tx).await?;
    Ok(load.map(|load| load.loaded_at))
}

async fn is_kept(tx: &DatabaseTransaction, about: &RevisionSubject) -> Result<bool, AppError> {
    let kept = framework_revision::Entity::find()
        .filter(framework_revision::Column::About.eq(about.key()))
        .one(tx)
        .await?;
    Ok(kept.is_some())
}

/// Writes what a capacity says, and keeps what it said.
pub(crate) async fn write_capacity(
    tx: &DatabaseTransaction,
    row: capacity::Model,
    text: CapacityText,
    signed: Authorship<'_>,
) -> Result<RevisionId, AppError> {
    let about = RevisionSubject::Capacity(row.code.clone());
    let before = RevisionBody::Capacity(CapacityText::of(&row));
    let after = RevisionBody::Capacity(text.clone());
    let kept = revise(tx, &row.code, &about, (row.revision, &before), &after, signed).await?;
    let next = row.revision + 1;
    let mut row = row.into_active_model();
    text.said_by(&mut row);
    row.revision = Set(next);
    row.update(tx).await?;
    Ok(kept)
}

/// Writes what an indicator says, and keeps what it said.
pub(crate) async fn write_indicator(
    tx: &DatabaseTransaction,
    row: capacity_indicator::Model,
    text: IndicatorText,
    signed: Authorship<'_>,
) -> Result<RevisionId, AppError> {
    let about = RevisionSubject::Indicator(row.id);
    let before = RevisionBody::Indicator(IndicatorText::of(&row));
    let after = RevisionBody::Indicator(text.clone());
    let kept =
        revise(tx, &row.capacity_code, &about, (row.revision, &before), &after, signed).await?;
    let next = row.revision + 1;
    let mut row = row.into_active_model();
    text.said_by(&mut row);
    row.revision = Set(next);
    row.update(tx).await?;
    Ok(kept)
}

/// Adds a capacity; its code never changes.
///
/// # Errors
/// Refused when the code is taken.
pub async fn add_capacity(
    app: &App,
    permit: EditFramework,
    code: &str,
    text: CapacityText,
    reason: &str,
) -> FrameworkResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, signed) = (&work.tx, signed(&work, reason));
    take_turns(tx, &[TURN]).await?;
    if capacity::Entity::find_by_id(code).one(tx).await?.is_some() {
        return refuse(FrameworkRefusal::CodeTaken);
    }
    let body = RevisionBody::Capacity(text.clone());
    text.row(code.to_owned()).insert(tx).await?;
    let kept =
        keep(tx, code, &RevisionSubject::Capacity(code.to_owned()), 1, &body, signed).await?;
    note(&work, "capacities.add_capacity", code, kept).await?;
    Ok(work.commit().await?)
}

/// Changes the texts of a capacity; returns false when they are the same already.
///
/// # Errors
/// Refused when somebody else changed it since the form was opened (`base` is its revision).
pub async fn change_capacity(
    app: &App,
    permit: EditFramework,
    code: &str,
    base: i32,
    text: CapacityText,
    reason: &str,
) -> FrameworkResult<bool> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let row = capacity::Entity::find_by_id(code).lock_exclusive().one(tx).await?;
    let row = row.ok_or(AppError::NotFound)?;
    if CapacityText::of(&row) == text {
        return Ok(false);
    }
    if row.revision != base {
        return refuse(FrameworkRefusal::ChangedMeanwhile);
    }
    let kept = write_capacity(tx, row, text, signed(&work, reason)).await?;
    note(&work, "capacities.change_capacity", code, kept).await?;
    work.commit().await?;
    Ok(true)
}

/// What names an indicator, in its publisher's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorName {
    pub index: String,
    pub code: String,
}

fn sound(text: &IndicatorText) -> FrameworkResult<()> {
    match text.faults().into_iter().next() {
        Some(fault) => refuse(fault),
        None => Ok(()),
    }
}

/// Adds an indicator to a capacity; another capacity may have the same one.
///
/// # Errors
/// Refused when the capacity has it, or [`IndicatorText::faults`] has one.
pub async fn add_indicator(
    app: &App,
    permit: EditFramework,
    capacity: &str,
    name: IndicatorName,
    text: IndicatorText,
    reason: &str,
) -> FrameworkResult<IndicatorId> {
    sound(&text)?;
    let work = Work::begin(app, permit.by()).await?;
    let (tx, signed) = (&work.tx, signed(&work, reason));
    take_turns(tx, &[TURN]).await?;
    let taken = capacity_indicator::Entity::find()
        .filter(capacity_indicator::Column::CapacityCode.eq(capacity))
        .filter(capacity_indicator::Column::IndicatorCode.eq(&name.code))
        .one(tx)
        .await?;
    if taken.is_some() {
        return refuse(FrameworkRefusal::IndicatorTaken);
    }
    let body = RevisionBody::Indicator(text.clone());
    let row = text.row(capacity.to_owned(), name.index, name.code).insert(tx).await?;
    let kept = keep(tx, capacity, &RevisionSubject::Indicator(row.id), 1, &body, signed).await?;
    note(&work, "capacities.add_indicator", capacity, kept).await?;
    work.commit().await?;
    Ok(row.id)
}

/// Changes the texts of an indicator or of its link; returns false when they are the same already.
///
/// # Errors
/// Refused when somebody else changed it since, or [`IndicatorText::faults`] has one.
pub async fn change_indicator(
    app: &App,
    permit: EditFramework,
    indicator: IndicatorId,
    base: i32,
    text: IndicatorText,
    reason: &str,
) -> FrameworkResult<bool> {
    sound(&text)?;
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let row = capacity_indicator::Entity::find_by_id(indicator).lock_exclusive().one(tx).await?;
    let row = row.ok_or(AppError::NotFound)?;
    if IndicatorText::of(&row) == text {
        return Ok(false);
    }
    if row.revision != base {
        return refuse(FrameworkRefusal::ChangedMeanwhile);
    }
    let code = row.capacity_code.clone();
    let kept = write_indicator(tx, row, text, signed(&work, reason)).await?;
    note(&work, "capacities.change_indicator", &code, kept).await?;
    work.commit().await?;
    Ok(true)
}

/// Renames a dimension in all its capacities, and returns how many they are. The name of another
/// dimension joins both.
///
/// # Errors
/// Refused when no capacity is of it.
pub async fn rename_dimension(
    app: &App,
    permit: EditFramework,
    from: &str,
    to: &str,
    reason: &str,
) -> FrameworkResult<usize> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, signed) = (&work.tx, signed(&work, reason));
    take_turns(tx, &[TURN]).await?;
    let rows = capacity::Entity::find()
        .filter(capacity::Column::Dimension.eq(from))
        .order_by_asc(capacity::Column::Code)
        .lock_exclusive()
        .all(tx)
        .await?;
    if rows.is_empty() {
        return refuse(FrameworkRefusal::NoDimension);
    }
    if from == to {
        return Ok(0);
    }
    let count = rows.len();
    for row in rows {
        let code = row.code.clone();
        let text = CapacityText { dimension: to.to_owned(), ..CapacityText::of(&row) };
        let kept = write_capacity(tx, row, text, signed).await?;
        note(&work, "capacities.rename_dimension", &code, kept).await?;
    }
    work.commit().await?;
    Ok(count)
}

async fn note(
    work: &Work<'_>,
    action: &'static str,
    capacity: &str,
    revision: RevisionId,
) -> Result<(), AppError> {
    let subject = ("framework_revision", revision.0);
    work.record(action, subject, json!({ "capacity": capacity })).await
}
