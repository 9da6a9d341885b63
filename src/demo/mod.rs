//! The demo programme, replayed through the commands of every capability so that it obeys
//! the same rules as everybody.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use crate::platform::app::App;
use crate::platform::entity::setting;
use crate::platform::errors::AppError;

#[cfg(test)]
mod reference_tests;
pub mod script;
#[cfg(test)]
mod script_days_tests;
#[cfg(test)]
mod script_tests;

/// Key of the setting that only the demo seed writes.
pub const SETTING: &str = "demo";

/// Whether the demo seed made this database.
pub async fn is_demo(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(setting::Entity::find_by_id(SETTING.to_owned())
        .one(db)
        .await?
        .is_some())
}

/// Replays the demo programme into an empty database; answers a line about what there is.
pub async fn load(_app: &App) -> Result<String, AppError> {
    Err(AppError::Internal(
        "the demo programme is not written yet".to_owned(),
    ))
}

/// The password of every demo account.
pub fn password() -> Result<String, script::ScriptError> {
    Ok(script::Script::load()?.programme.demo_password)
}
