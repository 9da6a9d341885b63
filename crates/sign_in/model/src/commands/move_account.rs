//! The account of a person whose mail the institution replaced.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, Set,
};

use platform::prelude::*;
use platform::search::fold;

use super::link::void_links;
use super::lost_password::send_link;
use super::{normal_mail, record_account};
use crate::actor::{AccountId, Author};
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
    let Some(row) = account::Entity::find().filter(own).lock_exclusive().one(tx).await? else {
        return Ok(());
    };
    let id: AccountId = row.id;
    let email = normal_mail(email);
    let others = account::Entity::find()
        .filter(account::Column::Email.eq(&email))
        .filter(account::Column::Id.ne(id));
    let is_taken = others.one(tx).await?.is_some();
    let name = row.display_name.clone();
    let mut changed = row.into_active_model();
    if is_taken {
        changed.is_active = Set(false);
    } else {
        changed.search_name = Set(fold(&format!("{name} {email}")));
        changed.email = Set(email);
    }
    sessions::close_all(tx, id).await?;
    void_password(tx, app, changed, LinkCause::Invited).await?;
    let request = by.request.as_deref();
    let detail = json!({ "closed": is_taken });
    record_account(tx, &app.clock, id, by.account, request, "sign_in.move_account", detail).await?;
    Ok(())
}

/// Writes an account without its password and makes its open links void. An active account gets a letter
/// that says why, with a link to a new password, which is the only one that works then.
pub(super) async fn void_password(
    tx: &DatabaseTransaction,
    app: &App,
    mut changed: account::ActiveModel,
    cause: LinkCause,
) -> Result<(), AppError> {
    changed.password_hash = Set(None);
    let row = changed.update(tx).await?;
    if row.is_active {
        send_link(tx, app, &row, cause).await
    } else {
        Ok(void_links(tx, &[row.id], app.clock.now()).await?)
    }
}
