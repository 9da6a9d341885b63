//! The last step of signing in.

use sea_orm::DatabaseTransaction;
use serde_json::json;

use notices_model::commands::queue;
use platform::app::App;
use platform::dates;
use platform::errors::AppError;
use platform::secrets;

use super::record_account;
use crate::access_letters::NewDeviceNotice;
use crate::browser::{Browser, Entry};
use crate::entity::account;
use crate::sessions;

/// Opens a session for somebody who proved whose account it is, and tells its mail where the browser is
/// one that it did not know. `factor` says by what of a second factor, where there is one.
///
/// # Errors
/// Those of the database, or no randomness.
pub async fn come_in(
    tx: &DatabaseTransaction,
    app: &App,
    account: account::Model,
    browser: &Browser,
    factor: Option<&'static str>,
) -> Result<Entry, AppError> {
    let now = app.clock.now();
    let id = account.id;
    let entry = sessions::open(tx, id, browser, now).await?;
    if entry.is_new_device {
        let letter = NewDeviceNotice {
            at: dates::short_with_time(now),
            device: browser.kind.clone(),
            is_shared: browser.is_shared,
        };
        let key = format!("sign_in/new_device:{}", secrets::digest(&entry.session));
        queue(tx, app, account.recipient(), key, &letter).await?;
    }
    let mut detail = json!({ "new_device": entry.is_new_device, "shared": browser.is_shared });
    if let Some(factor) = factor {
        detail["factor"] = json!(factor);
    }
    record_account(tx, &app.clock, id, Some(id), None, "sign_in.enter", detail).await?;
    Ok(entry)
}
