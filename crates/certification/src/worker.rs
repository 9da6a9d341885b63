//! The worker that renders certificates after they were issued, so that issuing a thousand does not
//! wait for a thousand documents and a download finds its bytes ready. Where a service signs documents,
//! this worker sends them to it.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use platform::app::App;
use platform::errors::{AppError, quiet};
use platform::workers::{Round, Worker};

use super::backlog::Backlog;
use super::commands::keep_document;
use super::entity::certificate::{self, CertificateId};
use super::entity::certificate_document;
use super::pdf::{self, PdfSource};
use super::signatures::DocumentSigner;

/// Most documents of one round, for which a stop of the program has to wait.
const PER_ROUND: u64 = 10;
const PAUSE: Duration = Duration::from_secs(3);

/// The worker that `assembly::serve` starts.
///
/// # Errors
/// A sentence about a wrong setting of the signing service.
pub fn worker(app: App) -> Result<Worker, String> {
    let held = Arc::new((Backlog::default(), DocumentSigner::of(&app.config)?));
    Ok(Worker::new("certificates", PAUSE, move || {
        let (app, held) = (app.clone(), Arc::clone(&held));
        async move { round(&app, &held.0, &held.1).await }
    }))
}

async fn round(app: &App, backlog: &Backlog, signer: &DocumentSigner) -> Result<Round, AppError> {
    let db = app.db.read();
    let now = app.clock.now();
    if signer.is_resting(now) {
        return Ok(Round::Idle);
    }
    let held = signer.held(now);
    let passed = [backlog.broken(), held.clone()].concat();
    let waiting = without_document(db, CertificateId(backlog.floor()), passed).await?;
    if waiting.is_empty() && !held.is_empty() {
        // The floor stays below those whose turn comes again.
        return Ok(Round::Idle);
    }
    if waiting.is_empty() {
        backlog.move_floor(db).await?;
        return Ok(Round::Idle);
    }
    for (id, made) in pdf::render_each(db, &waiting).await? {
        match made {
            Ok(pdf) => {
                if let Some(document) = signer.sign(app, backlog, id, pdf).await {
                    keep_document(app, id, document).await?;
                }
                if signer.is_resting(app.clock.now()) {
                    return Ok(Round::Idle);
                }
            }
            Err(error) => {
                backlog.pass_by(id);
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
    let signer = DocumentSigner::of(&app.config).map_err(AppError::Internal)?;
    render_with(app, &signer).await
}

/// Renders all that waits with this signer, which remembers its failures.
pub async fn render_with(app: &App, signer: &DocumentSigner) -> Result<(), AppError> {
    let backlog = Backlog::default();
    while round(app, &backlog, signer).await? == Round::More {}
    Ok(())
}

async fn without_document(
    db: &impl ConnectionTrait,
    floor: CertificateId,
    broken: Vec<i64>,
) -> Result<Vec<PdfSource>, DbErr> {
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
        .into_tuple::<(CertificateId, String)>()
        .all(db)
        .await
        .map(|rows| {
            rows.into_iter()
                .map(|(certificate, snapshot)| PdfSource { certificate, snapshot })
                .collect()
        })
}
