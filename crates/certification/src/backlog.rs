//! Where a worker that follows certificates stands: what is new is found without reading all that
//! is old.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QuerySelect};

use super::entity::certificate::{self, CertificateId};

/// Transactions under way may still commit ids below the highest seen.
const LOOK_BACK: i64 = 1_000;
/// Idle rounds between two looks at all certificates.
const WHOLE_LOOK: u32 = 200;

/// Where to look next. Forgetting it costs one look at all certificates, nothing else.
#[derive(Default)]
pub struct Backlog {
    floor: AtomicI64,
    idle: AtomicU32,
    /// Those whose work failed, passed by until the next look at all.
    broken: Mutex<BTreeSet<i64>>,
}

impl Backlog {
    fn failed(&self) -> MutexGuard<'_, BTreeSet<i64>> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing waits at this certificate or before.
    pub fn floor(&self) -> i64 {
        self.floor.load(Ordering::Relaxed)
    }

    pub fn broken(&self) -> Vec<i64> {
        self.failed().iter().copied().collect()
    }

    pub fn pass_by(&self, id: CertificateId) {
        self.failed().insert(id.0);
    }

    /// Nothing waits above the floor: the next look begins near the end, and sometimes at the start.
    pub async fn is_done(&self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
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
