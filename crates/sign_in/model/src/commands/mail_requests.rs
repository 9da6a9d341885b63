//! Another mail for one's own account: asked for with the password, and changed when the link that went
//! to the new address is followed (R77).

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect, Set,
};

use notices_model::commands::queue;
use notices_model::letters::Recipient;
use platform::db::take_turns;
use platform::errors::refuse;
use platform::prelude::*;
use platform::search::fold;
use platform::secrets;

use super::attempts::Source;
use super::contacts::mail_is_taken;
use super::link::void_links;
use super::{SignInRefusal, SignInResult, attempts, normal_mail, record_account};
use crate::actor::{AccountId, Actor};
use crate::contact_letters::{MailMoved, MailProof, MailRequested};
use crate::entity::account;
use crate::entity::mail_request::{self, Column, Entity};
use crate::{passwords, rules, sessions};

/// Writes to another mail of the actor's account, which counts when its link is followed, and tells the
/// mail of today. Whether another account has that mail is not told.
///
/// # Errors
/// The password is wrong, the mail is the one that the account has, or the account asked too often.
pub async fn ask_for_mail(
    app: &App,
    actor: &Actor,
    password: &str,
    email: &str,
    from: &Source<'_>,
) -> SignInResult<()> {
    let email = normal_mail(email);
    let stored = account::Entity::find_by_id(actor.account)
        .one(app.db.read())
        .await?
        .ok_or(AppError::NotFound)?;
    let attempt = attempts::count(&app.db, app.clock.now(), &stored.email, from).await?;
    if !passwords::verify(password, stored.password_hash.as_deref()).await? {
        return refuse(SignInRefusal::WrongPasswordOfMail);
    }
    if email == stored.email {
        return refuse(SignInRefusal::SameMail);
    }
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if !attempts::is_still(&tx, &stored).await? {
        return refuse(SignInRefusal::WrongPasswordOfMail);
    }
    attempt.succeeds(&tx).await?;
    // Two accounts that name one mail at once would not see each other's letter.
    take_turns(&tx, &[&secrets::digest(format!("mail request:{email}"))]).await?;
    let since = now - rules::MAIL_REQUESTS_WINDOW;
    let recent = || Entity::find().filter(Column::AskedAt.gt(since));
    let own = recent().filter(Column::AccountId.eq(stored.id)).count(&tx).await?;
    if own >= rules::MAIL_REQUESTS {
        return refuse(SignInRefusal::TooManyMails);
    }
    let letters = recent().filter(Column::Email.eq(&email)).count(&tx).await?;
    settle_mail_requests(&tx, &[stored.id], now).await?;
    let token = secrets::token()?;
    let row = mail_request::ActiveModel {
        account_id: Set(stored.id),
        email: Set(email.clone()),
        token_hash: Set(secrets::digest(&token)),
        asked_at: Set(now),
        expires_at: Set(now + rules::MAIL_LINK),
        settled_at: Set(None),
        ..Default::default()
    };
    let row = row.insert(&tx).await?;
    // A stranger's mailbox is not flooded by somebody who knows the address.
    if letters < rules::LETTERS_PER_NEW_MAIL {
        let to = Recipient { email, name: String::new(), person: None, account: None };
        let key = format!("sign_in/mail_proof:{}", row.id);
        queue(&tx, app, to, key, &MailProof::new(&token)).await?;
    }
    let key = format!("sign_in/mail_requested:{}", row.id);
    let id = stored.id;
    queue(&tx, app, stored.recipient(), key, &MailRequested {}).await?;
    let request = actor.request.as_deref();
    record_account(&tx, &app.clock, id, Some(id), request, "sign_in.ask_for_mail", json!({}))
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The request behind a token, if its link can still be followed: a suspended account has none.
pub async fn usable_mail_request(
    db: &impl ConnectionTrait,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<mail_request::Model>, DbErr> {
    Entity::find()
        .inner_join(account::Entity)
        .filter(account::Column::IsActive.eq(true))
        .filter(Column::TokenHash.eq(secrets::digest(token)))
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::SettledAt.is_null())
        .one(db)
        .await
}

/// The person (`person.id`) whose account the request of a token is of: their record is locked before the
/// account, as by whoever corrects it.
///
/// # Errors
/// Those of the database.
pub async fn person_of_request(
    db: &impl ConnectionTrait,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>, DbErr> {
    let Some(found) = usable_mail_request(db, token, now).await? else { return Ok(None) };
    let account = account::Entity::find_by_id(found.account_id).one(db).await?;
    Ok(account.and_then(|account| account.person_id))
}

/// The account of a proven mail: as it was before, and the mail that it has now.
pub struct ProvenMail {
    pub before: account::Model,
    pub email: String,
}

/// Follows the link: the account has the new mail, keeps its password and signs in anew; the mail of
/// before is told. A step of the verb that gives the person the same mail.
///
/// # Errors
/// The link can no longer be followed, or another account has the mail by now.
pub async fn use_mail_request(
    tx: &DatabaseTransaction,
    app: &App,
    token: &str,
    request_id: &str,
) -> SignInResult<ProvenMail> {
    let now = app.clock.now();
    let Some(found) = usable_mail_request(tx, token, now).await? else {
        return refuse(SignInRefusal::LinkUnusable);
    };
    let id = found.account_id;
    let row = account::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let Some(before) = row.filter(|account| account.is_active) else {
        return refuse(SignInRefusal::LinkUnusable);
    };
    // Two uses at once, or one as it is made void: only one of them changes a row.
    if settle_mail_requests(tx, &[id], now).await? == 0 {
        return refuse(SignInRefusal::LinkUnusable);
    }
    if mail_is_taken(tx, &found.email, Some(id)).await? {
        return refuse(SignInRefusal::MailTaken);
    }
    let mut row = before.clone().into_active_model();
    row.search_name = Set(fold(&format!("{} {}", before.display_name, found.email)));
    row.email = Set(found.email.clone());
    row.mail_proven_at = Set(Some(now));
    row.update(tx).await?;
    void_links(tx, &[id], now).await?;
    sessions::close_all(tx, id).await?;
    let key = format!("sign_in/mail_moved:{}", found.id);
    queue(tx, app, before.clone().recipient(), key, &MailMoved {}).await?;
    let action = "sign_in.prove_mail";
    record_account(tx, &app.clock, id, Some(id), Some(request_id), action, json!({})).await?;
    Ok(ProvenMail { before, email: found.email })
}

/// Makes the open requests of these accounts void and returns how many there were.
pub async fn settle_mail_requests(
    tx: &DatabaseTransaction,
    accounts: &[AccountId],
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let settled = mail_request::ActiveModel { settled_at: Set(Some(now)), ..Default::default() };
    let done = Entity::update_many()
        .set(settled)
        .filter(Column::AccountId.is_in(accounts.iter().copied()))
        .filter(Column::SettledAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}
