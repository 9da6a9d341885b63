//! A lost password: a letter with a one-time link, and the same answer for everybody.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use notices_model::commands::queue_all;
use notices_model::letters::Recipient;
use platform::db::take_turns;
use platform::prelude::*;
use platform::secrets;

use super::link::make_links;
use super::{SignInRefusal, SignInResult, normal_mail, record_account};
use crate::entity::{account, sign_in_attempt};
use crate::letters::{LinkCause, PasswordLink};
use crate::rules;

/// Queues a link for the active account of this mail, if there is one. The only refusal
/// speaks of the address it comes from, so that nobody learns who has an account (P23).
pub async fn lost_password(
    app: &App,
    mail: &str,
    address: &str,
    request: &str,
) -> SignInResult<()> {
    use sign_in_attempt::Column;
    let mail = normal_mail(mail);
    let now = app.clock.now();
    // Keys of their own: asking for a link does not count as guessing a password.
    let account_key = secrets::digest(format!("lost account:{mail}"));
    let address_key = secrets::digest(format!("lost address:{address}"));
    let since = now - rules::WINDOW;

    let tx = app.db.begin().await?;
    take_turns(&tx, &[&account_key, &address_key]).await?;
    let recent = || sign_in_attempt::Entity::find().filter(Column::At.gt(since));
    let of_address = recent().filter(Column::AddressKey.eq(&address_key)).count(&tx).await?;
    if of_address >= rules::LINKS_PER_ADDRESS {
        return Err(Failure::Refused(SignInRefusal::TooMany));
    }
    let of_account = recent().filter(Column::AccountKey.eq(&account_key)).count(&tx).await?;
    sign_in_attempt::ActiveModel {
        account_key: Set(account_key),
        address_key: Set(address_key),
        at: Set(now),
        succeeded: Set(false),
        ..Default::default()
    }
    .insert(&tx)
    .await?;
    let account = account::Entity::find()
        .filter(account::Column::Email.eq(&mail))
        .filter(account::Column::IsActive.eq(true))
        .one(&tx)
        .await?;
    // Nobody's mailbox is flooded by somebody who knows the address.
    if let Some(account) = account.filter(|_| of_account < rules::LINKS_PER_ACCOUNT) {
        send_link(&tx, app, &account, fitting(&account)).await?;
        record_account(
            &tx,
            &app.clock,
            account.id,
            None,
            Some(request),
            "sign_in.lost_password",
            json!({}),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Makes a link for the account and queues the letter that carries it.
pub(super) async fn send_link(
    tx: &sea_orm::DatabaseTransaction,
    app: &App,
    account: &account::Model,
    cause: LinkCause,
) -> Result<(), AppError> {
    send_links(tx, app, &[account], &cause).await
}

/// Why an account that asks for a link gets one: whoever never had a password did not lose it.
pub(super) fn fitting(account: &account::Model) -> LinkCause {
    match account.password_hash {
        Some(_) => LinkCause::Lost,
        None => LinkCause::Invited,
    }
}

/// [`send_link`] to many; the caller bounds how many.
pub(super) async fn send_links(
    tx: &sea_orm::DatabaseTransaction,
    app: &App,
    accounts: &[&account::Model],
    cause: &LinkCause,
) -> Result<(), AppError> {
    let ids: Vec<_> = accounts.iter().map(|account| account.id).collect();
    let tokens = make_links(tx, &app.clock, &ids, cause.term()).await?;
    let letters = accounts.iter().zip(tokens).map(|(account, token)| {
        let to = Recipient {
            email: account.email.clone(),
            name: account.display_name.clone(),
            person: account.person_id,
            account: Some(account.id.0),
        };
        (
            to,
            format!("sign_in/password_link:{}", secrets::digest(&token)),
            PasswordLink::new(cause.clone(), &token),
        )
    });
    queue_all(tx, app, letters.collect()).await
}
