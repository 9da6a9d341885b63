//! Requests that are safe to send again (P6). Whoever may be cut off between the change and its
//! answer sends a key with the request; the same key again finds the same answer.
//!
//! 1. [`reserve`] commits a row before the work begins: a second request at the same time is told
//!    to wait.
//! 2. [`Reservation::keep`] writes the answer in the transaction of the change: both are there or
//!    neither.
//! 3. What a stop in the middle left behind is taken over after [`ABANDONED`]; the one that was
//!    slow and not dead then fails to write its answer, and its change with it.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, TryInsertResult,
};

use super::db::Db;
use super::entity::idempotent_request::{ActiveModel, Column, Entity};
use super::errors::AppError;
use super::secrets;
use super::workers::{Round, prune};

/// A reservation this old belongs to nobody who still lives.
pub const ABANDONED: TimeDelta = TimeDelta::seconds(60);
/// How long an answer can be asked for again.
pub const KEPT: TimeDelta = TimeDelta::days(30);

/// What a key means for the request that carries it.
#[derive(Debug)]
pub enum Turn {
    /// Nobody has done this: the work may begin.
    Go(Reservation),
    /// It was done; this was the answer.
    Done(StoredResponse),
    /// The key was used for something else.
    OtherBody,
    /// Somebody is at it.
    InFlight { retry_after_seconds: u64 },
}

/// An answer as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredResponse {
    pub status: u16,
    pub body: String,
}

/// The right to do the work of one key, until it is answered, given back or abandoned.
#[derive(Debug)]
pub struct Reservation {
    account: i64,
    key: String,
    holder: String,
}

/// 16 to 64 letters, digits, hyphens and underscores.
pub fn is_key(text: &str) -> bool {
    (16..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Takes the key for this request, if it is free.
pub async fn reserve(
    db: &Db,
    now: DateTime<Utc>,
    account: i64,
    key: &str,
    body: &[u8],
) -> Result<Turn, AppError> {
    let holder = secrets::token()?;
    let digest = secrets::digest(body);
    let row = ActiveModel {
        account_id: Set(account),
        key: Set(key.to_owned()),
        body_digest: Set(digest.clone()),
        holder: Set(holder.clone()),
        reserved_at: Set(now),
        ..Default::default()
    };
    let written = Entity::insert(row)
        .on_conflict_do_nothing_on([Column::AccountId, Column::Key])
        .exec_without_returning(db.writer())
        .await?;
    let mine = Reservation { account, key: key.to_owned(), holder };
    if matches!(written, TryInsertResult::Inserted(1)) {
        return Ok(Turn::Go(mine));
    }
    let Some(found) = Entity::find_by_id((account, key.to_owned())).one(db.writer()).await? else {
        // Given back in this very moment.
        return Ok(Turn::InFlight { retry_after_seconds: 1 });
    };
    if found.body_digest != digest {
        return Ok(Turn::OtherBody);
    }
    if let (Some(status), Some(body)) = (found.status, found.answer) {
        return Ok(Turn::Done(StoredResponse {
            status: u16::try_from(status).unwrap_or(500),
            body,
        }));
    }
    let left = found.reserved_at + ABANDONED - now;
    if left > TimeDelta::zero() {
        let seconds = u64::try_from(left.num_seconds()).unwrap_or(0) + 1;
        return Ok(Turn::InFlight { retry_after_seconds: seconds });
    }
    let taken = Entity::update_many()
        .col_expr(Column::Holder, Expr::value(mine.holder.clone()))
        .col_expr(Column::ReservedAt, Expr::value(now))
        .filter(mine.row())
        .filter(Column::Holder.eq(found.holder))
        .filter(Column::AnsweredAt.is_null())
        .exec(db.writer())
        .await?;
    if taken.rows_affected == 1 {
        return Ok(Turn::Go(mine));
    }
    Ok(Turn::InFlight { retry_after_seconds: ABANDONED.num_seconds().unsigned_abs() })
}

impl Reservation {
    fn row(&self) -> Condition {
        Condition::all().add(Column::AccountId.eq(self.account)).add(Column::Key.eq(&self.key))
    }

    /// Stores the response in the transaction of the change.
    ///
    /// # Errors
    ///
    /// Those of the database; and when another request took the key over, in which case the change
    /// must not be committed.
    pub async fn keep(
        &self,
        tx: &DatabaseTransaction,
        now: DateTime<Utc>,
        answer: &StoredResponse,
    ) -> Result<(), AppError> {
        let kept = Entity::update_many()
            .col_expr(Column::Status, Expr::value(i32::from(answer.status)))
            .col_expr(Column::Answer, Expr::value(answer.body.clone()))
            .col_expr(Column::AnsweredAt, Expr::value(now))
            .filter(self.row())
            .filter(Column::Holder.eq(&self.holder))
            .filter(Column::AnsweredAt.is_null())
            .exec(tx)
            .await?;
        match kept.rows_affected {
            1 => Ok(()),
            _ => Err(AppError::Internal("somebody took the request over".to_owned())),
        }
    }

    /// Releases the key, because nothing was changed: a second request need not wait.
    pub async fn give_back(self, db: &Db) -> Result<(), AppError> {
        Entity::delete_many()
            .filter(self.row())
            .filter(Column::Holder.eq(&self.holder))
            .filter(Column::AnsweredAt.is_null())
            .exec(db.writer())
            .await?;
        Ok(())
    }
}

/// Deletes the oldest responses that nobody can ask for again.
pub async fn forget(db: &Db, now: DateTime<Utc>) -> Result<Round, AppError> {
    prune::<Entity>(db, Column::ReservedAt, Column::ReservedAt.lt(now - KEPT)).await
}
