//! The demo programme, replayed through the commands of every capability so that it obeys
//! the same rules as everybody.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QuerySelect};

use crate::people::entity::person;
use crate::platform::app::App;
use crate::platform::entity::setting;
use crate::platform::errors::AppError;

#[cfg(test)]
mod reference_tests;
mod replay;
pub mod script;
#[cfg(test)]
mod script_days_tests;
#[cfg(test)]
mod script_tests;

/// Key of the setting that only the demo seed writes.
pub const SETTING: &str = "demo";

/// Whether the demo seed made this database.
pub async fn is_demo(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(setting::Entity::find_by_id(SETTING.to_owned()).one(db).await?.is_some())
}

/// Replays the demo programme into an empty database; answers a line about what there is.
///
/// # Errors
/// `Refused` when the database has people already: a demo never mixes with real data.
pub async fn load(app: &App) -> Result<String, AppError> {
    if person::Entity::find().limit(1).one(app.db.read()).await?.is_some() {
        return Err(AppError::Refused("la base de datos ya tiene personas".to_owned()));
    }
    let script = replay::script()?;
    replay::Replay::new(app, &script).play().await
}

/// The password of every demo account.
pub fn password() -> Result<String, script::ScriptError> {
    Ok(script::Script::load()?.programme.demo_password)
}
