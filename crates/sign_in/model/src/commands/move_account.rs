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
    let is_active = row.is_active && !is_taken;
    let name = row.display_name.clone();
    let mut changed = row.into_active_model();
    changed.password_hash = Set(None);
    changed.is_active = Set(is_active);
    if !is_taken {
        changed.search_name = Set(fold(&format!("{name} {email}")));
        changed.email = Set(email);
    }
    let row = changed.update(tx).await?;
    sessions::close_all(tx, id).await?;
    if is_active {
        send_link(tx, app, &row, LinkCause::Invited).await?;
    } else {
        void_links(tx, &[id], app.clock.now()).await?;
    }
    let request = by.request.as_deref();
    let detail = json!({ "closed": is_taken });
    record_account(tx, &app.clock, id, by.account, request, "sign_in.move_account", detail).await?;
    Ok(())
}
