//! Pure rules of cohorts: stages, their transitions, sessions in time. Time is passed in.

mod sessions;

use chrono::{DateTime, NaiveDate, Utc};

use courses_model::rules::{LONGEST, MINIMUM_ATTENDANCE};
use platform::dates;

use super::counting::Counting;
use super::entity::cohort;
use super::refusals::{CohortRefusal, PublicationGap};

pub use super::entity::cohort::Stage;
pub use super::entity::session::Stage as SessionStage;
pub use sessions::{
    cancel_session, close_session, hold_session, overlap, reopen_session, session_editable,
    session_span,
};

/// Most seats of one cohort.
pub const MOST_SEATS: i32 = 1_000;
/// Most sessions of one cohort; every list of them is bounded by it.
pub const MOST_SESSIONS: usize = 60;
/// The facts about a session that the transitions of its cohort need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionSummary {
    pub position: i32,
    pub stage: SessionStage,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub has_facilitator: bool,
}

/// The facts that decide whether a cohort can be published.
#[derive(Clone, Debug)]
pub struct Readiness<'a> {
    pub municipalities: usize,
    pub sessions: &'a [SessionSummary],
    pub ends_on: NaiveDate,
    /// Which of the minimum activities that people describe in words are planned (R10).
    pub minimum: Minimum,
}

/// The minimum activities that the product cannot know by itself. The other two it does: the
/// sessions are the agenda, tests, grades and the survey are the follow-up (R10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minimum {
    pub method: bool,
    pub knowledge: bool,
}

impl Minimum {
    /// Returns the minimum activities that the cohort has planned.
    pub fn planned(cohort: &cohort::Model) -> Self {
        Self { method: cohort.method.is_some(), knowledge: cohort.knowledge.is_some() }
    }

    /// Returns the minimum activities for which the cohort has evidence.
    pub fn done(cohort: &cohort::Model) -> Self {
        Self {
            method: cohort.method_evidence.is_some(),
            knowledge: cohort.knowledge_evidence.is_some(),
        }
    }

    fn missing(self) -> Vec<PublicationGap> {
        let mut missing = Vec::new();
        if !self.method {
            missing.push(PublicationGap::Method);
        }
        if !self.knowledge {
            missing.push(PublicationGap::Knowledge);
        }
        missing
    }
}

fn jump(from: Stage, allowed: &[Stage], to: Stage) -> Result<Stage, CohortRefusal> {
    if allowed.contains(&from) { Ok(to) } else { Err(CohortRefusal::InvalidJump { from, to }) }
}

/// Draft → tentative: from here it is in the catalogue and takes enrolments (R9). It needs
/// municipalities, sessions and somebody to teach each; what is missing is listed at once.
pub fn publish(
    from: Stage,
    ready: &Readiness<'_>,
    today: NaiveDate,
) -> Result<Stage, CohortRefusal> {
    let to = jump(from, &[Stage::Draft], Stage::Tentative)?;
    let active = || ready.sessions.iter().filter(|s| s.stage != SessionStage::Cancelled);
    let mut missing = Vec::new();
    if ready.municipalities == 0 {
        missing.push(PublicationGap::Municipalities);
    }
    if active().next().is_none() {
        missing.push(PublicationGap::Sessions);
    }
    let without: Vec<i32> = active().filter(|s| !s.has_facilitator).map(|s| s.position).collect();
    if !without.is_empty() {
        missing.push(PublicationGap::Facilitators(without));
    }
    missing.extend(ready.minimum.missing());
    if !missing.is_empty() {
        return Err(CohortRefusal::NotReady { missing });
    }
    if ready.ends_on < today {
        return Err(CohortRefusal::DatesPassed { ends_on: ready.ends_on });
    }
    Ok(to)
}

/// Tentative → confirmed: it will run; it still takes enrolments (R9).
pub fn confirm(from: Stage) -> Result<Stage, CohortRefusal> {
    jump(from, &[Stage::Tentative], Stage::Confirmed)
}

