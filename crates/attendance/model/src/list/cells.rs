//! What a cell of a list says: a date, or whether somebody was there.

use chrono::{Datelike as _, NaiveDate};

use platform::search::fold;

use super::StateWord;
use crate::entity::attendance_mark::State;
use crate::labels;

/// Reads «24/11/2026», «24-11-26» and «2026-11-24», with a time behind or without.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let date = text.split_whitespace().next()?;
    ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%d.%m.%y"]
        .iter()
        .find_map(|form| {
            NaiveDate::parse_from_str(date, form).ok().filter(|day| day.year() > 1_900)
        })
}

/// Reads what a cell says; nothing where it says nothing («–», «·», «n/a»).
pub(super) fn state(text: &str) -> Option<StateWord> {
    let folded = fold(text.trim_end_matches('*'));
    let known = State::ALL.into_iter().find(|state| {
        let letter = labels::letter(*state).to_lowercase().to_string();
        folded == letter || folded == fold(state.label())
    });
    let state = known.or(match folded.as_str() {
        "si" | "s" | "x" | "1" | "✓" | "✔" | "asistio" | "si asistio" | "llego" | "verdadero"
        | "true" => Some(State::Present),
        "no" | "n" | "0" | "no asistio" | "falto" | "falso" | "false" => Some(State::Absent),
        _ => None,
    });
    match (state, folded.as_str()) {
        (Some(state), _) => Some(StateWord::Is(state)),
        (None, "" | "-" | "–" | "—" | "·" | "n/a" | "na" | "sin registro") => None,
        (None, _) => Some(StateWord::Unread(text.chars().take(40).collect())),
    }
}
