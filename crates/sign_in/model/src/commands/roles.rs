//! Roles that are given to accounts and taken from them.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, Set, SqlErr,
};

use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;

use super::administer::{
    AccountRefusal, AccountResult, as_judged, lock_administrators, somebody_administers, stored,
};
use super::create::{grant_row, told};
use super::move_account::void_password;
use super::tell_administrators::{AdministrationDeed, tell_administrators};
use super::{ask_for_factor, grant_role};
use crate::access_letters::RoleNotice;
use crate::actor::{AccountId, Grant, Role};
use crate::closing::Closing;
use crate::entity::account;
use crate::entity::role_grant::{self, RoleGrantId};
use crate::factor::rules::is_compulsory;
use crate::letters::LinkCause;
use crate::policy::{GiveRole, OpenAccount, TakeRole};
use crate::work::Work;
use crate::{rules, sessions};

/// Adds a role; the account's sessions end, so that every page is seen with it. The first role of staff
/// voids the password and every open link too: whoever registered with the mail of somebody who is
/// appointed later must not come in with them (R77).
pub async fn give_role(app: &App, permit: GiveRole) -> AccountResult<()> {
    if !rules::scope_fits(permit.given()) {
        return refuse(AccountRefusal::ScopeMissing);
    }
    let work = Work::begin(app, permit.by()).await?;
    let row = stored(&work.tx, work.by, *permit.account()).await?;
    as_judged(&work.tx, row.id, permit.judged().as_deref()).await?;
    let known = grants_of(&work, row.id).await?;
    add(&work, &row, &known, permit.given().clone()).await?;
    Ok(work.commit().await?)
}

/// Gives the role with which somebody would have opened an account to the one that its person has, in the
/// transaction of whoever knows the person. They made it by registering, and it has no role of staff.
///
/// # Errors
/// Refused when the account is suspended or of staff already.
pub async fn give_first_role(
    work: &Work<'_>,
    permit: OpenAccount,
    account: AccountId,
) -> AccountResult<()> {
    if !rules::scope_fits(permit.first()) {
        return refuse(AccountRefusal::ScopeMissing);
    }
    let row = stored(&work.tx, work.by, account).await?;
    let known = grants_of(work, account).await?;
    if !row.is_active || known.iter().any(|known| known.role.is_staff()) {
        return refuse(AccountRefusal::OfStaffAlready);
    }
    add(work, &row, &known, permit.first().clone()).await
}

async fn grants_of(work: &Work<'_>, account: AccountId) -> Result<Vec<role_grant::Model>, DbErr> {
    role_grant::Entity::find().filter(role_grant::Column::AccountId.eq(account)).all(&work.tx).await
}

/// Adds a role to an account that is locked and has those that are known.
async fn add(
    work: &Work<'_>,
    row: &account::Model,
    known: &[role_grant::Model],
    grant: Grant,
) -> AccountResult<()> {
    let (tx, app, account) = (&work.tx, work.app, row.id);
    if known.iter().any(|known| same(known, &grant)) {
        return refuse(AccountRefusal::RoleGiven);
    }
    let detail = told(&grant);
    let role = grant.role;
    let is_first_of_staff = role.is_staff() && !known.iter().any(|known| known.role.is_staff());
    match grant_role(tx, &app.clock, account, grant).await {
        Ok(()) => {}
        Err(error) => {
            return Err(match error.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(_)) => {
                    Failure::Refused(AccountRefusal::RoleGiven)
                }
                Some(SqlErr::ForeignKeyConstraintViolation(_)) => {
                    Failure::Refused(AccountRefusal::ScopeMissing)
                }
                _ => error.into(),
            });
        }
    }
    if is_first_of_staff {
        let cause = LinkCause::Role { name: role.label().to_owned() };
        void_password(tx, app, row.clone().into_active_model(), cause, Closing::OWN).await?;
    } else {
        tell_role(work, account, role, true).await?;
    }
    if role == Role::NationalAdministrator {
        tell_administrators(tx, app, work.by, row, AdministrationDeed::RoleGiven).await?;
    }
    work.record("sign_in.give_role", ("account", account.0), detail).await?;
    Ok(())
}

