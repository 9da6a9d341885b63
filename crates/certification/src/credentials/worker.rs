//! The worker that signs credentials after certificates were issued: issuing never waits for a key,
//! and a key that comes later signs what waited.

use std::sync::Arc;
use std::time::Duration;

use platform::app::App;
use platform::errors::{AppError, quiet};
use platform::workers::{Round, Worker};

use super::keys::{NoKey, signer};
use super::{commands, queries};
use crate::backlog::Backlog;
use crate::entity::certificate::CertificateId;

/// Credentials of one round, and of one transaction.
const PER_ROUND: u64 = 50;
const PAUSE: Duration = Duration::from_secs(3);

/// The worker that `assembly::serve` starts.
pub fn worker(app: App) -> Worker {
    let backlog = Arc::new(Backlog::default());
    Worker::new("credentials", PAUSE, move || {
        let (app, backlog) = (app.clone(), Arc::clone(&backlog));
        async move { round(&app, &backlog).await }
    })
}

async fn round(app: &App, backlog: &Backlog) -> Result<Round, AppError> {
    let db = app.db.read();
    let after = CertificateId(backlog.floor());
    let waiting = queries::unsigned(db, after, &backlog.broken(), PER_ROUND).await?;
    if waiting.is_empty() {
        backlog.move_floor(db).await?;
        return Ok(Round::Idle);
    }
    let key = match signer(app, db).await {
        Ok(key) => key,
        Err(NoKey::None) => return Ok(Round::Idle),
        Err(error) => return Err(error.into()),
    };
    if let Err(error) = commands::sign(app, &key, &waiting).await {
        // One that cannot be signed must not stop the others: each alone.
        for certificate in &waiting {
            if let Err(error) = commands::sign(app, &key, std::slice::from_ref(certificate)).await {
                backlog.pass_by(certificate.id);
                let (certificate, reason) = (certificate.id.0, quiet(&error));
                tracing::error!(certificate, reason, "a credential was not signed");
            }
        }
        tracing::warn!(reason = quiet(&error), "credentials were signed one by one");
    }
    Ok(Round::More)
}

/// Signs all that waits; for the loader of the demo and for tests.
pub async fn sign_all(app: &App) -> Result<(), AppError> {
    let backlog = Backlog::default();
    while round(app, &backlog).await? == Round::More {}
    Ok(())
}
