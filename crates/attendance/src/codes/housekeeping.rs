//! What is forgotten: secrets after two days, what is known of networks and browsers after a month.

use std::time::Duration;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter};

use enrolment_model::links;
use platform::db::Db;
use platform::prelude::*;
use platform::workers::{Round, Worker};

use super::entity::{code_arrival, session_code};
use super::signals::KEPT;

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(60 * 60);
/// No code is accepted, nor known to be old, so long after its check-in began: sessions last a day at
/// most.
const SECRET: TimeDelta = TimeDelta::days(2);

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("codes", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Forgets what nobody needs any more.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    forget(&app.db, now).await?;
    links::forget(&app.db, now).await
}

async fn forget(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    use code_arrival::Column;
    // Check-in that nobody closed ended with its session long ago.
    session_code::Entity::update_many()
        .col_expr(session_code::Column::Secret, Expr::value(Option::<String>::None))
        .filter(session_code::Column::OpenedAt.lt(now - SECRET))
        .filter(session_code::Column::Secret.is_not_null())
        .exec(db.writer())
        .await?;
    session_code::Entity::update_many()
        .col_expr(session_code::Column::Salt, Expr::value(Option::<String>::None))
        .filter(session_code::Column::OpenedAt.lt(now - KEPT))
        .filter(session_code::Column::Salt.is_not_null())
        .exec(db.writer())
        .await?;
    let known = Condition::any()
        .add(Column::NetworkDigest.is_not_null())
        .add(Column::BrowserDigest.is_not_null());
    code_arrival::Entity::update_many()
        .col_expr(Column::NetworkDigest, Expr::value(Option::<String>::None))
        .col_expr(Column::BrowserDigest, Expr::value(Option::<String>::None))
        .filter(Column::At.lt(now - KEPT))
        .filter(known)
        .exec(db.writer())
        .await?;
    Ok(())
}
