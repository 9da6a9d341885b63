//! Writing marks and closing sessions.

use std::collections::{HashMap, HashSet};

use sea_orm::{Condition, DatabaseTransaction};

use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{RollRow, own_place, roll};
use platform::app::App;
use platform::errors::{Failure, refuse};

use super::entity::attendance_mark::{Method, State};
use super::marks::{LockedSession, Mark, append, hold};
use super::policy::Take;
use super::queries;
use super::rules::{self, AttendanceRefusal, ConcurrentMark};

pub use super::entity::attendance_mark::MarkId;

pub type AttendanceResult<T> = Result<T, Failure<AttendanceRefusal>>;

/// The mark that the writer of a form had in sight: the new mark is refused when another one counts
/// by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkPrecondition {
    /// The writer saw no form: the demo programme, imports.
    Anything,
    /// The form showed no mark.
    Nothing,
    /// The form showed this mark.
    Mark(MarkId),
}

/// The state that a form sets for a person; nothing is written when it is the state already.
#[derive(Clone, Debug)]
pub struct NewMark {
    pub enrolment: EnrolmentId,
    pub state: State,
    /// Minutes attended, in a cohort that counts them; elsewhere nobody is asked.
    pub minutes: Option<i32>,
    pub method: Method,
    /// Kept with corrections; asked for when the session is closed. Before that pages tell of `None` by which
    /// door the mark came.
    pub reason: Option<String>,
    pub seen: MarkPrecondition,
}

impl NewMark {
    /// Returns a mark taken by hand, whatever mark counts now.
    pub fn new(enrolment: EnrolmentId, state: State) -> Self {
        let method = Method::Manual;
        Self {
            enrolment,
            state,
            minutes: None,
            method,
            reason: None,
            seen: MarkPrecondition::Anything,
        }
    }
}

/// What a roll-call changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollCallChanges {
    pub first_marks: usize,
    pub corrections: usize,
    /// People whom another writer marked in between and this one did not touch.
    pub overtaken: Vec<EnrolmentId>,
    /// The writer's own attendance was among them and was left as it is (R80).
    pub skipped_own: bool,
}

/// Writes the marks that differ from what is there. The cohort's row is locked, so two
/// roll-calls at once come one after the other, and the second is told who changed what.
pub async fn take(
    app: &App,
    permit: Take,
    marks: Vec<NewMark>,
) -> AttendanceResult<RollCallChanges> {
    let tx = app.db.begin().await?;
    let taken = write(app, &tx, &permit, marks).await?;
    tx.commit().await?;
    Ok(taken)
}

/// Does what [`take`] does inside a transaction that writes something else too.
pub async fn write(
    app: &App,
    tx: &DatabaseTransaction,
    permit: &Take,
    marks: Vec<NewMark>,
) -> AttendanceResult<RollCallChanges> {
    let now = app.clock.now();
    let mut locked = hold(tx, *permit.cohort(), *permit.session()).await?;
    let (session, cohort) = (locked.session(), locked.cohort());
    rules::may_mark(cohort.attendance_stage(now), session.stage, session.starts_at, now)
        .map_err(Failure::Refused)?;
    let closed = locked.is_closed();
    if closed && !permit.may_correct_closed() {
        return refuse(AttendanceRefusal::SessionClosed);
    }

    let people: HashMap<_, _> = roll(tx, cohort.id, Condition::all())
        .await?
        .into_iter()
        .map(|row| (row.enrolment, row))
        .collect();
    let own = own_place(tx, permit.by(), cohort.id).await?.map(|place| place.id);
    let (others, own) = apart(own, &locked, marks);
    let (changed, overtaken) = sort_out(tx, &locked, &people, others).await?;
    let skipped_own = own > 0;
    if changed.is_empty() {
        return Ok(RollCallChanges { overtaken, skipped_own, ..RollCallChanges::default() });
    }
    if closed && changed.iter().any(|mark| mark.reason.is_none()) {
        return refuse(AttendanceRefusal::ReasonMissing);
    }

    let corrects = |mark: &NewMark| locked.current().contains_key(&mark.enrolment);
    let corrections = changed.iter().filter(|mark| corrects(mark)).count();
    let taken = RollCallChanges {
        first_marks: changed.len() - corrections,
        corrections,
        overtaken,
        skipped_own,
    };
    let marks = changed
        .into_iter()
        .map(|mark| Mark {
            minutes: mark.minutes,
            // The reason is that of the changes, on the same form as the first marks.
            reason: mark.reason.clone().filter(|_| closed || corrects(&mark)),
            ..Mark::new(mark.enrolment, mark.state, mark.method)
        })
        .collect();
    append(tx, app, permit.by(), &mut locked, marks).await?;
    Ok(taken)
}