/// Takes a role away; the account's sessions end with it (P22).
pub async fn take_role(app: &App, permit: TakeRole) -> AccountResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    lock_administrators(tx).await?;
    let (account, grant): (AccountId, RoleGrantId) = (*permit.account(), *permit.grant_id());
    stored(tx, work.by, account).await?;
    as_judged(tx, account, permit.judged().as_deref()).await?;
    let known = role_grant::Entity::find_by_id(grant)
        .filter(role_grant::Column::AccountId.eq(account))
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let detail = told(&Grant::from(&known));
    let taken = role_grant::Entity::delete_by_id(grant).exec(tx).await?;
    if taken.rows_affected == 0 {
        return Err(Failure::Broken(AppError::NotFound));
    }
    somebody_administers(tx).await?;
    sessions::close_all(tx, account).await?;
    tell_role(&work, account, known.role, false).await?;
    work.record("sign_in.take_role", ("account", account.0), detail).await?;
    Ok(work.commit().await?)
}

/// Gives a role on some days alone, as a step of whoever names a deputy, under that permit. Its owner is
/// written to there.
///
/// # Errors
/// Refused when the account has the role with this scope already, on whichever days.
pub async fn give_role_for_days(
    work: &Work<'_>,
    account: AccountId,
    grant: Grant,
    (from, until): (NaiveDate, NaiveDate),
) -> AccountResult<()> {
    let tx = &work.tx;
    stored(tx, work.by, account).await?;
    let known = grants_of(work, account).await?;
    let today = dates::bogota_date(work.now);
    for one in known.iter().filter(|known| same(known, &grant)) {
        if one.valid_until.is_none_or(|until| today <= until) {
            return refuse(AccountRefusal::RoleGiven);
        }
        // Its days are over: it leaves the place to the new one.
        role_grant::Entity::delete_by_id(one.id).exec(tx).await?;
    }
    let mut detail = told(&grant);
    detail["from"] = json!(from);
    detail["until"] = json!(until);
    if is_compulsory(grant.role) {
        ask_for_factor(tx, account::Column::Id.eq(account), work.now).await?;
    }
    let row = role_grant::ActiveModel {
        valid_from: Set(Some(from)),
        valid_until: Set(Some(until)),
        ..grant_row(&work.app.clock, account, grant)
    };
    row.insert(tx).await?;
    sessions::close_all(tx, account).await?;
    work.record("sign_in.give_role", ("account", account.0), detail).await?;
    Ok(())
}

/// Takes a role away that was given on some days alone, as a step of whoever ends the days, under that
/// permit. Its owner is told.
///
/// # Errors
/// Those of the database.
pub async fn end_role_for_days(
    work: &Work<'_>,
    account: AccountId,
    grant: &Grant,
) -> Result<(), AppError> {
    let tx = &work.tx;
    stored(tx, work.by, account).await?;
    let known = grants_of(work, account).await?;
    let dated = known.iter().find(|known| same(known, grant) && known.valid_until.is_some());
    let Some(dated) = dated else { return Ok(()) };
    role_grant::Entity::delete_by_id(dated.id).exec(tx).await?;
    sessions::close_all(tx, account).await?;
    tell_role(work, account, grant.role, false).await?;
    work.record("sign_in.take_role", ("account", account.0), told(grant)).await
}

/// Tells the owner of an active account which role it got or lost.
async fn tell_role(
    work: &Work<'_>,
    account: AccountId,
    role: Role,
    is_given: bool,
) -> Result<(), AppError> {
    let row = stored(&work.tx, work.by, account).await?;
    if !row.is_active {
        return Ok(());
    }
    let letter = RoleNotice { role: role.label().to_owned(), is_given };
    // The same role may come and go again.
    let key = format!("sign_in/role_notice:{account}:{}", work.now.timestamp_micros());
    work.write_to(row.recipient(), key, &letter).await
}

fn same(known: &role_grant::Model, new: &Grant) -> bool {
    Grant::from(known) == *new
}
