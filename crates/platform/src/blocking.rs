//! Heavy work away from the threads that serve requests, in lanes: passwords, strangers' files, and
//! the rest (documents, workbooks).
//!
//! A lane has two threads of its own, which stay for as long as the program runs, so that nobody who
//! signs in waits behind a photo (P32). Runtime threads that come and go would each leave behind the
//! memory that a document or a workbook took, and more threads would only take the processor from
//! each other. What waits in a lane is bounded, and so is what waits there for one account. Of one
//! account a lane has one piece of work in hand: whoever brings many leaves a thread to the others.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, Once, PoisonError};
use std::time::{Duration, Instant};

use rocket::tokio::sync::oneshot;

use super::asker;
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
    threads: Once,
    queue: Mutex<Queue>,
    /// Something waits, or somebody's work is out of hand.
    change: Condvar,
}

/// What waits in a lane, and how much it holds, in hand or waiting.
struct Queue {
    jobs: VecDeque<(Option<i64>, Job)>,
    all: usize,
    of: BTreeMap<i64, Share>,
}

/// What a lane holds of one account.
#[derive(Default)]
struct Share {
    count: usize,
    in_hand: bool,
}

/// Passwords: 19 MiB and some tens of milliseconds each.
pub static PASSWORDS: Lane = Lane::new("passwords", 500);
/// Photos and PDF from strangers, remade in a process apart.
pub static FILES: Lane = Lane::new("files", 100);
static DOCUMENTS: Lane = Lane::new("documents", 200);

/// Runs documents, workbooks and the like in their turn, for whoever's request it is; see [`Lane::run`].
///
/// # Errors
/// Those of [`Lane::run`].
pub async fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    DOCUMENTS.run(asker::account(), work).await
}

impl Lane {
    const fn new(name: &'static str, most: usize) -> Self {
        let queue = Queue { jobs: VecDeque::new(), all: 0, of: BTreeMap::new() };
        let (threads, change) = (Once::new(), Condvar::new());
        Self { name, most, threads, queue: Mutex::new(queue), change }
    }

    /// Runs the work in its turn and returns its result. Work whose caller stopped waiting before its
    /// turn came is not done. `account` is whom the work is for (`account.id`), where somebody is
    /// signed in.
    ///
    /// # Errors
    /// The lane is full, the account has too much in it already, or the work panics.
    pub async fn run<T: Send + 'static>(
        &'static self,
        account: Option<i64>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let (answer, result) = oneshot::channel();
        let asked = Instant::now();
        let job: Job = Box::new(move || {
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
        self.threads.call_once(|| self.start());
        self.queue().push(account, job, self.most)?;
        self.change.notify_one();
        result.await.map_err(|_| AppError::Internal("heavy work broke".to_owned()))
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&'static self) {
        for number in 0..THREADS {
            let thread = std::thread::Builder::new().name(format!("{}-{number}", self.name));
            if let Err(error) = thread.spawn(|| self.work()) {
                tracing::error!(%error, "a thread for heavy work did not start");
            }
        }
    }

    fn work(&self) {
        let mut queue = self.queue();
        loop {
            let Some((account, job)) = queue.next() else {
                queue = self.change.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            drop(queue);
            // A job that panics drops its sender, so that the caller gets an error; the thread goes on.
            let _ = catch_unwind(AssertUnwindSafe(job));
            queue = self.queue();
            queue.done(account);
            // What waited behind this one may be anybody's turn.
            self.change.notify_all();
        }
    }
}

impl Queue {
    /// Takes the work in, or says that there is too much.
    fn push(&mut self, account: Option<i64>, job: Job, most: usize) -> Result<(), AppError> {
        if self.all >= most {
            return Err(AppError::Busy);
        }
        if let Some(account) = account {
            let share = self.of.entry(account).or_default();
            if share.count >= MOST_OF_ONE {
                return Err(AppError::TooMany { retry_after_seconds: AGAIN });
            }
            share.count += 1;
        }
        self.all += 1;
        self.jobs.push_back((account, job));
        Ok(())
    }

    /// Takes the first that waits and whose account has nothing in hand.
    fn next(&mut self) -> Option<(Option<i64>, Job)> {
        let is_busy =
            |account: &i64| self.of.get(account).is_some_and(|share: &Share| share.in_hand);
        let free = self.jobs.iter().position(|(who, _)| !who.as_ref().is_some_and(is_busy))?;
        let (account, job) = self.jobs.remove(free)?;
        if let Some(share) = account.and_then(|account| self.of.get_mut(&account)) {
            share.in_hand = true;
        }
        Some((account, job))
    }

    fn done(&mut self, account: Option<i64>) {
        self.all -= 1;
        let Some(account) = account else { return };
        if let Some(share) = self.of.get_mut(&account) {
            share.in_hand = false;
            share.count -= 1;
            if share.count == 0 {
                self.of.remove(&account);
            }
        }
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
    async fn one_account_has_one_thread_and_others_are_done_beside_it() {
        static LANE: Lane = Lane::new("fair", 100);
        let slow = || std::thread::sleep(Duration::from_millis(300));
        let flood = join_all((0..MOST_OF_ONE).map(|_| LANE.run(Some(7), slow)));
        let others = async {
            rocket::tokio::time::sleep(Duration::from_millis(20)).await;
            let all = join_all((8..12).map(|account| LANE.run(Some(account), || 1)));
            timeout(Duration::from_millis(250), all).await
        };
        let (_, others) = rocket::tokio::join!(flood, others);
        assert!(others.is_ok(), "with both threads taken they had waited for the first to end");
        // The control: two accounts do take both threads.
        let flood = join_all((0..2).map(|account| LANE.run(Some(account), slow)));
        let other = async {
            rocket::tokio::time::sleep(Duration::from_millis(20)).await;
            timeout(Duration::from_millis(150), LANE.run(Some(9), || 1)).await
        };
        let (_, other) = rocket::tokio::join!(flood, other);
        assert!(other.is_err());
    }

    #[rocket::async_test]
    async fn work_that_nobody_waits_for_is_not_done() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static LANE: Lane = Lane::new("left", 100);
        static DONE: AtomicUsize = AtomicUsize::new(0);
        let slow = || std::thread::sleep(Duration::from_millis(200));
        let others = join_all((0..THREADS as i64).map(|account| LANE.run(Some(account), slow)));
        let left = async {
            rocket::tokio::time::sleep(Duration::from_millis(20)).await;
            let work = LANE.run(Some(9), || DONE.fetch_add(1, Ordering::Relaxed));
            timeout(Duration::from_millis(50), work).await
        };
        let (_, left) = rocket::tokio::join!(others, left);
        assert!(left.is_err());
        assert!(LANE.run(Some(9), || ()).await.is_ok(), "what was left is out of the way");
        assert_eq!(DONE.load(Ordering::Relaxed), 0);
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
