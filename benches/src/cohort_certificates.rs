//! The certificates of cohorts of forty people: a coordination asks for them, strangers verify them, and
//! the coordination downloads them, one by one and as a zip.
//!
//! The press only names the people. Two workers of the server issue the certificates and render their
//! documents afterwards, so everything after the press waits until they are done.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use formacion::certification::batches::entity::certificate_batch;
use formacion::certification::batches::entity::certificate_batch_person::{
    self as batch_person, State,
};
use formacion::certification::entity::{certificate, certificate_document};
use formacion::cohorts::entity::cohort::CohortId;
use formacion::platform::db::Db;
use rocket::tokio::time::sleep;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};

use crate::bench::{Against, Aims, Bench, guarded};
use crate::client::Shot;
use crate::table::Aim;

const PRESS: &str = "press for 40 certificates";
const VERIFICATION: &str = "verification";
const KEPT: &str = "certificate, kept";
const ZIP: &str = "40 certificates in a zip";
const NEW: &str = "certificate, new";

/// How long the workers may take.
const PATIENCE: Duration = Duration::from_secs(120);

impl Bench<'_> {
    /// Has the certificates of the closed cohorts issued, and then measures what is asked of them.
    ///
    /// # Errors
    /// A page without its form, or workers that do not issue or render all of them.
    pub async fn certificates(&mut self) -> Result<(), String> {
        if ![PRESS, VERIFICATION, KEPT, ZIP, NEW].iter().any(|name| self.wants(name)) {
            return Ok(());
        }
        let programme = self.programme;
        let db = programme.app.db.clone();
        let coordinator = Some(programme.coordinator.as_str());
        let pages = programme
            .closed
            .iter()
            .map(|id| (format!("/cohortes/{id}/certificados"), coordinator))
            .collect();
        let presses = self.forms(pages).await?;
        self.once(PRESS, Against::Commit, presses.clone(), |_, _| Vec::new()).await;
        // The line sends as many as its time allows, and none when it is not to be measured.
        let pressed = cohorts_with_a_batch(&db).await;
        let presses = programme.closed.iter().zip(presses);
        let rest = presses.filter(|(cohort, _)| !pressed.contains(*cohort));
        self.send(rest.map(|(_, press)| press).collect()).await?;
        let issued = wait_until_issued(&db).await?;
        wait_until_rendered(&db, issued.len()).await?;
        let aim: Aims = |measured, _| vec![Aim::at_most("ms", 1.0, measured.alone.median)];
        let codes = issued.iter().map(|one| format!("/verificar/{}", one.code));
        self.again(VERIFICATION, codes.map(|path| Shot::get(path, None)).collect(), aim).await;
        let pdf: Vec<_> = issued
            .iter()
            .map(|one| Shot::get(format!("/certificados/{}/pdf", one.id), coordinator))
            .collect();
        self.again(KEPT, pdf.clone(), |_, _| Vec::new()).await;
        let zips = programme
            .closed
            .iter()
            .map(|id| Shot::get(format!("/cohortes/{id}/certificados/zip"), coordinator));
        self.again(ZIP, zips.collect(), |_, _| Vec::new()).await;
        if self.wants(NEW) {
            let lock = guarded(NEW, forget_documents(&db)).await?;
            let aim: Aims = |measured, _| vec![Aim::at_most("ms", 10.0, measured.alone.median)];
            self.once(NEW, Against::Document, pdf, aim).await;
            lock.rollback().await.map_err(|error| error.to_string())?;
        }
        Ok(())
    }
}

/// Returns the cohorts whose certificates somebody asked for.
async fn cohorts_with_a_batch(db: &Db) -> HashSet<CohortId> {
    let batches = certificate_batch::Entity::find().all(db.read()).await.expect("asks");
    batches.into_iter().map(|batch| batch.cohort_id).collect()
}

/// Waits until every batch is over and returns the certificates.
///
/// # Errors
/// Somebody of a batch got none, or the worker does not end.
async fn wait_until_issued(db: &Db) -> Result<Vec<certificate::Model>, String> {
    let end = Instant::now() + PATIENCE;
    loop {
        let batches = certificate_batch::Entity::find().all(db.read()).await.expect("asks");
        if batches.iter().all(|batch| batch.finished_at.is_some()) {
            break;
        }
        if Instant::now() > end {
            return Err(format!("the batches are not over after {} s", PATIENCE.as_secs()));
        }
        sleep(Duration::from_millis(50)).await;
    }
    let refused = batch_person::Entity::find()
        .filter(batch_person::Column::State.eq(State::Refused))
        .one(db.read())
        .await
        .expect("asks");
    if let Some(refused) = refused {
        let why = refused.reason.unwrap_or_default();
        return Err(format!("somebody of a batch got no certificate: {why}"));
    }
    let issued = certificate::Entity::find()
        .order_by_asc(certificate::Column::Id)
        .all(db.read())
        .await
        .expect("asks");
    if issued.is_empty() { Err("nothing was issued".to_owned()) } else { Ok(issued) }
}

/// Waits until so many documents are kept.
async fn wait_until_rendered(db: &Db, wanted: usize) -> Result<(), String> {
    let end = Instant::now() + PATIENCE;
    loop {
        let kept = certificate_document::Entity::find().count(db.read()).await.expect("asks");
        if kept >= wanted as u64 {
            return Ok(());
        }
        if Instant::now() > end {
            let seconds = PATIENCE.as_secs();
            return Err(format!("{kept} of {wanted} documents are kept after {seconds} s"));
        }
        sleep(Duration::from_millis(50)).await;
    }
}

/// Takes every kept document away, and keeps the server from writing them again until the transaction
/// that it returns ends: until then every download renders its own.
async fn forget_documents(db: &Db) -> Result<DatabaseTransaction, String> {
    let tx = db.begin().await.expect("begins");
    certificate_document::Entity::delete_many().exec(&tx).await.expect("the documents go");
    tx.commit().await.expect("commits");
    // A write transaction of SQLite is alone. PostgreSQL locks the table for writing.
    let tx = db.begin().await.expect("begins");
    if db.backend() == DbBackend::Postgres {
        tx.execute_unprepared("LOCK TABLE certificate_document IN EXCLUSIVE MODE")
            .await
            .expect("locks");
    }
    Ok(tx)
}
