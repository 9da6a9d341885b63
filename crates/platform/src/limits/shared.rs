//! Budgets of attempts that hold over all instances: what would harm somebody if each instance counted
//! for itself.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::RetryAfter;
use crate::db::Db;
use crate::entity::attempt_budget::{ActiveModel, Column, Entity};
use crate::errors::AppError;
use crate::secrets;
use crate::workers::{Round, prune};

/// `attempts` in each `window` for each key, refilled evenly, kept in the database.
///
/// One number is kept for a key: when its budget is whole again. An attempt moves it by the time that
/// one attempt takes to come back, and is refused where it would lie further away than the window. So
/// one statement asks and takes, and attempts side by side cannot outrun the budget.
#[derive(Clone, Copy, Debug)]
pub struct SharedBudget {
    /// Tells this budget from the others.
    pub name: &'static str,
    pub attempts: u32,
    pub window: TimeDelta,
}

impl SharedBudget {
    /// Takes one attempt of a key before it is made.
    ///
    /// # Errors
    /// None is left, or the database's.
    pub async fn take(&self, db: &Db, key: &str, now: DateTime<Utc>) -> Result<(), AppError> {
        let key = self.key(key);
        let now = now.timestamp_micros();
        let whole_at = Expr::col((Entity, Column::WholeAt));
        let from = Expr::case(whole_at.clone().gt(now), whole_at).finally(now);
        let next = Expr::expr(from).add(self.step());
        let row = ActiveModel { key: Set(key.clone()), whole_at: Set(now + self.step()) };
        let spent = OnConflict::column(Column::Key)
            .value(Column::WholeAt, next.clone())
            .action_and_where(next.lte(now + self.micros()))
            .to_owned();
        let taken =
            Entity::insert(row).on_conflict(spent).exec_without_returning(db.writer()).await?;
        if taken == 1 {
            return Ok(());
        }
        let kept = Entity::find_by_id(key).one(db.writer()).await?;
        let until = kept.map_or(now, |kept| kept.whole_at) + self.step() - self.micros();
        let seconds = u64::try_from(until - now).unwrap_or_default().div_ceil(1_000_000);
        Err(RetryAfter(Ord::max(seconds, 1)).into())
    }

    /// Gives an attempt back that was none.
    ///
    /// # Errors
    /// The database's.
    pub async fn give_back(&self, db: &Db, key: &str) -> Result<(), AppError> {
        let earlier = Expr::col(Column::WholeAt).sub(self.step());
        Entity::update_many()
            .col_expr(Column::WholeAt, earlier)
            .filter(Column::Key.eq(self.key(key)))
            .exec(db.writer())
            .await?;
        Ok(())
    }

    fn key(&self, key: &str) -> String {
        secrets::digest(format!("{}:{key}", self.name))
    }

    fn micros(&self) -> i64 {
        self.window.num_microseconds().unwrap_or(i64::MAX)
    }

    /// What one attempt takes to come back.
    fn step(&self) -> i64 {
        self.micros() / i64::from(Ord::max(self.attempts, 1))
    }
}

/// Deletes budgets that are whole again: they say nothing.
///
/// # Errors
/// The database's.
pub async fn forget(db: &Db, now: DateTime<Utc>) -> Result<Round, AppError> {
    prune::<Entity>(db, Column::Key, Column::WholeAt.lt(now.timestamp_micros())).await
}
