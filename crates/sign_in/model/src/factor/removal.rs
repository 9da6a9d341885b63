//! A factor is taken away: by an administrator for somebody whose telephone is gone, or by whoever runs
//! the machine when that somebody is the last administrator.

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect};

use platform::errors::{Failure, refuse};
use platform::prelude::*;

use super::letters::{FactorChange, FactorLetter};
use crate::actor::AccountId;
use crate::commands::administer::stored;
use crate::commands::normal_mail;
use crate::commands::tell_administrators::{AdministrationDeed, tell_administrators};
use crate::entity::{account, recovery_code, second_factor};
use crate::policy::ResetFactor;
use crate::sessions;
use crate::work::Work;

/// Why a factor is not taken away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("sign_in.factor_")]
pub enum FactorRefusal {
    #[error("the account has no second factor")]
    None,
    #[error("no account has this mail")]
    NoAccount,
}

/// Takes the factor of an account away: only the password is asked for then, and a role that owes a
/// factor has to set up another one. Sessions end, the owner gets a letter with the reason, and the
/// other administrators are told.
///
/// # Errors
/// The account has none, or is not there.
pub async fn reset_factor(
    app: &App,
    permit: ResetFactor,
    reason: &str,
) -> Result<(), Failure<FactorRefusal>> {
    let work = Work::begin(app, permit.by()).await?;
    let account = stored(&work.tx, work.by, *permit.account()).await?;
    reset(work, account, reason).await
}

/// [`reset_factor`] by whoever runs the machine, for the account of a mail: the last administrator lost
/// the telephone and the recovery codes.
///
/// # Errors
/// Nobody has this mail, or the account has no factor.
pub async fn reset_factor_by_operator(
    app: &App,
    mail: &str,
    reason: &str,
) -> Result<(), Failure<FactorRefusal>> {
    let work = Work::of_product(app).await?;
    let own = account::Column::Email.eq(normal_mail(mail));
    let account = account::Entity::find().filter(own).lock_exclusive().one(&work.tx).await?;
    match account {
        Some(account) => reset(work, account, reason).await,
        None => refuse(FactorRefusal::NoAccount),
    }
}

async fn reset(
    work: Work<'_>,
    account: account::Model,
    reason: &str,
) -> Result<(), Failure<FactorRefusal>> {
    let id = account.id;
    if !forget_factor(&work.tx, id).await? {
        return refuse(FactorRefusal::None);
    }
    sessions::close_all(&work.tx, id).await?;
    let detail = json!({ "reason": reason });
    work.record("sign_in.reset_factor", ("account", id.0), detail).await?;
    let deed = AdministrationDeed::FactorReset;
    tell_administrators(&work.tx, work.app, work.by, &account, deed).await?;
    let change = FactorChange::Reset { reason: reason.to_owned() };
    FactorLetter::queue(&work, account.recipient(), change).await?;
    Ok(work.commit().await?)
}

/// Deletes authenticator and recovery codes; `false` when there was no authenticator.
///
/// # Errors
/// Those of the database.
pub async fn forget_factor(tx: &DatabaseTransaction, id: AccountId) -> Result<bool, DbErr> {
    let factors = second_factor::Column::AccountId.eq(id);
    let codes = recovery_code::Column::AccountId.eq(id);
    recovery_code::Entity::delete_many().filter(codes).exec(tx).await?;
    let gone = second_factor::Entity::delete_many().filter(factors).exec(tx).await?;
    Ok(gone.rows_affected > 0)
}
