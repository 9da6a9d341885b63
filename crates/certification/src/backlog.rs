//! Remembers how far a worker has read the certificates, so that it finds new work without reading
//! all the old rows.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QuerySelect};

use super::entity::certificate::{self, CertificateId};

/// Ids below the highest one that are read again: a transaction under way may still commit one of them.
const LOOK_BACK: i64 = 1_000;
/// Number of idle rounds after which the worker reads all certificates once more.
const WHOLE_LOOK: u32 = 200;

/// From which certificate the worker reads next. It is kept in memory: after a new start the worker
/// reads all certificates once.
#[derive(Default)]
pub struct Backlog {
    floor: AtomicI64,
    idle: AtomicU32,
    /// Certificates whose work failed; the worker passes them by until it next reads all certificates.
    broken: Mutex<BTreeSet<i64>>,
}

impl Backlog {
    fn failed(&self) -> MutexGuard<'_, BTreeSet<i64>> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the id up to which no certificate waits; the worker reads those after it.
    pub fn floor(&self) -> i64 {
        self.floor.load(Ordering::Relaxed)
    }

    /// Returns the certificates that the worker passes by.
    pub fn broken(&self) -> Vec<i64> {
        self.failed().iter().copied().collect()
    }

    /// Notes that the work on a certificate failed.
    pub fn pass_by(&self, id: CertificateId) {
        self.failed().insert(id.0);
    }

    /// Moves the floor after a round that found no work: near the highest id, which costs one statement,
    /// or in every `WHOLE_LOOK`th idle round back to the start, where failed certificates are tried
    /// again.
    pub async fn move_floor(&self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let idle = self.idle.fetch_add(1, Ordering::Relaxed);
        let next = if idle % WHOLE_LOOK == WHOLE_LOOK - 1 {
            self.failed().clear();
            0
        } else {
            highest(db).await?.saturating_sub(LOOK_BACK).max(0)
        };
        self.floor.store(next, Ordering::Relaxed);
        Ok(())
    }
}

async fn highest(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let highest: Option<Option<i64>> = certificate::Entity::find()
        .select_only()
        .column_as(certificate::Column::Id.max(), "highest")
        .into_tuple()
        .one(db)
        .await?;
    Ok(highest.flatten().unwrap_or(0))
}
