//! The demonstration: an invented programme, replayed through the commands of every capability,
//! so that it obeys the same rules as everybody. A newcomer's first start makes it; it says so on
//! every page, in every letter and in every document.
//!
//! ## Words
//!
//! - **Script**: the files of `seed/demo` as typed content: entities, people, accounts, cohorts,
//!   enrolments.
//! - **Offset**: a day of the script, counted from the day of loading: 0 is that day, −30 a month
//!   before.
//! - **Replay**: living the script through commands with a clock that is set by hand.
//! - **Life**: one cohort from draft to where the script leaves it.
//! - **Deed**: what somebody of the script does beside that: a test begun, a target, a lesson.
//! - **Setting `demo`**: the row that says that this database is a demonstration.
//! - **Setting `demo_loading`**: the row that stands while a demonstration is being loaded.
//!
//! ## Rules
//!
//! - A demonstration is loaded only into a database without persons, accounts and cohorts: its
//!   password is known to everybody and never mixes with real data.
//! - A load that was cut short is told at the next start, and the server refuses to serve it.
//! - A database that somebody named, in the environment or in `Rocket.toml`, is never filled by
//!   itself.
//! - Sessions add up to what courses ask for (R83), but in one cohort, which two people close.
//! - The script holds on any day of loading: order, stages and holidays are tested for many days.
//! - Codes in the script are the words of its files; a wrong one fails with the name of the step.
//! - Every change is a command by the hand that makes it in the product. A refusal is a defect of
//!   the script and stops the load.
//! - Invented values are marked as such and never correct published ones.
//!
//! ## A walk: a newcomer starts the product
//!
//! `cargo run` in an empty folder:
//!
//! 1. The program migrates the embedded database and finds neither territory nor people. `begin`
//!    writes that a load is under way, and the reference facts are loaded.
//! 2. `load` makes a key that signs credentials, as `formacion keys new` does. Where no secret
//!    can be kept, the demonstration has certificates without credentials.
//! 3. `replay` sets a clock of its own some six hundred days back. It writes the setting, adds
//!    entities, people with posts and authorisations, and accounts with the script's password,
//!    each by the command of its capability.
//! 4. Official values are imported as a publisher's file, and questions from a file as somebody
//!    from another system would bring them.
//! 5. Each cohort lives its life (`replay/life`): it is made and published by the coordinator;
//!    people arrive in the order of the script, minutes apart (`replay/seats`); sessions are held
//!    and closed by their facilitators; grades, surveys, the closing and certificates follow,
//!    each at its date. Lists to mend, needs and what is decided about the whole (`replay/deeds`)
//!    come last.
//! 6. The months that are over are frozen as the worker would freeze them, the row `demo_loading`
//!    goes, and the greeting prints the address and the password.

use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, QuerySelect, Set};

use cohorts::entity::cohort;
use people::entity::person;
use people::references::PersonReferences;
use platform::app::App;
use platform::entity::setting;
use platform::errors::AppError;
use platform::workers::Round;
use sign_in::entity::account;

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

/// Replays the demo programme into a database that has the reference facts and no people, and
/// returns a line about what there is. `references` are those of the whole product: two records of
/// the script become one.
///
/// # Errors
///
/// As [`begin`].
pub async fn load(app: &App, references: &PersonReferences) -> Result<String, AppError> {
    begin(app).await?;
    let script = replay::script()?;
    make_key(app).await?;
    let summary = replay::Replay::new(app, &script).play(references).await?;
    // What the months that are over were like: the worker would do it within the hour.
    while reports::cuts::worker::round(app).await? == Round::More {}
    setting::Entity::delete_by_id(LOADING.to_owned()).exec(app.db.writer()).await?;
    Ok(summary)
}

/// Makes the key that `formacion keys new` makes. Where no secret can be kept the demo has
/// certificates without credentials, as any other installation.
async fn make_key(app: &App) -> Result<(), AppError> {
    use certification::credentials::commands::new_key;
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
