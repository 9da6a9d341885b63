//! Requests are sent one after another, then by eight clients at once, within bounds of count and time.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::client::{Client, Shot};

pub const CLIENTS: usize = 8;
const MOST_ALONE: usize = 300;
const TIME_ALONE: Duration = Duration::from_millis(1_800);
const TIME_TOGETHER: Duration = Duration::from_millis(1_800);
const WARM_UP: usize = 10;
/// A page that takes longer than this is warm after one request.
const TIME_WARM_UP: Duration = Duration::from_millis(1_000);
/// A page that takes longer than all the time there is answers so many requests still.
const FEWEST_ALONE: usize = 5;

/// The milliseconds of many answers.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Spread {
    pub median: f64,
    pub p95: f64,
}

impl Spread {
    pub fn of(mut took: Vec<Duration>) -> Self {
        took.sort();
        let at = |part: f64| {
            let index = ((took.len() as f64 - 1.0) * part).round() as usize;
            took.get(index).map_or(f64::NAN, |took| took.as_secs_f64() * 1e3)
        };
        Self { median: at(0.5), p95: at(0.95) }
    }
}

/// The requests: the same again and again, or each only once because it changes something.
pub enum Supply {
    Again(Vec<Shot>),
    Once(Mutex<VecDeque<Shot>>),
}

impl Supply {
    pub fn once(shots: Vec<Shot>) -> Self {
        Self::Once(Mutex::new(shots.into()))
    }

    fn left(&self) -> usize {
        match self {
            Self::Again(_) => usize::MAX,
            Self::Once(queue) => queue.lock().unwrap().len(),
        }
    }

    fn next(&self, turn: usize) -> Option<Shot> {
        match self {
            Self::Again(shots) => shots.get(turn % shots.len().max(1)).cloned(),
            Self::Once(queue) => queue.lock().unwrap().pop_front(),
        }
    }
}

/// How long the requests took.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Measurement {
    pub alone: Spread,
    pub together: Spread,
    /// Answers a second with eight clients.
    pub per_second: f64,
    pub bytes: usize,
    pub requests: usize,
}

/// Measures a server at `origin`. The first wrong answer ends it.
pub fn ask(origin: &str, supply: &Supply) -> Result<Measurement, String> {
    let (alone, bytes, requests) = one_by_one(origin, supply)?;
    let (together, per_second) = crowd(origin, supply)?;
    Ok(Measurement {
        requests: requests + together.len(),
        together: Spread::of(together),
        alone,
        per_second,
        bytes,
    })
}

/// Measures without the eight clients: they do not open the reports of a country at once.
pub fn ask_alone(origin: &str, supply: &Supply) -> Result<Measurement, String> {
    let (alone, bytes, requests) = one_by_one(origin, supply)?;
    Ok(Measurement { alone, bytes, requests, ..Measurement::default() })
}

/// Sends one after another. Returns how long they took, the bytes of an answer, and how many there were.
fn one_by_one(origin: &str, supply: &Supply) -> Result<(Spread, usize, usize), String> {
    let mut client = Client::new(origin);
    let warm_up = match supply {
        Supply::Again(_) => WARM_UP,
        Supply::Once(_) => 2,
    };
    let end = Instant::now() + TIME_WARM_UP;
    for turn in 0..warm_up {
        let shot = supply.next(turn).ok_or("nothing to ask")?;
        client.expect(&shot)?;
        if Instant::now() > end {
            break;
        }
    }
    let most = MOST_ALONE.min(supply.left() / 2);
    let (mut took, mut bytes) = (Vec::new(), 0);
    let end = Instant::now() + TIME_ALONE;
    for turn in 0..most {
        let Some(shot) = supply.next(turn) else { break };
        let began = Instant::now();
        let answer = client.expect(&shot)?;
        took.push(began.elapsed());
        bytes += answer.body.len();
        if Instant::now() > end && took.len() >= FEWEST_ALONE {
            break;
        }
    }
    let count = took.len();
    Ok((Spread::of(took), bytes / count.max(1), count))
}

fn crowd(origin: &str, supply: &Supply) -> Result<(Vec<Duration>, f64), String> {
    let turn = AtomicUsize::new(0);
    let began = Instant::now();
    let one = || -> Result<Vec<Duration>, String> {
        let mut client = Client::new(origin);
        let mut took = Vec::new();
        while began.elapsed() < TIME_TOGETHER {
            let Some(shot) = supply.next(turn.fetch_add(1, Ordering::Relaxed)) else {
                break;
            };
            let sent = Instant::now();
            client.expect(&shot)?;
            took.push(sent.elapsed());
        }
        Ok(took)
    };
    let all: Vec<_> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(one)).collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap_or_else(|_| Err("a client broke".into())))
            .collect()
    });
    let elapsed = began.elapsed().as_secs_f64();
    let mut took = Vec::new();
    for client in all {
        took.extend(client?);
    }
    let per_second = took.len() as f64 / elapsed;
    Ok((took, per_second))
}
