//! What nobody needs any more goes: sessions and links long ended, attempts that no limit
//! counts. What happened stays in history. Accounts that had a role before the product asked for a
//! second factor are asked from now on.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Iterable, QueryFilter, QuerySelect};

use platform::app::App;
use platform::dates;
use platform::db::Db;
use platform::errors::AppError;
use platform::workers::{Round, Worker, prune};

use super::actor::{AccountId, Role};
use super::commands::ask_for_factor;
use super::entity::{
    account, half_session, known_device, mail_request, one_time_link, password_request, role_grant,
    sign_in_attempt, web_session,
};
use super::rules;
use sign_in_model::factor::rules::is_compulsory;
use sign_in_model::kept_files;

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(60 * 60);

/// Accounts that are asked in one round.
const ASKED_AT_ONCE: u64 = 500;

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("housekeeping", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Deletes the oldest that may go.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    let db = &app.db;
    let sessions = web_session::Column::ExpiresAt.lt(now - rules::ENDED);
    let links = one_time_link::Column::ExpiresAt.lt(now - rules::ENDED);
    let mails = mail_request::Column::ExpiresAt.lt(now - rules::ENDED);
    let attempt = |succeeded: bool, kept| {
        Condition::all()
            .add(sign_in_attempt::Column::Succeeded.eq(succeeded))
            .add(sign_in_attempt::Column::At.lt(now - kept))
    };
    let attempts =
        Condition::any().add(attempt(true, rules::KNOWN)).add(attempt(false, rules::FAILURES_KEPT));
    let half = half_session::Column::ExpiresAt.lte(now);
    let half = prune::<half_session::Entity>(db, half_session::Column::Id, half).await?;
    // Nobody could answer it in a day.
    let request = password_request::Column::AskedAt.lt(now - rules::FAILURES_KEPT);
    let device = known_device::Column::LastSeenAt.lt(now - rules::KNOWN);
    let requests =
        prune::<password_request::Entity>(db, password_request::Column::Id, request).await?;
    let devices = prune::<known_device::Entity>(db, known_device::Column::Id, device).await?;
    let sessions = prune::<web_session::Entity>(db, web_session::Column::Id, sessions).await?;
    let links = prune::<one_time_link::Entity>(db, one_time_link::Column::Id, links).await?;
    let mails = prune::<mail_request::Entity>(db, mail_request::Column::Id, mails).await?;
    let attempts =
        prune::<sign_in_attempt::Entity>(db, sign_in_attempt::Column::Id, attempts).await?;
    // The days of deputies that are over; they hold for nothing since their last one.
    let over = role_grant::Column::ValidUntil.lt(dates::bogota_date(now));
    let over = prune::<role_grant::Entity>(db, role_grant::Column::Id, over).await?;
    ask_accounts(db, now).await?;
    let files = match kept_files::let_go(app).await? {
        true => Round::More,
        false => Round::Idle,
    };
    let all = [sessions, links, mails, attempts, half, requests, devices, over, files];
    Ok(all.into_iter().fold(Round::Idle, Round::and))
}

/// Asks accounts with a role that owes a second factor, and that nobody asked yet (R79). They are looked
/// for among the readers: there are none on most days.
async fn ask_accounts(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    let roles = Role::iter().filter(|role| is_compulsory(*role));
    let unasked: Vec<AccountId> = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::AccountId)
        .inner_join(account::Entity)
        .filter(role_grant::Column::Role.is_in(roles))
        .filter(account::Column::FactorAskedAt.is_null())
        .limit(ASKED_AT_ONCE)
        .into_tuple()
        .all(db.read())
        .await?;
    if !unasked.is_empty() {
        ask_for_factor(db.writer(), account::Column::Id.is_in(unasked), now).await?;
    }
    Ok(())
}
