//! The account whose mail the institution replaced.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, Set,
};

use platform::prelude::*;
use platform::search::fold;

use super::contacts::mail_is_taken;
use super::link::void_links;
use super::lost_password::send_link;
use super::mail_requests::settle_mail_requests;
use super::{normal_mail, record_account};
use crate::actor::Author;
use crate::closing::Closing;
use crate::entity::account;
use crate::letters::LinkCause;
use crate::sessions;

/// Gives the account of a person (`person.id`) another mail: its password, links and sessions end, and
/// the new mail gets a link to a new password. Where another account has that mail already, the
/// person's is closed. Nothing happens to somebody without an account.
///
/// # Errors
/// Those of the database.
pub async fn move_account(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    person: i64,
    email: &str,
) -> Result<(), AppError> {
    let own = account::Column::PersonId.eq(person);
    match account::Entity::find().filter(own).lock_exclusive().one(tx).await? {
        Some(row) => move_row(tx, app, by, row, email).await,
        None => Ok(()),
    }
}

/// [`move_account`] of an account whose row is locked.
pub(super) async fn move_row(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    row: account::Model,
    email: &str,
) -> Result<(), AppError> {
    let id = row.id;
    let email = normal_mail(email);
    let is_taken = mail_is_taken(tx, &email, Some(id)).await?;
    let name = row.display_name.clone();
    let mut changed = row.into_active_model();
    if is_taken {
        changed.is_active = Set(false);
    } else {
        changed.search_name = Set(fold(&format!("{name} {email}")));
        changed.email = Set(email);
        changed.mail_proven_at = Set(None);
    }
    sessions::close_all(tx, id).await?;
    void_password(tx, app, changed, LinkCause::Invited, Closing::ALL).await?;
    let request = by.request.as_deref();
    let detail = json!({ "closed": is_taken });
    record_account(tx, &app.clock, id, by.account, request, "sign_in.move_account", detail).await?;
    Ok(())
}

/// Writes an account without its password, makes its open links and requests void and closes addresses.
/// An active account gets a letter that says why, with a link to a new password, which is the only one
/// that works then.
pub(super) async fn void_password(
    tx: &DatabaseTransaction,
    app: &App,
    mut changed: account::ActiveModel,
    cause: LinkCause,
    closing: Closing,
) -> Result<(), AppError> {
    changed.password_hash = Set(None);
    let row = changed.update(tx).await?;
    settle_mail_requests(tx, &[row.id], app.clock.now()).await?;
    closing.close(tx, app, row.id).await?;
    if row.is_active {
        send_link(tx, app, &row, cause).await
    } else {
        Ok(void_links(tx, &[row.id], app.clock.now()).await?)
    }
}
