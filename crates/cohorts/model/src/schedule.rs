//! Proposing the meetings of a cohort: the same hours on chosen weekdays, without holidays, until
//! the course's hours are complete. Pure; what people change afterwards is theirs (R11, R12).

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use platform::dates;
use platform::holidays::{Holiday, holiday_on};

use super::rules::{MOST_SESSIONS, overlap};

/// Days after a meeting on which it is repeated: enough for the most sessions, one a week.
const MOST_DAYS: i64 = 1_000;

/// The weekly pattern from which sessions are proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchedulePattern {
    /// The first meeting is on this day or after it.
    pub first_day: NaiveDate,
    pub weekdays: Vec<Weekday>,
    pub from: NaiveTime,
    pub to: NaiveTime,
    /// Whether the person said that meetings end on the next day; without it, an end before the
    /// start is refused as a slip (R11).
    pub crosses_midnight: bool,
    /// The hours of the course, which the meetings must add up to.
    pub total: TimeDelta,
}

/// A meeting that comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatPattern {
    pub meeting: Meeting,
    /// With none it comes each week, on its own weekday.
    pub weekdays: Vec<Weekday>,
    /// How many meetings there are in the end; without it they complete `total`.
    pub many: Option<usize>,
    /// The hours of the course.
    pub total: TimeDelta,
}

/// One meeting in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

impl Meeting {
    pub fn length(&self) -> TimeDelta {
        self.ends_at - self.starts_at
    }

    /// The day on which it begins, in Bogotá.
    pub fn day(&self) -> NaiveDate {
        dates::bogota_date(self.starts_at)
    }
}

/// The meetings proposed, and the holidays on which there would have been one (R12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub meetings: Vec<Meeting>,
    pub skipped: Vec<Holiday>,
}

/// Why nothing can be proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleFault {
    NoWeekday,
    /// The meeting would end before it starts, or last no time.
    EndsBeforeStart,
    /// No hours are asked for, or none are missing.
    NoHours,
    /// It would take more meetings than a cohort may have: so many.
    TooMany(i64),
    /// The calendar ends before the course does.
    BeyondTheCalendar,
}

/// Returns the meeting of these hours on a day. An end that is not after the start falls on the
/// next day when `crosses_midnight`; otherwise the result is `None` (R11).
pub fn meeting_on(
    day: NaiveDate,
    from: NaiveTime,
    to: NaiveTime,
    crosses_midnight: bool,
) -> Option<Meeting> {
    let until = match to > from {
        true => day,
        false if crosses_midnight && to < from => day.succ_opt()?,
        false => return None,
    };
    Some(Meeting {
        starts_at: dates::from_bogota(day, from),
        ends_at: dates::from_bogota(until, to),
    })
}

/// Proposes meetings in order until their hours are exactly those asked for; the last one is
/// shorter when they do not divide.
pub fn propose(ask: &SchedulePattern) -> Result<Proposal, ScheduleFault> {
    if ask.weekdays.is_empty() {
        return Err(ScheduleFault::NoWeekday);
    }
    if ask.total <= TimeDelta::zero() {
        return Err(ScheduleFault::NoHours);
    }
    let each = meeting_on(ask.first_day, ask.from, ask.to, ask.crosses_midnight)
        .ok_or(ScheduleFault::EndsBeforeStart)?
        .length();
    let minutes = each.num_minutes().max(1);
    let needed = (ask.total.num_minutes() + minutes - 1) / minutes;
    if usize::try_from(needed).is_ok_and(|needed| needed > MOST_SESSIONS) {
        return Err(ScheduleFault::TooMany(needed));
    }
    let mut proposal = Proposal { meetings: Vec::new(), skipped: Vec::new() };
    let mut left = ask.total;
    let mut day = ask.first_day;
    while left > TimeDelta::zero() {
        if ask.weekdays.contains(&day.weekday()) {
            match holiday_on(day) {
                Some(holiday) => proposal.skipped.push(holiday),
                None => {
                    let meeting = meeting_on(day, ask.from, ask.to, ask.crosses_midnight)
                        .ok_or(ScheduleFault::BeyondTheCalendar)?;
                    let length = meeting.length().min(left);
                    let ends_at = meeting.starts_at + length;
                    proposal.meetings.push(Meeting { ends_at, ..meeting });
                    left -= length;
                }
            }
        }
        day = day.checked_add_days(Days::new(1)).ok_or(ScheduleFault::BeyondTheCalendar)?;
    }
    Ok(proposal)
}

/// Repeats a meeting after its day, at its hours, without holidays and without hours that are
/// `planned` already, until there are as many as asked for or the hours of the course are complete;
/// in that case the last one is shorter when they do not divide (R12).
pub fn repeat(ask: &RepeatPattern, planned: &[Meeting]) -> Result<Vec<Meeting>, ScheduleFault> {
    let span = |meeting: &Meeting| (meeting.starts_at, meeting.ends_at);
    let sum: TimeDelta = planned.iter().map(Meeting::length).sum();
    let mut missing = ask.total - sum;
    let minutes = ask.meeting.length().num_minutes().max(1);
    let needed = match ask.many {
        Some(many) => many.saturating_sub(planned.len()),
        None => {
            usize::try_from((missing.num_minutes() + minutes - 1) / minutes).unwrap_or_default()
        }
    };
    if needed == 0 {
        return Err(ScheduleFault::NoHours);
    }
    let whole = needed + planned.len();
    if whole > MOST_SESSIONS {
        return Err(ScheduleFault::TooMany(i64::try_from(whole).unwrap_or(i64::MAX)));
    }
    let own = [ask.meeting.day().weekday()];
    let weekdays = if ask.weekdays.is_empty() { own.as_slice() } else { ask.weekdays.as_slice() };
    let mut more: Vec<Meeting> = Vec::new();
    for days in 1..=MOST_DAYS {
        let later = |at: DateTime<Utc>| at.checked_add_signed(TimeDelta::days(days));
        let (starts_at, ends_at) = (later(ask.meeting.starts_at), later(ask.meeting.ends_at));
        let next = match (starts_at, ends_at) {
            (Some(starts_at), Some(ends_at)) => Meeting { starts_at, ends_at },
            _ => return Err(ScheduleFault::BeyondTheCalendar),
        };
        let is_taken = planned.iter().any(|other| overlap(span(&next), span(other)));
        let day = next.day();
        if is_taken || !weekdays.contains(&day.weekday()) || holiday_on(day).is_some() {
            continue;
        }
        let length = match ask.many {
            Some(_) => next.length(),
            None => next.length().min(missing),
        };
        missing -= length;
        more.push(Meeting { ends_at: next.starts_at + length, ..next });
        if more.len() == needed {
            return Ok(more);
        }
    }
    Err(ScheduleFault::BeyondTheCalendar)
}

/// Moves meetings by whole weeks, so that the first is on `first_day` or within the week after
/// it: weekdays and hours stay.
pub fn shifted(meetings: &[Meeting], first_day: NaiveDate) -> Vec<Meeting> {
    let Some(first) = meetings.iter().map(Meeting::day).min() else {
        return Vec::new();
    };
    let days = (first_day - first).num_days();
    let by = TimeDelta::days(days.div_euclid(7) * 7 + if days.rem_euclid(7) == 0 { 0 } else { 7 });
    meetings
        .iter()
        .filter_map(|meeting| {
            Some(Meeting {
                starts_at: meeting.starts_at.checked_add_signed(by)?,
                ends_at: meeting.ends_at.checked_add_signed(by)?,
            })
        })
        .collect()
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
