//! What codes are made from, how they are read, and what a typed one means: pure.
//!
//! - A code is the first 30 bits of HMAC-SHA-256(secret, step), six characters without I, L, O and U
//!   (Crockford). A step lasts fifteen seconds.
//! - The code of the present step and of two before and after it is accepted: who types one that was
//!   on the screen within thirty seconds always gets in, and after a minute nobody does (P24).
//! - What is typed is read as people type: spaces, hyphens and small letters, O for 0, I and L for 1.

use std::fmt;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::timetable::is_its_time;
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::entity::person::PersonId;
use platform::dates;

use super::entity::session_code::{CodeId, CodeSecret};
use super::refusals::CodeRefusal;
use crate::rules::{AttendanceRefusal, may_mark};

/// How long a code is shown, in seconds.
pub const STEP: i64 = 15;
/// Steps before and after the present one whose code is accepted.
const TOLERANCE: i64 = 2;
/// Steps back in which a code is known again, to say that it is old and not that it is none.
const KNOWN: i64 = 4 * 60 * 60 / STEP;
/// Characters of a code.
pub const LENGTH: usize = 6;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The longest text worth reading: a pasted address.
const LONGEST_TYPED: usize = 300;

impl CodeSecret {
    /// The keyed digest of a text.
    pub fn digest(&self, text: &[u8]) -> [u8; 32] {
        // Any length is a key.
        match Hmac::<Sha256>::new_from_slice(self.key()) {
            Ok(mac) => mac.chain_update(text).finalize().into_bytes().into(),
            Err(_) => [0; 32],
        }
    }

    /// The code of a step.
    pub fn code(&self, step: i64) -> Code {
        let digest = self.digest(&step.to_be_bytes());
        Code(u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]) >> 2)
    }

    /// The code that a screen shows at a moment.
    pub fn shown(&self, at: DateTime<Utc>) -> Code {
        self.code(step(at))
    }

    /// Whether this secret made a code, and when.
    pub fn age(&self, code: Code, at: DateTime<Utc>) -> Option<Age> {
        if self.accepts(code, at) {
            return Some(Age::Fresh);
        }
        let now = step(at);
        (now - KNOWN..now - TOLERANCE).any(|step| self.code(step) == code).then_some(Age::Old)
    }

    /// Whether a code is good at a moment.
    pub fn accepts(&self, code: Code, at: DateTime<Utc>) -> bool {
        let now = step(at);
        (now - TOLERANCE..=now + TOLERANCE).any(|step| self.code(step) == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Accepted.
    Fresh,
    /// It was on the screen within the last hours.
    Old,
}

fn step(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(STEP)
}

/// Whole seconds until the code changes, 1 to 15: after them it has changed.
pub fn seconds_left(at: DateTime<Utc>) -> u32 {
    let step = STEP * 1_000_000;
    let left = step - at.timestamp_micros().rem_euclid(step);
    u32::try_from((left + 999_999) / 1_000_000).unwrap_or(1)
}

/// Thirty bits that are typed as six characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code(u32);

impl Code {
    /// Reads what was typed, or the address that the square holds. `None`: no code looks like it.
    pub fn read(typed: &str) -> Option<Self> {
        if typed.len() > LONGEST_TYPED {
            return None;
        }
        let typed = typed.rsplit_once("c=").map_or(typed, |(_, code)| code);
        let (mut bits, mut length) = (0_u32, 0);
        for letter in typed.chars() {
            if letter.is_whitespace() || "-‐‑‒–—−._·".contains(letter) {
                continue;
            }
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let place = ALPHABET.iter().position(|known| char::from(*known) == letter)?;
            length += 1;
            if length > LENGTH {
                return None;
            }
            bits = bits << 5 | u32::try_from(place).ok()?;
        }
        (length == LENGTH).then_some(Self(bits))
    }

    /// The two halves, as a screen shows them.
    pub fn halves(self) -> (String, String) {
        let whole = self.to_string();
        let (one, other) = whole.split_at(LENGTH / 2);
        (one.to_owned(), other.to_owned())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in (0..LENGTH).rev() {
            let index = (self.0 >> (5 * place)) & 31;
            let letter = usize::try_from(index).ok().and_then(|index| ALPHABET.get(index));
            write!(f, "{}", letter.map_or('0', |letter| char::from(*letter)))?;
        }
        Ok(())
    }
}

/// One opening of a session's check-in.
#[derive(Clone, Debug)]
pub struct Opening {
    pub id: CodeId,
    pub secret: Option<CodeSecret>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// A session in which a person has a confirmed enrolment.
#[derive(Clone, Debug)]
pub struct Room {
    pub person: PersonId,
    pub enrolment: EnrolmentId,
    pub cohort: CohortId,
    pub cohort_stage: cohort::Stage,
    pub session: SessionId,
    pub stage: session::Stage,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// The last one first.
    pub openings: Vec<Opening>,
}

impl Room {
    pub fn is_today(&self, at: DateTime<Utc>) -> bool {
        is_its_time(self.starts_at, self.ends_at, at)
    }

    fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.openings.iter().any(|opening| self.may_enter(opening, at).is_ok())
    }

    /// Whether an opening lets people in at a moment, or why not.
    fn may_enter(&self, opening: &Opening, at: DateTime<Utc>) -> Result<(), CodeRefusal> {
        may_enter(
            self.cohort_stage,
            self.stage,
            (self.starts_at, self.ends_at),
            opening.closed_at,
            at,
        )
    }
}

/// Whether check-in is open in a session: on its day and beyond midnight, until its end, unless it was
/// closed (R11).
pub fn may_enter(
    cohort: cohort::Stage,
    session: session::Stage,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    closed_at: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
) -> Result<(), CodeRefusal> {
    if session == session::Stage::Cancelled {
        return Err(CodeRefusal::SessionCancelled);
    }
    if !is_its_time(starts_at, ends_at, at) {
        return Err(CodeRefusal::WrongDay { day: dates::bogota_date(starts_at) });
    }
    may_mark(cohort, session, starts_at, at).map_err(|_| CodeRefusal::CohortNotRunning)?;
    let ended = (at > ends_at).then_some(ends_at);
    if let Some(at) = closed_at.filter(|closed| *closed <= at).or(ended) {
        return Err(CodeRefusal::Closed { at });
    }
    if session == session::Stage::Closed { Err(CodeRefusal::SessionClosed) } else { Ok(()) }
}

/// Whether check-in may be opened: as a roll-call may be taken, and until the session's end.
pub fn may_open(
    cohort: &cohort::Model,
    session: &session::Model,
    at: DateTime<Utc>,
) -> Result<(), CodeRefusal> {
    may_mark(cohort.stage, session.stage, session.starts_at, at)?;
    if session.stage == session::Stage::Closed {
        return Err(AttendanceRefusal::SessionClosed.into());
    }
    if at > session.ends_at {
        return Err(CodeRefusal::TooLate);
    }
    Ok(())
}

/// The session and opening to which a code leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door<'a> {
    pub room: &'a Room,
    pub opening: CodeId,
}