/// Confirmed → running, from its first day on: self-enrolment ends and the rule freezes (R9).
pub fn start(from: Stage, starts_on: NaiveDate, today: NaiveDate) -> Result<Stage, CohortRefusal> {
    let to = jump(from, &[Stage::Confirmed], Stage::Running)?;
    if today < starts_on {
        return Err(CohortRefusal::TooEarly { starts_on });
    }
    Ok(to)
}

/// Running → closed, once every session was held or cancelled, the last of them is over and the
/// cohort's last day has come: certificates print its dates (R9, R52).
pub fn close(
    from: Stage,
    sessions: &[SessionSummary],
    ends_on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Stage, CohortRefusal> {
    let to = jump(from, &[Stage::Running], Stage::Closed)?;
    match time_obstacles(sessions, ends_on, now).into_iter().next() {
        Some(refusal) => Err(refusal),
        None => Ok(to),
    }
}

/// Everything that forbids closing a cohort that runs, for somebody who wants to read it at once.
pub fn closing_obstacles(
    sessions: &[SessionSummary],
    ends_on: NaiveDate,
    done: Minimum,
    now: DateTime<Utc>,
) -> Vec<CohortRefusal> {
    let mut all = time_obstacles(sessions, ends_on, now);
    all.extend(shown(done).err());
    all
}

/// What of a cohort's time is not over yet, the gravest first.
fn time_obstacles(
    sessions: &[SessionSummary],
    ends_on: NaiveDate,
    now: DateTime<Utc>,
) -> Vec<CohortRefusal> {
    let mut all = Vec::new();
    let positions = |wanted: &dyn Fn(&SessionSummary) -> bool| -> Vec<i32> {
        sessions.iter().filter(|session| wanted(session)).map(|session| session.position).collect()
    };
    let planned = positions(&|session| session.stage == SessionStage::Planned);
    if !planned.is_empty() {
        all.push(CohortRefusal::SessionsPending { positions: planned });
    }
    let under_way = positions(&|session| {
        !matches!(session.stage, SessionStage::Cancelled | SessionStage::Planned)
            && session.ends_at > now
    });
    if !under_way.is_empty() {
        all.push(CohortRefusal::SessionsUnderWay { positions: under_way });
    }
    if dates::bogota_date(now) < ends_on {
        all.push(CohortRefusal::NotOver { ends_on });
    }
    all
}

/// A cohort is closed with something to show for each minimum activity; asked after [`close`],
/// whose reasons come first (R10).
pub fn shown(done: Minimum) -> Result<(), CohortRefusal> {
    let missing = done.missing();
    if missing.is_empty() { Ok(()) } else { Err(CohortRefusal::NothingToShow { missing }) }
}

/// How many people a cohort needs, and on which day that is looked at (R15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    pub people: i32,
    pub on: NaiveDate,
}

/// The minimum can be reached with the seats there are, and is looked at before people meet.
pub fn quorum(
    asked: Option<Quorum>,
    seats: i32,
    starts_on: NaiveDate,
) -> Result<(), CohortRefusal> {
    let Some(quorum) = asked else { return Ok(()) };
    if !(1..=seats).contains(&quorum.people) {
        return Err(CohortRefusal::QuorumOutOfRange { seats });
    }
    if quorum.on > starts_on {
        return Err(CohortRefusal::QuorumLate { starts_on });
    }
    Ok(())
}

/// Anything but closed → cancelled, with a reason; attendance already taken stays (R9, R14).
pub fn cancel(from: Stage, reason: &str) -> Result<Stage, CohortRefusal> {
    let open = [Stage::Draft, Stage::Tentative, Stage::Confirmed, Stage::Running];
    let to = jump(from, &open, Stage::Cancelled)?;
    if reason.trim().is_empty() {
        return Err(CohortRefusal::ReasonNeeded);
    }
    Ok(to)
}

