//! Heavy work away from the threads that serve requests, in lanes: passwords, strangers' files, and
//! the rest (documents, workbooks).
//!
//! A lane has two threads of its own, which stay for as long as the program runs, so that nobody who
//! signs in waits behind a photo (P32). Runtime threads that come and go would each leave behind the
//! memory that a document or a workbook took, and more threads would only take the processor from
//! each other. What waits in a lane is bounded, and so is what waits there for one account.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rocket::tokio::sync::oneshot;

use super::errors::AppError;

const THREADS: usize = 2;
/// Work of one account that a lane holds at once, in hand or waiting.
const MOST_OF_ONE: usize = 4;
/// Seconds after which whoever has too much in a lane may try again.
const AGAIN: u64 = 10;
/// Work that took longer, waiting included, is written to the log.
const LONG: Duration = Duration::from_secs(2);

type Job = Box<dyn FnOnce() + Send>;

/// Threads of their own for one kind of work, and its bounded queue.
pub struct Lane {
    name: &'static str,
    most: usize,
    queue: OnceLock<Sender<Job>>,
    held: Mutex<Held>,
}

/// How much work a lane holds, in hand or waiting.
struct Held {
    all: usize,
    of: BTreeMap<i64, usize>,
}

/// Passwords: 19 MiB and some tens of milliseconds each.
pub static PASSWORDS: Lane = Lane::new("passwords", 500);
/// Photos and PDF from strangers, remade in a process apart.
pub static FILES: Lane = Lane::new("files", 100);
static DOCUMENTS: Lane = Lane::new("documents", 200);

/// Runs documents, workbooks and the like in their turn; see [`Lane::run`].
///
/// # Errors
/// Those of [`Lane::run`].
pub async fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    DOCUMENTS.run(None, work).await
}

impl Lane {
    const fn new(name: &'static str, most: usize) -> Self {
        let held = Mutex::new(Held { all: 0, of: BTreeMap::new() });
        Self { name, most, queue: OnceLock::new(), held }
    }

    /// Runs the work in its turn and returns its result. Work whose caller stopped waiting before its
    /// turn came is not done. `account` is whom the work is for (`account.id`), where somebody is
    /// signed in.
    ///
    /// # Errors
    /// The lane is full, the account has too much in it already, no thread takes the work, or the
    /// work panics.
    pub async fn run<T: Send + 'static>(
        &'static self,
        account: Option<i64>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let broken = |why: &str| AppError::Internal(format!("heavy work {why}"));
        let ticket = self.ticket(account)?;
        let (answer, result) = oneshot::channel();
        let asked = Instant::now();
        let job: Job = Box::new(move || {
            let _held = ticket;
            if answer.is_closed() {
                return;
            }
            let waited = asked.elapsed();
            let _ = answer.send(work());
            let all = asked.elapsed();
            if all > LONG {
                let (waited, all) = (waited.as_millis() as u64, all.as_millis() as u64);
                tracing::info!(lane = self.name, waited, all, "heavy work took long");
            }
        });
        let sent = self.queue().send(job);
        sent.map_err(|_| broken("finds no thread"))?;
        result.await.map_err(|_| broken("broke"))
    }

    /// Counts the work in, or says that there is too much.
    fn ticket(&'static self, account: Option<i64>) -> Result<Ticket, AppError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.all >= self.most {
            return Err(AppError::Busy);
        }
        if let Some(account) = account {
            let of_one = held.of.entry(account).or_default();
            if *of_one >= MOST_OF_ONE {
                return Err(AppError::TooMany { retry_after_seconds: AGAIN });
            }
            *of_one += 1;
        }
        held.all += 1;
        Ok(Ticket { lane: self, account })
    }

    fn queue(&self) -> &Sender<Job> {
        self.queue.get_or_init(|| {
            let (sender, jobs) = channel::<Job>();
            let jobs = Arc::new(Mutex::new(jobs));
            for number in 0..THREADS {
                let jobs = Arc::clone(&jobs);
                let thread = std::thread::Builder::new().name(format!("{}-{number}", self.name));
                if let Err(error) = thread.spawn(move || work_on(&jobs)) {
                    tracing::error!(%error, "a thread for heavy work did not start");
                }
            }
            sender
        })
    }
}

/// One piece of work that a lane holds; it is counted out when it is done or dropped.
struct Ticket {
    lane: &'static Lane,
    account: Option<i64>,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut held = self.lane.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.all = held.all.saturating_sub(1);
        let Some(account) = self.account else { return };
        if let Some(of_one) = held.of.get_mut(&account) {
            *of_one -= 1;
            if *of_one == 0 {
                held.of.remove(&account);
            }
        }
    }
}

fn work_on(jobs: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is let go before the work begins, so that the other thread can take the next job.
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // A job that panics drops its sender, so that the caller gets an error; the thread goes on.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

#[cfg(test)]
mod tests {
    use rocket::futures::future::join_all;
    use rocket::tokio::time::timeout;

    use super::*;

    #[rocket::async_test]
    async fn work_that_breaks_is_told_and_the_next_is_done() {
        for _ in 0..THREADS * 2 {
            let broken = run(|| -> u8 { std::panic::resume_unwind(Box::new("broken")) }).await;
            assert!(matches!(broken, Err(AppError::Internal(_))));
        }
        assert_eq!(run(|| 6 * 7).await.expect("done"), 42);
    }

    #[rocket::async_test]
    async fn one_account_cannot_fill_a_lane_and_others_pass_it() {
        static LANE: Lane = Lane::new("test", 100);
        let slow = || std::thread::sleep(Duration::from_millis(200));
        let flood = join_all((0..50).map(|_| LANE.run(Some(7), slow)));
        let other = async {
            rocket::tokio::time::sleep(Duration::from_millis(20)).await;
            timeout(Duration::from_secs(1), LANE.run(Some(8), || 1)).await
        };
        let (flooded, passed) = rocket::tokio::join!(flood, other);
        let done = flooded.iter().filter(|one| one.is_ok()).count();
        assert_eq!(done, MOST_OF_ONE, "the rest is told to come later");
        assert!(passed.is_ok_and(|one| one.is_ok()), "and nobody waits behind it");
        assert!(LANE.run(Some(7), || 1).await.is_ok(), "what is done counts no more");
    }

    #[rocket::async_test]
    async fn a_lane_that_is_full_says_so_and_another_lane_is_free() {
        static FULL: Lane = Lane::new("full", 2);
        static FREE: Lane = Lane::new("free", 2);
        let slow = || std::thread::sleep(Duration::from_millis(200));
        let answers = join_all((0..5).map(|_| FULL.run(None, slow)));
        let (answers, free) = rocket::tokio::join!(
            answers,
            timeout(Duration::from_millis(150), FREE.run(None, || 1))
        );
        let busy = answers.iter().filter(|one| matches!(one, Err(AppError::Busy))).count();
        assert_eq!(busy, 3);
        assert!(free.is_ok_and(|one| one.is_ok()));
    }
}