/// Sets what the writer says of themselves apart: somebody else says it (R80). Returns the other marks,
/// and how many of the writer's own would have changed something.
fn apart(
    own: Option<EnrolmentId>,
    locked: &LockedSession,
    marks: Vec<NewMark>,
) -> (Vec<NewMark>, usize) {
    let (own, others): (Vec<_>, Vec<_>) =
        marks.into_iter().partition(|mark| own == Some(mark.enrolment));
    let now = |mark: &NewMark| locked.current().get(&mark.enrolment).map(|now| now.state);
    (others, own.iter().filter(|mark| now(mark) != Some(mark.state)).count())
}

/// Splits what was sent into changes to write and people whom another writer marked in between.
///
/// # Errors
/// Refused when a change would overwrite a mark that the writer never saw.
async fn sort_out(
    tx: &DatabaseTransaction,
    locked: &LockedSession,
    people: &HashMap<EnrolmentId, RollRow>,
    marks: Vec<NewMark>,
) -> AttendanceResult<(Vec<NewMark>, Vec<EnrolmentId>)> {
    let (session, current) = (locked.session(), locked.current());
    let by_minutes = locked.cohort().partial_hours;
    let mut known = HashSet::new();
    let (mut changed, mut doubtful) = (Vec::new(), Vec::new());
    for mut mark in marks {
        let now = current.get(&mark.enrolment);
        if !by_minutes || !rules::was_there(mark.state) {
            // Nobody was asked for minutes: those that are there stay with their state.
            mark.minutes = now.filter(|now| now.state == mark.state).and_then(|now| now.minutes);
        }
        if now.is_some_and(|now| now.state == mark.state && now.minutes == mark.minutes) {
            continue;
        }
        let on_the_roll = people
            .get(&mark.enrolment)
            .is_some_and(|person| now.is_some() || rules::applies(session.ends_at, person.since));
        if !on_the_roll || !known.insert(mark.enrolment) {
            return refuse(AttendanceRefusal::NotOnTheRoll);
        }
        match (mark.seen, now) {
            (MarkPrecondition::Anything, _) | (MarkPrecondition::Nothing, None) => {
                changed.push(mark)
            }
            (MarkPrecondition::Mark(seen), Some(now)) if seen == now.mark => changed.push(mark),
            _ => doubtful.push(mark),
        }
    }
    if doubtful.is_empty() {
        return Ok((changed, Vec::new()));
    }

    let mut ids: Vec<MarkId> = Vec::new();
    for mark in &doubtful {
        ids.extend(current.get(&mark.enrolment).map(|now| now.mark));
        if let MarkPrecondition::Mark(seen) = mark.seen {
            ids.push(seen);
        }
    }
    let written = queries::marks(tx, session.id, ids).await?;
    let (mut overtaken, mut changes) = (Vec::new(), Vec::new());
    for mark in doubtful {
        // The form still says what it showed: this writer changed nothing for this person.
        let untouched = match mark.seen {
            MarkPrecondition::Mark(seen) => written
                .get(&seen)
                .is_some_and(|w| w.enrolment == mark.enrolment && w.says(&mark, by_minutes)),
            MarkPrecondition::Nothing | MarkPrecondition::Anything => false,
        };
        let now = current.get(&mark.enrolment).and_then(|now| written.get(&now.mark));
        match now {
            Some(_) if untouched => overtaken.push(mark.enrolment),
            Some(now) => changes.push(ConcurrentMark {
                enrolment: mark.enrolment,
                person: people.get(&mark.enrolment).map(RollRow::spoken_name).unwrap_or_default(),
                author: now.author.clone(),
                at: now.at,
                state: now.state,
            }),
            // The form names a mark where there is none: it is not a form of ours.
            None => return refuse(AttendanceRefusal::NotOnTheRoll),
        }
    }
    if changes.is_empty() {
        Ok((changed, overtaken))
    } else {
        refuse(AttendanceRefusal::ChangedMeanwhile { changes })
    }
}

impl queries::WrittenMark {
    /// Whether a form that shows this mark was left as it was.
    fn says(&self, mark: &NewMark, by_minutes: bool) -> bool {
        self.state == mark.state && (!by_minutes || self.minutes == mark.minutes)
    }
}