/// Whether a stage leads to another: what pages offer and the permission table prints.
pub fn leads_to(from: Stage, to: Stage) -> bool {
    match to {
        Stage::Draft => false,
        Stage::Tentative => from == Stage::Draft,
        Stage::Confirmed => from == Stage::Tentative,
        Stage::Running => from == Stage::Confirmed,
        Stage::Closed => from == Stage::Running,
        Stage::Cancelled => editable(from).is_ok(),
    }
}

/// Data and sessions change until the cohort is closed or cancelled.
pub fn editable(stage: Stage) -> Result<(), CohortRefusal> {
    match stage {
        Stage::Draft | Stage::Tentative | Stage::Confirmed | Stage::Running => Ok(()),
        Stage::Closed | Stage::Cancelled => Err(CohortRefusal::NotEditable { stage }),
    }
}

/// Minimum attendance and pass mark are frozen from the start on (R51).
pub fn rule_is_frozen(stage: Stage) -> bool {
    matches!(stage, Stage::Running | Stage::Closed | Stage::Cancelled)
}

/// Whether outsiders may know of it: anything but a draft.
pub fn is_public(stage: Stage) -> bool {
    stage != Stage::Draft
}

/// The last day on which people may enrol by themselves: the one that was set, or the first
/// day of the cohort.
pub fn enrolment_deadline(closes_on: Option<NaiveDate>, starts_on: NaiveDate) -> NaiveDate {
    closes_on.unwrap_or(starts_on)
}

/// A cohort's dates follow one another; one day is enough.
pub fn dates_in_order(
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    closes_on: Option<NaiveDate>,
) -> Result<(), CohortRefusal> {
    if ends_on < starts_on {
        return Err(CohortRefusal::EndsBeforeStart);
    }
    if closes_on.is_some_and(|closes| closes > ends_on) {
        return Err(CohortRefusal::EnrolmentClosesLate);
    }
    Ok(())
}

pub fn seats(seats: i32) -> Result<i32, CohortRefusal> {
    if (1..=MOST_SEATS).contains(&seats) { Ok(seats) } else { Err(CohortRefusal::SeatsOutOfRange) }
}

/// The certificate's rule in force for a cohort (R51), with what its percentage means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompletionRule {
    /// Percent.
    pub minimum_attendance: i32,
    /// Tenths; empty when nothing is graded.
    pub pass_mark: Option<i32>,
    /// Hours attended; empty when the version asks for none.
    pub minimum_hours: Option<i32>,
    /// How attendance counts (R34).
    pub counting: Counting,
}

impl From<&cohort::Model> for CompletionRule {
    fn from(cohort: &cohort::Model) -> Self {
        Self {
            minimum_attendance: cohort.minimum_attendance,
            pass_mark: cohort.pass_mark,
            minimum_hours: cohort.minimum_hours,
            counting: Counting::from(cohort),
        }
    }
}

/// Hours attended that a certificate may ask for, where its version asks for some.
pub const MINIMUM_HOURS: std::ops::RangeInclusive<i32> = 1..=LONGEST;

/// A new rule for a cohort: only before it starts, within its scale, and with a pass mark
/// exactly when the version is graded. Which parts it has is the version's; how much, the cohort's.
pub fn change_rule(
    stage: Stage,
    old: CompletionRule,
    new: CompletionRule,
    graded: bool,
) -> Result<CompletionRule, CohortRefusal> {
    if old == new {
        return Ok(new);
    }
    if rule_is_frozen(stage) {
        return Err(CohortRefusal::RuleFrozen);
    }
    if new.pass_mark.is_some() != graded {
        return Err(CohortRefusal::PassMarkMismatch);
    }
    let in_scale = MINIMUM_ATTENDANCE.contains(&new.minimum_attendance)
        && new.pass_mark.is_none_or(|mark| (0..=50).contains(&mark))
        && new.minimum_hours.is_some() == old.minimum_hours.is_some()
        && new.minimum_hours.is_none_or(|hours| MINIMUM_HOURS.contains(&hours))
        && new.counting.is_in_scale();
    if in_scale { Ok(new) } else { Err(CohortRefusal::RuleOutOfRange) }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