impl PartialEq for Room {
    fn eq(&self, other: &Self) -> bool {
        self.session == other.session && self.enrolment == other.enrolment
    }
}

impl Eq for Room {}

/// Returns where a code leads among the sessions of the person who typed it. `None` means that none of
/// them made it.
///
/// # Errors
/// One of them did, and it lets nobody in: it is old, or check-in is not open there.
pub fn lead<'a>(
    code: Code,
    rooms: &'a [Room],
    at: DateTime<Utc>,
) -> Result<Option<Door<'a>>, CodeRefusal> {
    let mut refused = None;
    for room in rooms {
        for opening in &room.openings {
            let age = opening.secret.as_ref().and_then(|secret| secret.age(code, at));
            let entered = age.map(|age| (age, room.may_enter(opening, at)));
            match entered {
                None => continue,
                Some((Age::Fresh, Ok(()))) => return Ok(Some(Door { room, opening: opening.id })),
                // The screen shows another one by now: an opening after this one.
                Some((_, Err(CodeRefusal::Closed { .. }))) if room.is_open(at) => {
                    refused = Some(CodeRefusal::Expired);
                }
                Some((_, Err(why))) => refused = Some(why),
                Some((Age::Old, Ok(()))) => refused = Some(CodeRefusal::Expired),
            }
        }
    }
    refused.map_or(Ok(None), Err)
}

/// Returns why a code that none of the person's sessions made lets nobody in. `others` are the secrets of
/// every other session whose check-in is open.
pub fn astray(code: Code, rooms: &[Room], others: &[CodeSecret], at: DateTime<Utc>) -> CodeRefusal {
    let open = rooms.iter().any(|room| room.is_open(at));
    if others.iter().any(|secret| secret.accepts(code, at)) {
        return if open { CodeRefusal::OtherSession } else { CodeRefusal::NotEnrolled };
    }
    if open {
        return CodeRefusal::Unknown;
    }
    let today = |room: &&Room| room.is_today(at);
    let unopened = rooms.iter().filter(today).find(|room| {
        let could = Opening { id: CodeId(0), secret: None, closed_at: None };
        room.openings.is_empty() && room.may_enter(&could, at).is_ok()
    });
    if let Some(room) = unopened {
        return CodeRefusal::NotOpen { from: room.starts_at, to: room.ends_at };
    }
    // The last that was, said as it is.
    let last = rooms.iter().filter(today).max_by_key(|room| room.starts_at);
    if let Some(room) = last {
        let latest = room.openings.first().and_then(|opening| opening.closed_at);
        let why =
            may_enter(room.cohort_stage, room.stage, (room.starts_at, room.ends_at), latest, at);
        return why.err().unwrap_or(CodeRefusal::Unknown);
    }
    let next = rooms.iter().map(|room| room.starts_at).filter(|starts_at| *starts_at > at).min();
    match next {
        Some(starts_at) => CodeRefusal::WrongDay { day: dates::bogota_date(starts_at) },
        None => CodeRefusal::NotEnrolled,
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
