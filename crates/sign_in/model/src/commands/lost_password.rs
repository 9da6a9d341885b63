//! A lost password: a letter with a one-time link, and the same answer for everybody.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use notices_model::commands::queue_all;
use notices_model::letters::Recipient;
use platform::db::take_turns;
use platform::errors::quiet;
use platform::prelude::*;
use platform::secrets;
use platform::workers::Round;

use super::link::make_links;
use super::{SignInRefusal, SignInResult, normal_mail, record_account};
use crate::entity::password_request::{self, PasswordRequestId};
use crate::entity::{account, sign_in_attempt};
use crate::letters::{LinkCause, PasswordLink};
use crate::rules;

/// Requests of one round.
const AT_ONCE: u64 = 50;

/// Stores the wish for a link. It is the same work whether the mail has an account or not, so that neither
/// the answer nor its time tells it; a worker looks it up. The only refusal speaks of the address it comes
/// from, so that nobody learns who has an account (P23).
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
    // Nobody's mailbox is flooded by somebody who knows the address.
    if of_account < rules::LINKS_PER_ACCOUNT {
        password_request::ActiveModel {
            email: Set(mail),
            asked_at: Set(now),
            request_id: Set(Some(request.to_owned())),
            ..Default::default()
        }
        .insert(&tx)
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Looks up those who asked for a link, each in a transaction of its own: a worker's step. One that cannot
/// be answered now is passed by, and forgotten after a day.
///
/// # Errors
/// Those of the database.
pub async fn answer_requests(app: &App) -> Result<Round, AppError> {
    let waiting: Vec<PasswordRequestId> = password_request::Entity::find()
        .select_only()
        .column(password_request::Column::Id)
        .order_by_asc(password_request::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(app.db.read())
        .await?;
    let mut answered = 0;
    for request in waiting {
        match answer(app, request).await {
            Ok(()) => answered += 1,
            Err(error) => {
                let reason = quiet(&error);
                tracing::error!(reason, "a request for a password was not answered");
            }
        }
    }
    Ok(if answered > 0 { Round::More } else { Round::Idle })
}

/// Queues a link for the active account of the mail, if there is one.
async fn answer(app: &App, id: PasswordRequestId) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    let found = password_request::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    // Another instance may have taken it since it was found.
    let Some(request) = found else { return Ok(()) };
    let account = account::Entity::find()
        .filter(account::Column::Email.eq(&request.email))
        .filter(account::Column::IsActive.eq(true))
        .one(&tx)
        .await?;
    if let Some(account) = account {
        send_link(&tx, app, &account, LinkCause::fitting(&account)).await?;
        let asked = request.request_id.as_deref();
        let action = "sign_in.lost_password";
        record_account(&tx, &app.clock, account.id, None, asked, action, json!({})).await?;
    }
    request.delete(&tx).await?;
    Ok(tx.commit().await?)
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

/// [`send_link`] to many; the caller bounds how many.
pub(super) async fn send_links(
    tx: &sea_orm::DatabaseTransaction,
    app: &App,
    accounts: &[&account::Model],
    cause: &LinkCause,
) -> Result<(), AppError> {
    let ids: Vec<_> = accounts.iter().map(|account| account.id).collect();
    let term = cause.term(&app.config);
    let tokens = make_links(tx, &app.clock, &ids, term).await?;
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
            PasswordLink::new(cause.clone(), term, &token),
        )
    });
    queue_all(tx, app, letters.collect()).await
}
