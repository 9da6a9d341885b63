//! What a withdrawn request showed goes after a term: nobody decides by it any more, and it may be a
//! medical certificate. The request stays, and history keeps the digest of what was stored.

use std::time::Duration;

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use platform::entity::stored_file;
use platform::prelude::*;
use platform::workers::{Round, Worker};

use super::entity::attendance_request::{ActiveModel, Column, Entity, State};

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(60 * 60);
/// For how long a withdrawn file can still be asked for.
pub const TERM: TimeDelta = TimeDelta::days(30);
/// Files of one round.
const AT_ONCE: u64 = 50;

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("withdrawn requests", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Forgets the oldest files whose term is over. The bytes go first and the rows after them: a round
/// that is cut off finds the same rows again, and bytes that are gone are forgotten already.
///
/// # Errors
/// The database's and the store's.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let over = Entity::find()
        .find_also_related(stored_file::Entity)
        .filter(Column::State.eq(State::Withdrawn))
        .filter(Column::DecidedAt.lt(app.clock.now() - TERM))
        .filter(Column::FileId.is_not_null())
        .order_by_asc(Column::Id)
        .limit(AT_ONCE)
        .all(app.db.read())
        .await?;
    for (request, file) in &over {
        let Some(file) = file else { continue };
        app.files.delete(&file.key).await?;
        let tx = app.db.begin().await?;
        let forgotten = ActiveModel {
            file_id: Set(None),
            received_sha256: Set(None),
            file_pages: Set(None),
            ..Default::default()
        };
        Entity::update_many().set(forgotten).filter(Column::Id.eq(request.id)).exec(&tx).await?;
        stored_file::Entity::delete_by_id(file.id).exec(&tx).await?;
        tx.commit().await?;
    }
    Ok(if over.len() as u64 == AT_ONCE { Round::More } else { Round::Idle })
}
