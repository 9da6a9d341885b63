//! The blocking pool: it does heavy work (passwords, documents, workbooks) away from the threads that
//! serve requests.
//!
//! The pool has two threads, which stay for as long as the program runs. Runtime threads that come
//! and go would each leave behind the memory that a document or a workbook took, and more threads
//! would only take the processor from each other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rocket::tokio::sync::oneshot;

use super::errors::AppError;

const THREADS: usize = 2;

type Job = Box<dyn FnOnce() + Send>;

/// Runs the work in its turn on the pool and returns its result. Work whose caller stopped waiting
/// before its turn came is not done. Errors: when no thread takes the work or the work panics.
pub async fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    let broken = |why: &str| AppError::Internal(format!("heavy work {why}"));
    let (answer, result) = oneshot::channel();
    let job: Job = Box::new(move || {
        if !answer.is_closed() {
            let _ = answer.send(work());
        }
    });
    let sent = queue().send(job);
    sent.map_err(|_| broken("finds no thread"))?;
    result.await.map_err(|_| broken("broke"))
}

fn queue() -> &'static Sender<Job> {
    static QUEUE: OnceLock<Sender<Job>> = OnceLock::new();
    QUEUE.get_or_init(|| {
        let (sender, jobs) = channel::<Job>();
        let jobs = Arc::new(Mutex::new(jobs));
        for number in 0..THREADS {
            let jobs = Arc::clone(&jobs);
            let thread = std::thread::Builder::new().name(format!("blocking-{number}"));
            if let Err(error) = thread.spawn(move || work_on(&jobs)) {
                tracing::error!(%error, "a thread for heavy work did not start");
            }
        }
        sender
    })
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
    use super::*;

    #[rocket::async_test]
    async fn work_that_breaks_is_told_and_the_next_is_done() {
        for _ in 0..THREADS * 2 {
            let broken = run(|| -> u8 { std::panic::resume_unwind(Box::new("broken")) }).await;
            assert!(matches!(broken, Err(AppError::Internal(_))));
        }
        assert_eq!(run(|| 6 * 7).await.expect("done"), 42);
    }
}
