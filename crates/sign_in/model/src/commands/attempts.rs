//! Attempts at a password, counted before it is looked at, so that parallel guesses cannot
//! outrun the limits of [`rules`].

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect, Set,
};

use platform::db::{Db, take_turns};
use platform::errors::Failure;
use platform::secrets;

use super::{SignInRefusal, SignInResult};
use crate::browser::Browser;
use crate::devices;
use crate::entity::{account, sign_in_attempt};
use crate::factor::rules::{DAY, may_try_code};
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

/// Where an attempt comes from.
pub struct Source<'a> {
    /// The network address.
    pub address: &'a str,
    pub browser: &'a Browser,
}

/// Counts one more attempt at the password of `mail`, or refuses it. A browser that the account knows has
/// a budget of its own, whatever others try from wherever: it is counted in place of the address.
pub async fn count(
    db: &Db,
    now: DateTime<Utc>,
    mail: &str,
    from: &Source<'_>,
) -> SignInResult<Attempt> {
    let tx = db.begin().await?;
    let keys = Keys::take(&tx, format!("account:{mail}"), (mail, from), now).await?;
    let failures = keys.failures_since(&tx, now, rules::WINDOW).await?;
    if !rules::may_try(failures) {
        return Err(Failure::Refused(SignInRefusal::TooMany));
    }
    keys.note(tx, now).await
}

/// Counts one more attempt at the second factor of an account, or refuses it; `what` is guessed at, the
/// authenticator or the recovery codes. The number is how many failed on it within a day before this one.
/// A browser that the account knows is counted by itself, as by [`count`]: who has the password and guesses
/// from elsewhere does not keep its owner out.
pub async fn count_code(
    db: &Db,
    now: DateTime<Utc>,
    what: &'static str,
    account: &account::Model,
    from: &Source<'_>,
) -> SignInResult<(Attempt, u64)> {
    let tx = db.begin().await?;
    let guessed = format!("{what}:{}", account.id);
    let keys = Keys::take(&tx, guessed, (&account.email, from), now).await?;
    let failures = keys.failures_since(&tx, now, rules::WINDOW).await?;
    let of_day = keys.failures_since(&tx, now, DAY).await?;
    if !may_try_code(failures, of_day) {
        return Err(Failure::Refused(SignInRefusal::TooMany));
    }
    Ok((keys.note(tx, now).await?, of_day.of_account))
}

/// By what attempts are counted: pseudonyms of what is guessed at and of where it comes from.
struct Keys {
    account: String,
    address: String,
    /// The attempt comes from a browser that the account knows.
    is_known: bool,
}

impl Keys {
    /// Guesses sent at once would otherwise all see the count before any of them: they take turns.
    async fn take(
        tx: &DatabaseTransaction,
        guessed: String,
        (mail, from): (&str, &Source<'_>),
        now: DateTime<Utc>,
    ) -> Result<Self, DbErr> {
        let known = devices::known(tx, mail, from.browser, now).await?;
        let is_known = known.is_some();
        let source = match known {
            Some(device) => format!("device:{device}"),
            None => format!("address:{}", from.address),
        };
        let account = secrets::digest(guessed);
        let address = secrets::digest(source);
        take_turns(tx, &[&account, &address]).await?;
        Ok(Self { account, address, is_known })
    }

    /// Writes the attempt as a failed one.
    async fn note(self, tx: DatabaseTransaction, now: DateTime<Utc>) -> SignInResult<Attempt> {
        let attempt = sign_in_attempt::ActiveModel {
            account_key: Set(self.account),
            address_key: Set(self.address),
            at: Set(now),
            succeeded: Set(false),
            ..Default::default()
        }
        .insert(&tx)
        .await?;
        tx.commit().await?;
        Ok(Attempt(attempt))
    }

    async fn failures_since(
        &self,
        tx: &DatabaseTransaction,
        now: DateTime<Utc>,
        window: TimeDelta,
    ) -> Result<RecentFailures, DbErr> {
        use sign_in_attempt::Column;
        let failed = || {
            sign_in_attempt::Entity::find()
                .filter(Column::At.gt(now - window))
                .filter(Column::Succeeded.eq(false))
        };
        let on_account = Column::AccountKey.eq(&self.account);
        let from_address = Column::AddressKey.eq(&self.address);
        let of_pair = failed().filter(on_account.clone()).filter(from_address.clone());
        let known = sign_in_attempt::Entity::find()
            .filter(on_account.clone())
            .filter(from_address.clone())
            .filter(Column::Succeeded.eq(true))
            .filter(Column::At.gt(now - rules::KNOWN));
        Ok(RecentFailures {
            of_pair: of_pair.count(tx).await?,
            of_source: failed().filter(from_address).count(tx).await?,
            of_account: failed().filter(on_account).count(tx).await?,
            source_is_known: self.is_known || known.limit(1).one(tx).await?.is_some(),
        })
    }
}

/// Whether the account is still the one whose password was checked. Checking takes long and
/// holds no lock; a new password or a suspension in between must find no session opened after
/// it (P22). The row stays locked until the transaction ends.
pub async fn is_still(tx: &DatabaseTransaction, checked: &account::Model) -> Result<bool, DbErr> {
    let present = account::Entity::find_by_id(checked.id).lock_exclusive().one(tx).await?;
    Ok(present
        .is_some_and(|present| present.is_active && present.password_hash == checked.password_hash))
}
