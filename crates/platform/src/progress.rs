//! How far long work of this process has come, for the page of whoever waits for it.
//!
//! It is kept in memory and not in the database: while a long change is written, SQLite lets nobody
//! else write, and no database shows others what a transaction wrote before it ends. A figure that
//! is lost with the process is no loss. Where several processes run, only the one that works knows
//! it, and the pages of the others say that the work is under way without a figure.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

type Key = (&'static str, i64);

/// How much of how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgressCount {
    pub done: u32,
    pub all: u32,
}

/// What is under way, by what it is and its id.
#[derive(Clone, Default)]
pub struct Progress(Arc<Mutex<HashMap<Key, ProgressCount>>>);

/// Work under way; dropping it ends it.
pub struct Work {
    progress: Progress,
    key: Key,
}

impl Progress {
    /// Begins work of `all` steps.
    pub fn begin(&self, what: &'static str, id: i64, all: u32) -> Work {
        let key = (what, id);
        self.change(|known| known.insert(key, ProgressCount { done: 0, all }));
        Work { progress: self.clone(), key }
    }

    /// How far it has come; nothing when this process does not do it.
    pub fn of(&self, what: &'static str, id: i64) -> Option<ProgressCount> {
        self.change(|known| known.get(&(what, id)).copied())
    }

    fn change<T>(&self, change: impl FnOnce(&mut HashMap<Key, ProgressCount>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Work {
    /// Notes how many steps are done, never more than there are.
    pub fn reached(&self, done: u32) {
        self.progress.change(|known| {
            if let Some(reached) = known.get_mut(&self.key) {
                reached.done = done.min(reached.all);
            }
        });
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.progress.change(|known| known.remove(&self.key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_seen_while_it_lasts_and_forgotten_when_it_ends() {
        let progress = Progress::default();
        let work = progress.begin("files", 7, 10);
        work.reached(4);
        assert_eq!(progress.of("files", 7), Some(ProgressCount { done: 4, all: 10 }));
        assert_eq!(progress.of("files", 8), None);
        work.reached(12);
        assert_eq!(progress.of("files", 7), Some(ProgressCount { done: 10, all: 10 }));
        drop(work);
        assert_eq!(progress.of("files", 7), None);
    }
}
