//! Attempts at a password, counted before it is looked at, so that parallel guesses cannot
//! outrun the limits of [`rules`].

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect, Set,
};

use platform::db::{Db, take_turns};
use platform::errors::Failure;
use platform::secrets;

use super::{SignInRefusal, SignInResult};
use crate::entity::{account, sign_in_attempt};
use crate::rules::{self, RecentFailures};

/// An attempt that stands as failed until it [`Attempt::succeeds`].
pub struct Attempt(sign_in_attempt::Model);

impl Attempt {
    pub async fn succeeds(self, tx: &DatabaseTransaction) -> Result<(), DbErr> {
        let mut attempt = self.0.into_active_model();
        attempt.succeeded = Set(true);
        attempt.update(tx).await?;
        Ok(())
    }
}

/// Counts one more attempt at the password of `mail` from `address`, or refuses it.
pub async fn count(
    db: &Db,
    now: DateTime<Utc>,
    mail: &str,
    address: &str,
) -> SignInResult<Attempt> {
    let account_key = secrets::digest(format!("account:{mail}"));
    let address_key = secrets::digest(format!("address:{address}"));
    let tx = db.begin().await?;
    // Guesses sent at once would otherwise all see the count before any of them.
    take_turns(&tx, &[&account_key, &address_key]).await?;
    let failures = recent_failures(&tx, &account_key, &address_key, now).await?;
    if !rules::may_try(failures) {
        return Err(Failure::Refused(SignInRefusal::TooMany));
    }
    let attempt = sign_in_attempt::ActiveModel {
        account_key: Set(account_key),
        address_key: Set(address_key),
        at: Set(now),
        succeeded: Set(false),
        ..Default::default()
    }
    .insert(&tx)
    .await?;
    tx.commit().await?;
    Ok(Attempt(attempt))
}

/// Whether the account is still the one whose password was checked. Checking takes long and
/// holds no lock; a new password or a suspension in between must find no session opened after
/// it (P22). The row stays locked until the transaction ends.
pub async fn is_still(tx: &DatabaseTransaction, checked: &account::Model) -> Result<bool, DbErr> {
    let present = account::Entity::find_by_id(checked.id).lock_exclusive().one(tx).await?;
    Ok(present
        .is_some_and(|present| present.is_active && present.password_hash == checked.password_hash))
}

async fn recent_failures(
    tx: &DatabaseTransaction,
    account_key: &str,
    address_key: &str,
    now: DateTime<Utc>,
) -> Result<RecentFailures, DbErr> {
    use sign_in_attempt::Column;
    let failed = || {
        sign_in_attempt::Entity::find()
            .filter(Column::At.gt(now - rules::WINDOW))
            .filter(Column::Succeeded.eq(false))
    };
    Ok(RecentFailures {
        of_pair: failed()
            .filter(Column::AccountKey.eq(account_key))
            .filter(Column::AddressKey.eq(address_key))
            .count(tx)
            .await?,
        of_address: failed().filter(Column::AddressKey.eq(address_key)).count(tx).await?,
        of_account: failed().filter(Column::AccountKey.eq(account_key)).count(tx).await?,
        address_is_known: sign_in_attempt::Entity::find()
            .filter(Column::AccountKey.eq(account_key))
            .filter(Column::AddressKey.eq(address_key))
            .filter(Column::Succeeded.eq(true))
            .filter(Column::At.gt(now - rules::KNOWN))
            .limit(1)
            .one(tx)
            .await?
            .is_some(),
    })
}
