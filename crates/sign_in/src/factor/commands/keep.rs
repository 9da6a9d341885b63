//! What whoever has a factor does with it, after giving the password once more: a browser left open must
//! not be enough.

use sea_orm::{DatabaseTransaction, EntityTrait};

use platform::errors::refuse;
use platform::prelude::*;
use sign_in_model::actor::Actor;
use sign_in_model::commands::SignInRefusal;
use sign_in_model::commands::attempts::{self, Attempt, Source};
use sign_in_model::entity::account;
use sign_in_model::factor::forget_factor;
use sign_in_model::factor::letters::{FactorChange, FactorLetter};
use sign_in_model::factor::rules::owes_factor;
use sign_in_model::passwords;
use sign_in_model::work::Work;

use super::super::queries::factor_of;
use super::super::recovery::RecoveryCode;
use super::super::refusals::{CodeRefusal, CodeResult};
use super::write_codes;

/// Makes new recovery codes; the earlier ones are void.
///
/// # Errors
/// The password is wrong, there were too many tries, or there is no factor.
pub async fn renew_codes(
    app: &App,
    actor: &Actor,
    password: &str,
    from: &Source<'_>,
) -> CodeResult<Vec<RecoveryCode>> {
    let stored = stored(app, actor).await?;
    let attempt = prove_password(app, &stored, password, from).await?;
    let by = actor.by();
    let work = Work::begin(app, &by).await?;
    let account = confirm(&work.tx, &stored, attempt).await?;
    if factor_of(&work.tx, account.id).await?.is_none() {
        return refuse(CodeRefusal::Absent);
    }
    let codes = write_codes(&work.tx, account.id, work.now).await?;
    work.record("sign_in.renew_recovery_codes", ("account", account.id.0), json!({})).await?;
    FactorLetter::queue(&work, account.recipient(), FactorChange::NewCodes).await?;
    work.commit().await?;
    Ok(codes)
}

/// Gives one's factor up, where no role owes it.
///
/// # Errors
/// A role owes it, the password is wrong, there were too many tries, or there is no factor.
pub async fn give_up(
    app: &App,
    actor: &Actor,
    password: &str,
    from: &Source<'_>,
) -> CodeResult<()> {
    if owes_factor(&actor.grants) {
        return refuse(CodeRefusal::Owed);
    }
    let stored = stored(app, actor).await?;
    let attempt = prove_password(app, &stored, password, from).await?;
    let by = actor.by();
    let work = Work::begin(app, &by).await?;
    let account = confirm(&work.tx, &stored, attempt).await?;
    if !forget_factor(&work.tx, account.id).await? {
        return refuse(CodeRefusal::Absent);
    }
    work.record("sign_in.give_up_factor", ("account", account.id.0), json!({})).await?;
    FactorLetter::queue(&work, account.recipient(), FactorChange::GivenUp).await?;
    Ok(work.commit().await?)
}

pub(super) async fn stored(app: &App, actor: &Actor) -> Result<account::Model, AppError> {
    let found = account::Entity::find_by_id(actor.account).one(app.db.read()).await?;
    found.ok_or(AppError::NotFound)
}

/// Whether this is the account's password; a wrong one counts as one at the door.
pub(super) async fn prove_password(
    app: &App,
    stored: &account::Model,
    password: &str,
    from: &Source<'_>,
) -> CodeResult<Attempt> {
    let attempt = attempts::count(&app.db, app.clock.now(), &stored.email, from)
        .await
        .map_err(|failure| failure.map(CodeRefusal::from))?;
    if passwords::verify(password, stored.password_hash.as_deref()).await? {
        return Ok(attempt);
    }
    refuse(CodeRefusal::SignIn(SignInRefusal::WrongPassword))
}

/// The account, locked, when it still has the password that was checked.
pub(super) async fn confirm(
    tx: &DatabaseTransaction,
    stored: &account::Model,
    attempt: Attempt,
) -> CodeResult<account::Model> {
    if !attempts::is_still(tx, stored).await? {
        return refuse(CodeRefusal::SignIn(SignInRefusal::WrongPassword));
    }
    attempt.succeeds(tx).await?;
    Ok(stored.clone())
}
