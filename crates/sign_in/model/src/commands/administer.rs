//! What whoever keeps accounts does to them: open, suspend, reactivate, send a link, say whose they are.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set, SqlErr,
};

use notices_model::commands::queue;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use platform::secrets;

use super::create::{create_accounts, opened};
use super::link::{make_links, void_links};
use super::lost_password::{send_link, send_links};
use super::mail_requests::settle_mail_requests;
use super::tell_administrators::{AdministrationDeed, tell_administrators};
use super::{NewAccount, SignInRefusal, record_account};
use crate::access_letters::TieNotice;
use crate::actor::{AccountId, Author, Role};
use crate::entity::account;
use crate::entity::role_grant::{self, RoleGrantId};
use crate::letters::LinkCause;
use crate::policy::{Administer, OpenAccount, SendLink, Suspend, Tie};
use crate::queries::any_of_staff;
use crate::work::Work;
use crate::{rules, sessions};

/// Why an account stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("sign_in.")]
pub enum AccountRefusal {
    #[error("an account with this mail exists")]
    #[field("correo")]
    MailTaken,
    #[error("the account has this role with this scope already")]
    #[field("rol")]
    RoleGiven,
    #[error("the role needs another scope than the one given")]
    #[field("rol")]
    ScopeMissing,
    #[error("nobody would be left to administer")]
    LastAdministrator,
    #[error("the person has another account")]
    #[field("documento")]
    PersonTaken,
    #[error("the account belongs to a person already")]
    #[field("documento")]
    TiedAlready,
    #[error("a suspended account gets no link")]
    Suspended,
    /// What a coordination was allowed for was another account.
    #[error("the account got or lost a role meanwhile")]
    RolesChanged,
    #[error("the account works for somebody already")]
    #[field("documento")]
    OfStaffAlready,
    #[error("the account has this mail already")]
    #[field("correo")]
    SameMail,
    #[error("the mail is corrected where the person is")]
    OfPerson,
}

pub type AccountResult<T> = Result<T, Failure<AccountRefusal>>;

/// Creates an account inside the caller's transaction and queues the letter with its link.
async fn invite(
    tx: &DatabaseTransaction,
    app: &App,
    by: Option<AccountId>,
    new: NewAccount,
) -> Result<AccountId, Failure<SignInRefusal>> {
    let account = opened(tx, &app.clock, by, new).await?;
    send_link(tx, app, &account, LinkCause::Invited).await?;
    Ok(account.id)
}

/// Creates accounts for many people inside the caller's transaction and queues the letters with
/// their links; the caller bounds how many. Whose mail has an account already gets none and no
/// letter.
pub async fn invite_many(
    tx: &DatabaseTransaction,
    app: &App,
    by: Option<AccountId>,
    new: Vec<NewAccount>,
) -> Result<(), AppError> {
    let opened = create_accounts(tx, &app.clock, by, new).await?;
    let opened: Vec<&account::Model> = opened.iter().flatten().collect();
    send_links(tx, app, &opened, &LinkCause::Invited).await
}

/// Creates accounts as [`invite_many`] does, without a letter: returns each with the secret of its link, for a
/// letter that says more than this capability knows.
pub async fn open_many(
    tx: &DatabaseTransaction,
    app: &App,
    by: Option<AccountId>,
    new: Vec<NewAccount>,
) -> Result<Vec<(account::Model, String)>, AppError> {
    let opened = create_accounts(tx, &app.clock, by, new).await?;
    let opened: Vec<account::Model> = opened.into_iter().flatten().collect();
    let ids: Vec<AccountId> = opened.iter().map(|account| account.id).collect();
    let term = LinkCause::Invited.term(&app.config);
    let tokens = make_links(tx, &app.clock, &ids, term).await?;
    Ok(opened.into_iter().zip(tokens).collect())
}

/// Somebody of staff as their account is opened.
pub struct NewStaff {
    /// `person.id`, so that they never decide about themselves (R80).
    pub person: i64,
    pub email: String,
    pub name: String,
}

/// Opens an account with its first role and queues the letter with its link, in the transaction of
/// whoever knows the person.
pub async fn open_account(
    tx: &DatabaseTransaction,
    app: &App,
    permit: OpenAccount,
    new: NewStaff,
) -> AccountResult<AccountId> {
    let NewStaff { person, email, name } = new;
    let first = permit.first().clone();
    if !rules::scope_fits(&first) {
        return refuse(AccountRefusal::ScopeMissing);
    }
    let role = first.role;
    let person = Some(person);
    let new = NewAccount { email, name, person, password_hash: None, grants: vec![first] };
    let opened = invite(tx, app, permit.by().account, new).await.map_err(|failure| {
        failure.map(|refusal| match refusal {
            SignInRefusal::MailTaken => AccountRefusal::MailTaken,
            _ => AccountRefusal::ScopeMissing,
        })
    })?;
    if role == Role::NationalAdministrator {
        let row = stored(tx, permit.by(), opened).await?;
        tell_administrators(tx, app, permit.by(), &row, AdministrationDeed::RoleGiven).await?;
    }
    Ok(opened)
}

