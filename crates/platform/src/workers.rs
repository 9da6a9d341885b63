//! Loops that work beside the requests: mail, reminders, documents.
//!
//! A worker does its work in rounds. Each round is small enough to be awaited when the
//! product stops, and what is not done stays in the database for the next start or for
//! another instance; a worker keeps nothing of its own.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rocket::fairing::{Fairing, Info, Kind};
use rocket::tokio::sync::watch;
use rocket::tokio::task::JoinHandle;
use rocket::tokio::{self, time};
use rocket::{Orbit, Rocket};

use sea_orm::sea_query::IntoCondition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::db::Db;
use super::errors::AppError;

/// How long the product waits for rounds under way when it stops.
const PATIENCE: Duration = Duration::from_secs(10);
/// The pause after a round that broke, so that a database that is down is not hammered.
const AFTER_ERROR: Duration = Duration::from_secs(15);

/// What a round found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Something was done and more may wait: the next round follows at once.
    More,
    /// Nothing is waiting: the next round follows after the worker's pause.
    Idle,
}

impl Round {
    /// The outcome of two works of one round.
    pub fn and(self, other: Self) -> Self {
        if self == Self::More { self } else { other }
    }
}

/// Rows of one table that a round of housekeeping takes, so that nobody waits for the writer.
const PRUNED_AT_ONCE: u64 = 500;

/// Deletes the rows of a table that are old enough to go, some at once; `id` is its key.
///
/// # Errors
/// The database's.
pub async fn prune<E: EntityTrait>(
    db: &Db,
    id: E::Column,
    old: impl IntoCondition,
) -> Result<Round, AppError> {
    let some = E::find().select_only().column(id).filter(old).limit(PRUNED_AT_ONCE).into_query();
    let gone = E::delete_many().filter(id.in_subquery(some)).exec(db.writer()).await?;
    Ok(if gone.rows_affected >= PRUNED_AT_ONCE { Round::More } else { Round::Idle })
}

type Work = Pin<Box<dyn Future<Output = Result<Round, AppError>> + Send>>;

/// One named loop.
pub struct Worker {
    name: &'static str,
    pause: Duration,
    round: Box<dyn Fn() -> Work + Send + Sync>,
}

impl Worker {
    /// `round` is called again and again; between idle rounds the loop sleeps for `pause`.
    pub fn new<F, W>(name: &'static str, pause: Duration, round: F) -> Self
    where
        F: Fn() -> W + Send + Sync + 'static,
        W: Future<Output = Result<Round, AppError>> + Send + 'static,
    {
        Self { name, pause, round: Box::new(move || Box::pin(round())) }
    }

    /// Works until told to stop; the round under way is finished first.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            // In a task of its own, so that a panic ends one round and not the worker.
            let outcome = tokio::spawn((self.round)()).await;
            let outcome = outcome.unwrap_or_else(|_| Err(AppError::Internal("panic".to_owned())));
            let pause = match outcome {
                Ok(Round::More) => continue,
                Ok(Round::Idle) => self.pause,
                Err(error) => {
                    let reason = super::errors::quiet(&error);
                    tracing::error!(worker = self.name, reason, "a round of a worker broke");
                    AFTER_ERROR
                }
            };
            tokio::select! {
                () = time::sleep(pause) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }
}

/// Starts the workers when the server is up and stops them with it.
pub struct Workers {
    waiting: Mutex<Vec<Worker>>,
    running: Mutex<Vec<JoinHandle<()>>>,
    stop: watch::Sender<bool>,
}

impl Workers {
    pub fn new(workers: Vec<Worker>) -> Arc<Self> {
        Arc::new(Self {
            waiting: Mutex::new(workers),
            running: Mutex::new(Vec::new()),
            stop: watch::channel(false).0,
        })
    }
}

fn take<T>(list: &Mutex<Vec<T>>) -> Vec<T> {
    std::mem::take(&mut *list.lock().unwrap_or_else(PoisonError::into_inner))
}

#[rocket::async_trait]
impl Fairing for Workers {
    fn info(&self) -> Info {
        Info { name: "workers", kind: Kind::Liftoff | Kind::Shutdown }
    }

    async fn on_liftoff(&self, _: &Rocket<Orbit>) {
        let started: Vec<_> = take(&self.waiting)
            .into_iter()
            .map(|worker| tokio::spawn(worker.run(self.stop.subscribe())))
            .collect();
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = started;
    }

    async fn on_shutdown(&self, _: &Rocket<Orbit>) {
        let _ = self.stop.send(true);
        let all = async {
            for running in take(&self.running) {
                let _ = running.await;
            }
        };
        if time::timeout(PATIENCE, all).await.is_err() {
            tracing::warn!("a worker did not finish in time; what it held is done again later");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Runs until `rounds` rounds were made, then stops the worker and waits for it.
    async fn rounds_of(answer: fn() -> Result<Round, AppError>, patience: Duration) -> usize {
        let made = Arc::new(AtomicUsize::new(0));
        let own = Arc::clone(&made);
        let worker = Worker::new("test", Duration::from_secs(3600), move || {
            own.fetch_add(1, Ordering::Relaxed);
            async move {
                tokio::task::yield_now().await;
                answer()
            }
        });
        let (stop, told) = watch::channel(false);
        let running = tokio::spawn(worker.run(told));
        time::sleep(patience).await;
        stop.send(true).expect("the worker listens");
        running.await.expect("the worker ends by itself");
        made.load(Ordering::Relaxed)
    }

    #[rocket::async_test]
    async fn a_worker_goes_on_while_there_is_more_and_stops_when_told() {
        assert!(rounds_of(|| Ok(Round::More), Duration::from_millis(50)).await > 10);
    }

    #[rocket::async_test]
    async fn an_idle_worker_sleeps_and_still_stops_at_once() {
        assert_eq!(rounds_of(|| Ok(Round::Idle), Duration::from_millis(50)).await, 1);
    }

    #[rocket::async_test]
    async fn a_broken_round_does_not_end_the_worker() {
        let broken = || Err(AppError::Internal("broken".to_owned()));
        assert_eq!(rounds_of(broken, Duration::from_millis(50)).await, 1);
    }
}
