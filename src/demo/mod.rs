//! The demo programme, replayed through the commands of every capability so that it obeys
//! the same rules as everybody.

use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, QuerySelect, Set};

use crate::cohorts::entity::cohort;
use crate::people::entity::person;
use crate::platform::app::App;
use crate::platform::entity::setting;
use crate::platform::errors::AppError;
use crate::platform::workers::Round;
use crate::sign_in::entity::account;

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

/// Key of a setting that stands while the demo is being loaded. A load that was cut short
/// leaves it behind.
pub const LOADING: &str = "demo_loading";

/// Whether a load of the demo began and did not end.
pub async fn is_unfinished(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(setting::Entity::find_by_id(LOADING.to_owned()).one(db).await?.is_some())
}

/// Whether the database knows no person, no account and no cohort.
pub async fn nobody_is_here(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(person::Entity::find().limit(1).one(db).await?.is_none()
        && account::Entity::find().limit(1).one(db).await?.is_none()
        && cohort::Entity::find().limit(1).one(db).await?.is_none())
}

/// Says in the database that the demo is being loaded, before anything of it is there: the
/// reference facts come after this.
///
/// # Errors
/// `Refused` when the database has people, accounts or cohorts: a demo, whose password
/// everybody knows, never mixes with real data.
pub async fn begin(app: &App) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    if !nobody_is_here(&tx).await? {
        let sentence = if is_unfinished(&tx).await? {
            "una carga anterior quedó a medias; cree de nuevo la base de datos vacía"
        } else {
            "la base de datos ya tiene personas, cuentas o cohortes"
        };
        return Err(AppError::Refused(sentence.to_owned()));
    }
    if !is_unfinished(&tx).await? {
        let value = Set("begun".to_owned());
        setting::ActiveModel { key: Set(LOADING.to_owned()), value }.insert(&tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Replays the demo programme into a database that has the reference facts and nobody;
/// answers a line about what there is.
///
/// # Errors
/// As [`begin`].
pub async fn load(app: &App) -> Result<String, AppError> {
    begin(app).await?;
    let script = replay::script()?;
    make_key(app).await?;
    let summary = replay::Replay::new(app, &script).play().await?;
    // What the months that are over were like: the worker would do it within the hour.
    while crate::reports::cuts::worker::round(app).await? == Round::More {}
    setting::Entity::delete_by_id(LOADING.to_owned()).exec(app.db.writer()).await?;
    Ok(summary)
}

/// Makes the key that `formacion keys new` makes. Where no secret can be kept the demo has
/// certificates without credentials, as any other installation.
async fn make_key(app: &App) -> Result<(), AppError> {
    use crate::certification::credentials::commands::new_key;
    match new_key(app).await {
        Ok(_) => Ok(()),
        Err(failure) => {
            let refusal = failure.refusal()?;
            tracing::warn!(%refusal, "the demo signs no credentials");
            Ok(())
        }
    }
}

/// The password of every demo account.
pub fn password() -> Result<String, script::ScriptError> {
    Ok(script::Script::load()?.programme.demo_password)
}
