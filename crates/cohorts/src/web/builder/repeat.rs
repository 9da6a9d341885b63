//! A session of the table that comes again: each week or on chosen weekdays, without script.

use chrono::Weekday;

use platform::prelude::*;
use platform::texts::say;

use super::WEEK;
use super::context::BuilderContext;
use super::rows::{self, RowTexts};
use crate::rules::MOST_SESSIONS;
use crate::schedule::{Meeting, RepeatPattern, ScheduleFault, repeat};

/// Which row is repeated; the last one where it is empty.
pub const WHICH: &str = "repite";
/// The weekdays on which it comes again.
pub const DAYS: &str = "repite_dias";
/// How many sessions there are in the end; where it is empty they complete the hours of the course.
pub const MANY: &str = "repite_total";

/// The weekdays that were marked.
pub fn weekdays(fields: &Fields, name: &str) -> Vec<Weekday> {
    let chosen = fields.all(name);
    let marked = WEEK.iter().filter(|(code, _, _)| chosen.iter().any(|one| one == code));
    marked.map(|(_, _, weekday)| *weekday).collect()
}

impl BuilderContext {
    /// The form with a row of its table repeated, or with why it is not.
    pub fn repeated(&self, fields: &Fields) -> FormState {
        let mut texts = rows::typed(fields);
        if texts.is_empty() {
            return fields.state();
        }
        let mut reader = Reader::new(fields);
        let last = i32::try_from(texts.len()).unwrap_or(i32::MAX);
        let position = match fields.first(WHICH).is_empty() {
            true => last,
            false => reader.whole(WHICH, 1..=last, &say("cohorts.builder_repeat_which", &[])),
        };
        let most = i32::try_from(MOST_SESSIONS).unwrap_or(i32::MAX);
        let many = (!fields.first(MANY).is_empty())
            .then(|| reader.whole(MANY, 1..=most, &say("cohorts.builder_repeat_many", &[])));
        let version = self.version(fields);
        if many.is_none() && version.is_none() {
            reader.wrong("version", say("cohorts.builder_repeat_course", &[]));
        }
        let index = usize::try_from(position).unwrap_or_default().saturating_sub(1);
        let read = self.rows(fields);
        let row = read.iter().find(|row| row.index == index);
        if row.is_none() && !reader.is_wrong(WHICH) {
            let position = [("position", position.to_string())];
            reader.wrong(WHICH, say("cohorts.builder_repeat_row", &position));
        }
        if let Err(form) = reader.finish() {
            return form;
        }
        // The reader refused above when there is none.
        let (Some(row), Some(pattern)) = (row, texts.get(index).cloned()) else {
            return fields.state();
        };
        let meeting = |row: &rows::BuilderRow| Meeting {
            starts_at: row.session.starts_at,
            ends_at: row.session.ends_at,
        };
        let planned: Vec<Meeting> = read.iter().map(meeting).collect();
        let ask = RepeatPattern {
            meeting: meeting(row),
            weekdays: weekdays(fields, DAYS),
            many: many.and_then(|many| usize::try_from(many).ok()),
            total: TimeDelta::hours(version.map_or(0, |version| version.hours.into())),
        };
        match repeat(&ask, &planned) {
            Ok(more) => {
                let [_, _, _, place, who, _] = &pattern;
                texts.extend(more.iter().map(|meeting| rows::row(meeting, place, who)));
                texts.sort_by_key(order);
                rows::with(fields, &texts)
            }
            Err(fault) => {
                let key = match fault {
                    ScheduleFault::TooMany(_) => "cohorts.builder_repeat_too_many",
                    ScheduleFault::NoHours if ask.many.is_some() => "cohorts.builder_repeat_enough",
                    ScheduleFault::NoHours => "cohorts.builder_repeat_complete",
                    ScheduleFault::NoWeekday
                    | ScheduleFault::EndsBeforeStart
                    | ScheduleFault::BeyondTheCalendar => "cohorts.builder_repeat_beyond",
                };
                let mut form = fields.state();
                form.refuse(MANY, say(key, &[]));
                form
            }
        }
    }
}

/// Rows stand in the order of their days and hours; those without a day are last.
fn order(texts: &RowTexts) -> (bool, String, String) {
    let [day, from, ..] = texts;
    (day.is_empty(), day.clone(), from.clone())
}
