//! New accounts and their roles, inside the transaction of whoever needs them.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set,
    SqlErr,
};
use serde_json::json;

use super::{Done, SignInRefusal, normal_mail, record_account};
use crate::platform::clock::Clock;
use crate::platform::errors::Failure;
use crate::platform::search::fold;
use crate::sign_in::actor::{AccountId, Grant};
use crate::sign_in::entity::{account, role_grant};
use crate::sign_in::sessions;

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
) -> Done<AccountId> {
    let now = clock.now();
    let email = normal_mail(&new.email);
    // Asked first because a failed statement would abort a PostgreSQL transaction; the
    // unique constraint still has the last word.
    if account::Entity::find().filter(account::Column::Email.eq(&email)).one(tx).await?.is_some() {
        return Err(Failure::Refused(SignInRefusal::MailTaken));
    }
    let inserted = account::ActiveModel {
        person_id: Set(new.person),
        search_name: Set(fold(&format!("{} {email}", new.name))),
        email: Set(email),
        display_name: Set(new.name),
        password_hash: Set(new.password_hash),
        is_active: Set(true),
        created_at: Set(now),
        ..Default::default()
    }
    .insert(tx)
    .await;
    let account = match inserted {
        Ok(account) => account,
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(Failure::Refused(SignInRefusal::MailTaken));
        }
        Err(error) => return Err(error.into()),
    };
    let roles: Vec<_> = new.grants.iter().map(told).collect();
    for grant in new.grants {
        grant_role(tx, clock, account.id, grant).await?;
    }
    let detail = json!({ "roles": roles });
    record_account(tx, clock, account.id, by, None, "sign_in.create_account", detail).await?;
    Ok(account.id)
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
    role_grant::ActiveModel {
        account_id: Set(account),
        role: Set(grant.role),
        unit_code: Set(grant.unit),
        department_code: Set(grant.department),
        entity_id: Set(grant.entity),
        created_at: Set(clock.now()),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    sessions::close_all(tx, account).await
}
