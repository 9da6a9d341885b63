//! An authenticator is set up, or another telephone takes its place.

use sea_orm::{ActiveModelTrait, Set};

use platform::errors::refuse;
use platform::prelude::*;
use sign_in_model::actor::Actor;
use sign_in_model::browser::{Browser, Entry};
use sign_in_model::commands::attempts::{Attempt, Source};
use sign_in_model::entity::{account, second_factor};
use sign_in_model::factor::forget_factor;
use sign_in_model::factor::letters::{FactorChange, FactorLetter};
use sign_in_model::sessions;
use sign_in_model::work::Work;

use super::super::queries::factor_of;
use super::super::recovery::RecoveryCode;
use super::super::refusals::{CodeRefusal, CodeResult};
use super::super::totp::{Authenticator, FactorSecret};
use super::keep::{confirm, prove_password};
use super::{lock, seal, write_codes};

/// A factor that was just set up.
pub struct NewFactor {
    /// The session that takes the place of all others of the account.
    pub entry: Entry,
    /// Shown once: the database keeps their digests.
    pub codes: Vec<RecoveryCode>,
}

/// Sets the first authenticator of an account up, when the telephone shows the right code. Every session
/// of the account ends, and one is opened for the browser that did it.
///
/// # Errors
/// The code is wrong, or the account has a factor already.
pub async fn set_up(
    app: &App,
    actor: &Actor,
    secret: &FactorSecret,
    typed: &str,
    browser: &Browser,
) -> CodeResult<NewFactor> {
    let by = actor.by();
    let work = Work::begin(app, &by).await?;
    let account = lock(&work.tx, actor.account).await?;
    if factor_of(&work.tx, actor.account).await?.is_some() {
        return refuse(CodeRefusal::Present);
    }
    let step = Authenticator::new(*secret, &account.email)?.step_of(typed, work.now);
    let step = step.ok_or(Failure::Refused(CodeRefusal::Wrong))?;
    write(work, account, (secret, step), browser, FactorChange::SetUp).await
}

/// Sets another telephone in the place of the one before, for somebody who knows the password. Codes of
/// the earlier one and the earlier recovery codes are void.
///
/// # Errors
/// The code or the password is wrong, there were too many tries, or there is no factor.
pub async fn replace(
    app: &App,
    actor: &Actor,
    secret: &FactorSecret,
    typed: &str,
    (password, from): (&str, &Source<'_>),
) -> CodeResult<NewFactor> {
    // The code is looked at first: it costs no try of the password.
    let stored = super::keep::stored(app, actor).await?;
    let now = app.clock.now();
    let step = Authenticator::new(*secret, &stored.email)?.step_of(typed, now);
    let step = step.ok_or(Failure::Refused(CodeRefusal::Wrong))?;
    let attempt: Attempt = prove_password(app, &stored, password, from).await?;
    let by = actor.by();
    let work = Work::begin(app, &by).await?;
    let account = confirm(&work.tx, &stored, attempt).await?;
    if !forget_factor(&work.tx, account.id).await? {
        return refuse(CodeRefusal::Absent);
    }
    write(work, account, (secret, step), from.browser, FactorChange::Replaced).await
}

async fn write(
    work: Work<'_>,
    account: account::Model,
    (secret, step): (&FactorSecret, i64),
    browser: &Browser,
    change: FactorChange,
) -> CodeResult<NewFactor> {
    let (tx, id) = (&work.tx, account.id);
    let new = second_factor::ActiveModel {
        account_id: Set(id),
        sealed: Set(seal(work.app, id, secret)?),
        // The code that set it up opens nothing more.
        last_step: Set(step),
        created_at: Set(work.now),
        ..Default::default()
    };
    new.insert(tx).await?;
    let codes = write_codes(tx, id, work.now).await?;
    let browser = sessions::as_it_was(tx, browser).await?;
    sessions::close_all(tx, id).await?;
    let entry = sessions::open(tx, id, &browser, work.now).await?;
    let action = match change {
        FactorChange::Replaced => "sign_in.replace_factor",
        _ => "sign_in.set_up_factor",
    };
    work.record(action, ("account", id.0), json!({})).await?;
    FactorLetter::queue(&work, account.recipient(), change).await?;
    work.commit().await?;
    Ok(NewFactor { entry, codes })
}
