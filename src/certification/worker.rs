//! The worker that renders certificates after they were issued, so that issuing a thousand does
//! not wait for a thousand documents and a download finds its bytes ready.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use super::commands::keep_document;
use super::entity::certificate::{self, CertificateId};
use super::entity::certificate_document;
use super::papers;
use crate::platform::app::App;
use crate::platform::errors::{AppError, quiet};
use crate::platform::workers::{Round, Worker};

/// Documents of one round: a stop waits for no more than this.
const PER_ROUND: u64 = 10;
const PAUSE: Duration = Duration::from_secs(3);
/// Transactions under way may still commit ids below the highest seen.
const LOOK_BACK: i64 = 1_000;
/// Idle rounds between two looks at all certificates.
const WHOLE_LOOK: u32 = 200;

/// The worker that `assembly::serve` starts.
pub fn worker(app: App) -> Worker {
    let place = Arc::new(Place::default());
    Worker::new("certificates", PAUSE, move || {
        let (app, place) = (app.clone(), Arc::clone(&place));
        async move { round(&app, &place).await }
    })
}

/// Where to look next. Forgetting it costs one look at all certificates, nothing else.
#[derive(Default)]
struct Place {
    floor: AtomicI64,
    idle: AtomicU32,
    /// Those that could not be rendered, passed by until the next look at all.
    broken: Mutex<BTreeSet<i64>>,
}

impl Place {
    fn broken(&self) -> std::sync::MutexGuard<'_, BTreeSet<i64>> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn round(app: &App, place: &Place) -> Result<Round, AppError> {
    let floor = place.floor.load(Ordering::Relaxed);
    let broken: Vec<i64> = place.broken().iter().copied().collect();
    let waiting = without_document(app.db.read(), CertificateId(floor), broken).await?;
    if waiting.is_empty() {
        let idle = place.idle.fetch_add(1, Ordering::Relaxed);
        let next = if idle % WHOLE_LOOK == WHOLE_LOOK - 1 {
            place.broken().clear();
            0
        } else {
            highest(app.db.read()).await?.saturating_sub(LOOK_BACK).max(0)
        };
        place.floor.store(next, Ordering::Relaxed);
        return Ok(Round::Idle);
    }
    for (id, snapshot) in waiting {
        match papers::render(snapshot).await {
            Ok(pdf) => {
                keep_document(app, id, pdf).await?;
            }
            Err(error) => {
                place.broken().insert(id.0);
                tracing::error!(
                    certificate = id.0,
                    reason = quiet(&error),
                    "a certificate was not rendered"
                );
            }
        }
    }
    Ok(Round::More)
}

/// Renders all that waits; for the loader of the demo and for tests.
pub async fn render_all(app: &App) -> Result<(), AppError> {
    let place = Place::default();
    while round(app, &place).await? == Round::More {}
    Ok(())
}

async fn without_document(
    db: &impl ConnectionTrait,
    floor: CertificateId,
    broken: Vec<i64>,
) -> Result<Vec<(CertificateId, String)>, DbErr> {
    let document = certificate_document::Relation::Certificate.def().rev();
    certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Id)
        .column(certificate::Column::Snapshot)
        .join(JoinType::LeftJoin, document)
        .filter(certificate::Column::Id.gt(floor))
        .filter(certificate::Column::Id.is_not_in(broken))
        .filter(certificate_document::Column::CertificateId.is_null())
        .order_by_asc(certificate::Column::Id)
        .limit(PER_ROUND)
        .into_tuple()
        .all(db)
        .await
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
