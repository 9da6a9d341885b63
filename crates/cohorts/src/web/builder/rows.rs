//! The table of sessions as it travels: six controls a row, numbered from 0.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use platform::prelude::*;
use platform::texts::say;

use super::super::{read_facilitator, read_link};
use crate::commands::NewSession;
use crate::refusals::CohortRefusal;
use crate::rules::MOST_SESSIONS;
use crate::schedule::{Meeting, meeting_on};

/// Names of the controls of a row, each followed by its number in brackets.
pub const DATE: &str = "fecha";
pub const FROM: &str = "desde";
pub const TO: &str = "hasta";
pub const PLACE: &str = "sala";
pub const WHO: &str = "facilita";
pub const LINK: &str = "virtual";
/// The number of sessions that the proposal has; it is no control of a row.
pub const HOW_MANY: &str = "reuniones";
/// The rows before the last change, written as a form; it is no control of a row.
pub const BEFORE: &str = "antes";
/// Where [`LINK`] stands in [`RowTexts`].
pub const LINK_AT: usize = 5;
const CONTROLS: [&str; 6] = [DATE, FROM, TO, PLACE, WHO, LINK];

const LONGEST_PLACE: usize = 200;

/// The texts of a row, in the order of [`CONTROLS`].
pub type RowTexts = [String; 6];

/// «fecha[3]».
pub fn control(name: &str, index: usize) -> String {
    format!("{name}[{index}]")
}

/// The rows as typed, in their order; one more than a cohort may have is enough to refuse.
pub fn typed(fields: &Fields) -> Vec<RowTexts> {
    let indexes: BTreeSet<usize> = CONTROLS
        .iter()
        .flat_map(|name| fields.grid(name))
        .filter_map(|(index, _)| index.parse().ok())
        .collect();
    let text = |name, index| fields.first(&control(name, index)).to_owned();
    let rows = indexes.into_iter().take(MOST_SESSIONS + 1);
    rows.map(|index| CONTROLS.map(|name| text(name, index))).collect()
}

/// Puts rows in the place of those that the form holds, numbered anew.
pub fn put(form: &mut FormState, rows: &[RowTexts]) {
    form.values.retain(|name, _| {
        let row = name.split_once('[').is_some_and(|(name, _)| CONTROLS.contains(&name));
        !row
    });
    for (index, texts) in rows.iter().enumerate() {
        for (name, text) in CONTROLS.iter().zip(texts) {
            form.values.insert(control(name, index), vec![text.clone()]);
        }
    }
}

/// What was typed, with these rows.
pub fn with(fields: &Fields, rows: &[RowTexts]) -> FormState {
    let mut form = fields.state();
    put(&mut form, rows);
    form
}

/// A meeting as a row of the table.
pub fn row(meeting: &Meeting, place: &str, who: &str) -> RowTexts {
    [
        dates::input_date(meeting.day()),
        dates::input_time(meeting.starts_at),
        dates::input_time(meeting.ends_at),
        place.to_owned(),
        who.to_owned(),
        String::new(),
    ]
}

/// The row after the last: a week later, at the same hours.
pub fn next(rows: &[RowTexts]) -> RowTexts {
    let Some(last) = rows.last() else {
        return RowTexts::default();
    };
    let mut next = last.clone();
    let date = NaiveDate::parse_from_str(&last[0], "%Y-%m-%d").ok();
    let later = date.and_then(|date| date.checked_add_days(Days::new(7)));
    // A room of its own is rarely the next one's too.
    next[LINK_AT].clear();
    next[0] = later.map(dates::input_date).unwrap_or_default();
    next
}

/// Keeps the rows that a change leaves behind, so that it can be undone.
pub fn remember(form: &mut FormState, before: &[RowTexts]) {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for (index, texts) in before.iter().enumerate() {
        for (name, text) in CONTROLS.iter().zip(texts) {
            pairs.append_pair(&control(name, index), text);
        }
    }
    form.values.insert(BEFORE.to_owned(), vec![pairs.finish()]);
}

/// The form with the rows of before its last change; where none are remembered, as it is.
pub fn undone(fields: &Fields) -> FormState {
    let mut form = fields.state();
    let before = fields.first(BEFORE);
    if !before.is_empty() {
        put(&mut form, &typed(&Fields::parse(before.as_bytes())));
    }
    form
}

/// A row that was read.
pub struct BuilderRow {
    pub index: usize,
    pub session: NewSession,
}

/// Reads every row; what is wrong is told beside its control, and rows left blank are none.
pub fn read(reader: &mut Reader<'_>, fields: &Fields) -> Vec<BuilderRow> {
    let link = read_link(reader, "enlace");
    let crosses = reader.ticked("medianoche");
    let rows = typed(fields);
    if rows.len() > MOST_SESSIONS {
        reader.wrong("", CohortRefusal::TooManySessions.sentence());
    }
    let mut read = Vec::new();
    for (index, texts) in rows.iter().enumerate().take(MOST_SESSIONS) {
        if texts[..3].iter().all(String::is_empty) {
            continue;
        }
        let name = |name| control(name, index);
        let of = |what: &str| format!("{what} de la sesión {}.", index + 1);
        let date = reader.date(&name(DATE), &of("Escriba la fecha"));
        let from = reader.time(&name(FROM), &of("Escriba la hora de inicio"));
        let to = reader.time(&name(TO), &of("Escriba la hora final"));
        let place = reader.optional(&name(PLACE), LONGEST_PLACE);
        let own_link = read_link(reader, &name(LINK));
        let facilitator = read_facilitator(reader, fields, &name(WHO));
        if [DATE, FROM, TO].into_iter().any(|control| reader.is_wrong(&name(control))) {
            continue;
        }
        let Some(meeting) = meeting_on(date, from, to, crosses) else {
            let position = [("position", (index + 1).to_string())];
            reader.wrong(&name(TO), say("cohorts.builder_ends_before_start", &position));
            continue;
        };
        let session = NewSession {
            starts_at: meeting.starts_at,
            ends_at: meeting.ends_at,
            place,
            link: own_link.or_else(|| link.clone()),
            facilitator,
        };
        read.push(BuilderRow { index, session });
    }
    read
}
