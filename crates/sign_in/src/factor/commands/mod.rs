//! Changes to second factors: set up, answer with a code, renew and give up.

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, Set};

use platform::prelude::*;
use platform::secrets;
use sign_in_model::actor::AccountId;
use sign_in_model::entity::{account, recovery_code, second_factor};

use super::recovery::{CODES, RecoveryCode};
use super::refusals::{CodeRefusal, CodeResult};
use super::totp::{Authenticator, FactorSecret};

mod answer;
mod keep;
mod set_up;

pub use answer::{CodeAnswer, answer_code, answer_recovery};
pub use keep::{give_up, renew_codes};
pub use set_up::{NewFactor, replace, set_up};

/// What a sealed secret is kept beside: it opens only for the account that it was closed for.
fn about(account: AccountId) -> String {
    format!("second factor of account {account}")
}

/// Closes the secret of an account for the database.
fn seal(app: &App, account: AccountId, secret: &FactorSecret) -> Result<Vec<u8>, AppError> {
    let (key, _) = app.config.keys.open_or_make().map_err(AppError::Internal)?;
    key.seal(secrets::random()?, &about(account), secret)
        .map_err(|error| AppError::Internal(error.to_string()))
}

/// Opens the authenticator of an account.
fn authenticator(
    app: &App,
    factor: &second_factor::Model,
    mail: &str,
) -> Result<Authenticator, AppError> {
    let key = app.config.keys.open().map_err(AppError::Internal)?;
    let secret = key.open(&about(factor.account_id), &factor.sealed).map_err(|_| {
        AppError::Internal("a second factor was closed with another secret of keys".to_owned())
    })?;
    Authenticator::new(*secret, mail)
}

/// Locks the row of an account that is active: what is decided about its factor then stands.
async fn lock(tx: &DatabaseTransaction, id: AccountId) -> CodeResult<account::Model> {
    let row = account::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    row.filter(|row| row.is_active).ok_or(Failure::Refused(CodeRefusal::Gone))
}

/// Makes recovery codes and writes their digests; the earlier ones are void.
async fn write_codes(
    tx: &DatabaseTransaction,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<RecoveryCode>, AppError> {
    let own = recovery_code::Column::AccountId.eq(account);
    recovery_code::Entity::delete_many().filter(own).exec(tx).await?;
    let mut codes = Vec::new();
    for _ in 0..CODES {
        codes.push(RecoveryCode::random()?);
    }
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        account_id: Set(account),
        digest: Set(code.digest(account)),
        created_at: Set(now),
        used_at: Set(None),
        ..Default::default()
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(codes)
}