/// Says of which person (`person.id`) an account is, in the transaction of whoever knows the person. It is
/// said once: what concerns oneself, and what needs two people, is asked of this tie, and a second one
/// would make both forget who its owner is (R80). Its owner is told, and of staff the administration.
///
/// # Errors
/// Refused when the account is somebody's already, or the person got another one meanwhile.
pub async fn tie(
    tx: &DatabaseTransaction,
    app: &App,
    permit: Tie,
    person: i64,
) -> AccountResult<()> {
    let row = stored(tx, permit.by(), *permit.account()).await?;
    if row.person_id.is_some() {
        return refuse(AccountRefusal::TiedAlready);
    }
    let id = row.id;
    let mut changed = row.clone().into_active_model();
    changed.person_id = Set(Some(person));
    match changed.update(tx).await {
        Ok(_) => {}
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return refuse(AccountRefusal::PersonTaken);
        }
        Err(error) => return Err(error.into()),
    }
    let (by, detail) = (permit.by(), json!({ "to": person }));
    let request = by.request.as_deref();
    record_account(tx, &app.clock, id, by.account, request, "sign_in.tie", detail).await?;
    if any_of_staff(tx, [person]).await? {
        tell_administrators(tx, app, by, &row, AdministrationDeed::Tied).await?;
    }
    if row.is_active {
        let key = format!("sign_in/tie_notice:{id}:{}", secrets::token()?);
        queue(tx, app, row.recipient(), key, &TieNotice {}).await?;
    }
    Ok(())
}

/// Closes the door: no sign-in, the sessions under way end (P22) and open links are void.
pub async fn suspend(app: &App, permit: Suspend) -> AccountResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, account) = (&work.tx, *permit.account());
    lock_administrators(tx).await?;
    stored(tx, work.by, account).await?;
    as_judged(tx, account, permit.judged().as_deref()).await?;
    set_active(tx, work.by, account, false).await?;
    void_links(tx, &[account], app.clock.now()).await?;
    settle_mail_requests(tx, &[account], app.clock.now()).await?;
    somebody_administers(tx).await?;
    work.record("sign_in.suspend", ("account", account.0), json!({})).await?;
    Ok(work.commit().await?)
}

/// Opens the door again; the password is the one it had.
pub async fn reactivate(app: &App, permit: Administer) -> AccountResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let account = *permit.account();
    set_active(&work.tx, work.by, account, true).await?;
    work.record("sign_in.reactivate", ("account", account.0), json!({})).await?;
    Ok(work.commit().await?)
}

/// Sends a one-time link to the account's mail; earlier links stop working.
pub async fn send_password_link(app: &App, permit: SendLink) -> AccountResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let account = stored(&work.tx, work.by, *permit.account()).await?;
    as_judged(&work.tx, account.id, permit.judged().as_deref()).await?;
    if !account.is_active {
        return refuse(AccountRefusal::Suspended);
    }
    send_link(&work.tx, app, &account, LinkCause::fitting(&account)).await?;
    work.record("sign_in.send_link", ("account", account.id.0), json!({})).await?;
    Ok(work.commit().await?)
}

/// An account, locked with that of whoever changes it: history names its author, and two administrators
/// who change each other's account would wait for one another.
pub(crate) async fn stored(
    tx: &DatabaseTransaction,
    by: &Author,
    id: AccountId,
) -> Result<account::Model, AppError> {
    let locked = lock_accounts(tx, by.account.into_iter().chain([id])).await?;
    locked.into_iter().find(|row| row.id == id).ok_or(AppError::NotFound)
}

/// Locks accounts in the order of their ids, which everybody keeps who locks more than one; a person's
/// record is locked before them.
///
/// # Errors
/// Those of the database.
pub async fn lock_accounts(
    tx: &DatabaseTransaction,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<account::Model>, DbErr> {
    account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .order_by_asc(account::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await
}

/// Refuses where an account, which is locked, has other roles than those that a coordination was allowed
/// for: it may be above whoever changes it by now.
pub(super) async fn as_judged(
    tx: &DatabaseTransaction,
    account: AccountId,
    judged: Option<&[RoleGrantId]>,
) -> AccountResult<()> {
    let Some(judged) = judged else { return Ok(()) };
    let held = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(account))
        .order_by_asc(role_grant::Column::Id)
        .all(tx)
        .await?;
    if held.iter().map(|grant| grant.id).eq(judged.iter().copied()) {
        return Ok(());
    }
    refuse(AccountRefusal::RolesChanged)
}

async fn set_active(
    tx: &DatabaseTransaction,
    by: &Author,
    id: AccountId,
    is_active: bool,
) -> Result<(), AppError> {
    let mut account = stored(tx, by, id).await?.into_active_model();
    account.is_active = Set(is_active);
    account.update(tx).await?;
    sessions::close_all(tx, id).await?;
    Ok(())
}

/// Two administrators who remove each other at once take turns here.
pub(super) async fn lock_administrators(tx: &DatabaseTransaction) -> Result<(), AppError> {
    role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(Role::NationalAdministrator))
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(())
}

pub(super) async fn somebody_administers(tx: &DatabaseTransaction) -> AccountResult<()> {
    let left = role_grant::Entity::find()
        .inner_join(account::Entity)
        .filter(role_grant::Column::Role.eq(Role::NationalAdministrator))
        .filter(account::Column::IsActive.eq(true))
        .count(tx)
        .await?;
    if left == 0 {
        return refuse(AccountRefusal::LastAdministrator);
    }
    Ok(())
}
