//! A deputy is named, agreed to and taken back.

use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect, Set, SqlErr,
};

use notices_model::commands::queue_all;
use people_model::oneself::records;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::actor::{Grant, Role};
use sign_in_model::commands::{end_role_for_days, give_role_for_days};
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;
use territory_model::entity::territorial_unit;
use territory_model::labels;

use super::entity::deputy::{self, DeputyId, Stage};
use super::letters::DeputyNotice;
use super::policy::{ConfirmDeputy, EndDeputy, NameDeputy};
use super::queries::{candidates, overlaps, who_may_agree};
use super::rules::{DeputyRefusal, is_open, may_last};

pub type DeputyResult<T> = Result<T, Failure<DeputyRefusal>>;

/// Names somebody who is to stand in on some days. Nothing holds before a second person agrees; those who
/// may are told.
///
/// # Errors
/// Refused when the days are wrong or taken, or the account is not of staff of the unit.
pub async fn name_deputy(
    app: &App,
    permit: NameDeputy,
    (from, to): (NaiveDate, NaiveDate),
) -> DeputyResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let today = dates::bogota_date(work.now);
    may_last(from, to, today).map_err(Failure::Refused)?;
    known(&work).await?;
    let unit = locked_unit(&work.tx, permit.unit()).await?;
    if overlaps(&work.tx, &unit.code, (from, to), None).await? {
        return refuse(DeputyRefusal::Overlaps);
    }
    let named = [unit.code.clone()];
    let mut found = candidates(&work.tx, &named, Some(*permit.account()), today).await?;
    let Some(named) = found.pop() else { return refuse(DeputyRefusal::NotOfUnit) };
    let asked_by = work.account()?;
    let row = deputy::ActiveModel {
        unit_code: Set(unit.code.clone()),
        account_id: Set(named.id),
        starts_on: Set(from),
        ends_on: Set(to),
        stage: Set(Stage::Asked),
        asked_by: Set(asked_by),
        asked_at: Set(work.now),
        ..Default::default()
    };
    let id = match row.insert(&work.tx).await {
        Ok(row) => row.id,
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return refuse(DeputyRefusal::Overlaps);
        }
        Err(error) => return Err(error.into()),
    };
    let letter = notice(true, &named, &unit, (from, to));
    let readers = who_may_agree(&work.tx, &unit.code, [asked_by, named.id]).await?;
    let letters: Vec<_> = readers
        .into_iter()
        .map(|one| {
            let key = format!("accounts/deputy_asked:{id}:{}", one.id);
            (one.recipient(), key, letter.clone())
        })
        .collect();
    if !letters.is_empty() {
        queue_all(&work.tx, app, letters).await?;
    }
    let detail = json!({ "unit": unit.code, "account": named.id, "from": from, "until": to });
    work.record("accounts.name_deputy", ("deputy", id.0), detail).await?;
    Ok(work.commit().await?)
}

/// Agrees: the account has the role of coordination of the unit on its days, and on no other.
///
/// # Errors
/// Refused when it was decided already or its days are over, and when the account is no longer of staff of
/// the unit.
pub async fn confirm_deputy(app: &App, permit: ConfirmDeputy) -> DeputyResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let today = dates::bogota_date(work.now);
    known(&work).await?;
    let row = locked(&work.tx, *permit.deputy()).await?;
    if row.stage != Stage::Asked || !is_open(&row, today) {
        return refuse(DeputyRefusal::Settled);
    }
    let unit = locked_unit(&work.tx, &row.unit_code).await?;
    let days = (row.starts_on, row.ends_on);
    if overlaps(&work.tx, &unit.code, days, Some(row.id)).await? {
        return refuse(DeputyRefusal::Overlaps);
    }
    let units = [unit.code.clone()];
    let mut found = candidates(&work.tx, &units, Some(row.account_id), today).await?;
    let Some(named) = found.pop() else { return refuse(DeputyRefusal::NotOfUnit) };
    let given = give_role_for_days(&work, named.id, coordination(&unit.code), days).await;
    given.map_err(|failure| failure.map(DeputyRefusal::from))?;
    let id = row.id;
    let mut row = row.into_active_model();
    row.stage = Set(Stage::Confirmed);
    row.confirmed_by = Set(work.by.account);
    row.confirmed_at = Set(Some(work.now));
    row.update(&work.tx).await?;
    let letter = notice(false, &named, &unit, days);
    let key = format!("accounts/deputy_confirmed:{id}");
    work.write_to(named.recipient(), key, &letter).await?;
    work.record("accounts.confirm_deputy", ("deputy", id.0), json!({})).await?;
    Ok(work.commit().await?)
}

/// Takes it back: what was asked comes to nothing, and the role ends at once.
///
/// # Errors
/// Refused when it ended already or its days are over.
pub async fn end_deputy(app: &App, permit: EndDeputy) -> DeputyResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let row = locked(&work.tx, *permit.deputy()).await?;
    if !is_open(&row, dates::bogota_date(work.now)) {
        return refuse(DeputyRefusal::Settled);
    }
    if row.stage == Stage::Confirmed {
        end_role_for_days(&work, row.account_id, &coordination(&row.unit_code)).await?;
    }
    let id = row.id;
    let mut row = row.into_active_model();
    row.stage = Set(Stage::Ended);
    row.ended_by = Set(work.by.account);
    row.ended_at = Set(Some(work.now));
    row.update(&work.tx).await?;
    work.record("accounts.end_deputy", ("deputy", id.0), json!({})).await?;
    Ok(work.commit().await?)
}

fn coordination(unit: &str) -> Grant {
    let unit = Some(unit.to_owned());
    Grant { role: Role::Coordinator, unit, department: None, entity: None }
}

fn notice(
    is_asked: bool,
    named: &account::Model,
    unit: &territorial_unit::Model,
    (from, to): (NaiveDate, NaiveDate),
) -> DeputyNotice {
    DeputyNotice {
        is_asked,
        name: named.display_name.clone(),
        unit_name: labels::unit(&unit.name),
        days: dates::period(from, to),
    }
}

/// Refuses whoever is nobody known: two accounts of one person would be two people.
async fn known(work: &Work<'_>) -> DeputyResult<()> {
    if records(&work.tx, work.by).await?.is_empty() {
        return refuse(DeputyRefusal::NobodyKnown);
    }
    Ok(())
}

/// The unit, locked: two who name for it, or agree, take turns.
async fn locked_unit(
    tx: &DatabaseTransaction,
    code: &str,
) -> Result<territorial_unit::Model, AppError> {
    let found = territorial_unit::Entity::find_by_id(code.to_owned());
    found.lock_exclusive().one(tx).await?.ok_or(AppError::NotFound)
}

async fn locked(tx: &DatabaseTransaction, id: DeputyId) -> Result<deputy::Model, AppError> {
    let found = deputy::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    found.ok_or(AppError::NotFound)
}
