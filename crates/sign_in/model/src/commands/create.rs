//! New accounts and their roles, inside the transaction of whoever needs them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, QuerySelect, Set, SqlErr,
};
use serde_json::json;

use history_model::commands::record_all;
use platform::clock::Clock;
use platform::errors::Failure;
use platform::search::fold;

use super::{SignInRefusal, SignInResult, account_event, normal_mail};
use crate::actor::{AccountId, Grant};
use crate::entity::{account, role_grant};
use crate::factor::rules::{is_compulsory, owes_factor};
use crate::sessions;

/// A new account as another capability or the command line asks for it.
pub struct NewAccount {
    pub email: String,
    pub name: String,
    /// `person.id`, for participants and facilitators who are known as people.
    pub person: Option<i64>,
    /// An argon2id hash; without one the account opens with a one-time link only.
    pub password_hash: Option<String>,
    pub grants: Vec<Grant>,
}

/// Creates an account with its roles inside the caller's transaction.
pub async fn create_account(
    tx: &DatabaseTransaction,
    clock: &Clock,
    by: Option<AccountId>,
    new: NewAccount,
) -> SignInResult<AccountId> {
    Ok(opened(tx, clock, by, new).await?.id)
}

/// [`create_account`], answering the whole row.
pub(super) async fn opened(
    tx: &DatabaseTransaction,
    clock: &Clock,
    by: Option<AccountId>,
    new: NewAccount,
) -> SignInResult<account::Model> {
    match create_accounts(tx, clock, by, vec![new]).await {
        Ok(mut opened) => opened.pop().flatten().ok_or(Failure::Refused(SignInRefusal::MailTaken)),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Err(Failure::Refused(SignInRefusal::MailTaken))
        }
        Err(error) => Err(error.into()),
    }
}

/// [`create_account`] for many people, with as many statements as for one; the caller bounds how
/// many. Nothing is opened for a mail that has an account already, or that stands above in the
/// list.
pub(super) async fn create_accounts(
    tx: &DatabaseTransaction,
    clock: &Clock,
    by: Option<AccountId>,
    new: Vec<NewAccount>,
) -> Result<Vec<Option<account::Model>>, DbErr> {
    let mails: Vec<String> = new.iter().map(|new| normal_mail(&new.email)).collect();
    // Asked first because a failed statement would abort a PostgreSQL transaction; the
    // unique constraint still has the last word.
    let known: Vec<String> = account::Entity::find()
        .select_only()
        .column(account::Column::Email)
        .filter(account::Column::Email.is_in(&mails))
        .into_tuple()
        .all(tx)
        .await?;
    let mut taken: HashSet<String> = known.into_iter().collect();
    let now = clock.now();
    let (mut rows, mut granted) = (Vec::new(), Vec::new());
    for (new, email) in new.into_iter().zip(&mails) {
        if !taken.insert(email.clone()) {
            continue;
        }
        // Only whoever registers comes with a password and without an author: by the link of a letter.
        let is_self_made = by.is_none() && new.person.is_some() && new.password_hash.is_some();
        rows.push(account::ActiveModel {
            is_self_made: Set(is_self_made),
            mail_proven_at: Set(is_self_made.then_some(now)),
            person_id: Set(new.person),
            search_name: Set(fold(&format!("{} {email}", new.name))),
            email: Set(email.clone()),
            display_name: Set(new.name),
            password_hash: Set(new.password_hash),
            is_active: Set(true),
            created_at: Set(now),
            factor_asked_at: Set(owes_factor(&new.grants).then_some(now)),
            ..Default::default()
        });
        granted.push((email, new.grants));
    }
    let written = account::Entity::insert_many(rows).exec_with_returning(tx).await?;
    let mut accounts: HashMap<String, account::Model> =
        written.into_iter().map(|account| (account.email.clone(), account)).collect();
    let (mut grants, mut events) = (Vec::new(), Vec::new());
    for (email, roles) in granted {
        let Some(account) = accounts.get(email) else { continue };
        let detail = json!({ "roles": roles.iter().map(told).collect::<Vec<_>>() });
        events.push(account_event(clock, account.id, by, None, "sign_in.create_account", detail));
        grants.extend(roles.into_iter().map(|grant| grant_row(clock, account.id, grant)));
    }
    role_grant::Entity::insert_many(grants).exec_without_returning(tx).await?;
    record_all(tx, events).await?;
    Ok(mails.iter().map(|email| accounts.remove(email)).collect())
}

/// A role and where it holds, as history keeps it.
pub(super) fn told(grant: &Grant) -> serde_json::Value {
    json!({
        "role": grant.role,
        "unit": grant.unit,
        "department": grant.department,
        "entity": grant.entity,
    })
}

/// Adds a role to an account; the account's sessions end, so that no old scope lives on (P22).
pub async fn grant_role(
    tx: &DatabaseTransaction,
    clock: &Clock,
    account: AccountId,
    grant: Grant,
) -> Result<(), DbErr> {
    if is_compulsory(grant.role) {
        ask_for_factor(tx, account::Column::Id.eq(account), clock.now()).await?;
    }
    grant_row(clock, account, grant).insert(tx).await?;
    sessions::close_all(tx, account).await
}

/// Writes that these accounts owe a second factor from now on, where that was not known yet (R79).
pub async fn ask_for_factor(
    db: &impl ConnectionTrait,
    accounts: impl IntoCondition,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::FactorAskedAt, Expr::value(now))
        .filter(account::Column::FactorAskedAt.is_null())
        .filter(accounts.into_condition())
        .exec(db)
        .await?;
    Ok(())
}

pub(super) fn grant_row(
    clock: &Clock,
    account: AccountId,
    grant: Grant,
) -> role_grant::ActiveModel {
    role_grant::ActiveModel {
        account_id: Set(account),
        role: Set(grant.role),
        unit_code: Set(grant.unit),
        department_code: Set(grant.department),
        entity_id: Set(grant.entity),
        created_at: Set(clock.now()),
        ..Default::default()
    }
}
