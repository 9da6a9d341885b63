//! The states of attendance as pages, forms and sheets write them.

use platform::numbers::{grouped, some};
use platform::texts::{say, word};

use super::entity::attendance_mark::{Method, State};
use super::queries::WrittenMark;
use super::rules::{Reachability, Totals};

/// «Ausente → Tarde, 90 minutos (lista, después del cierre). Motivo: llegó en chalupa».
pub fn change(mark: &WrittenMark) -> String {
    let mut text = match mark.from {
        Some(from) if from != mark.state => format!("{} → {}", from.label(), mark.state.label()),
        _ => mark.state.label().to_owned(),
    };
    if let Some(minutes) = mark.minutes {
        text.push_str(&format!(", {}", some(minutes, "minuto", "minutos")));
    }
    let closing = if mark.after_closing { ", modificado después del cierre" } else { "" };
    text.push_str(&format!(" ({}{closing})", mark.method.label()));
    match (written(mark), why(mark)) {
        (Some(reason), _) => text.push_str(&format!(". Motivo: {reason}")),
        (None, Some(door)) => text.push_str(&format!(". {door}")),
        (None, None) => {}
    }
    text
}

/// What earlier versions stored as a reason where nobody had written one.
const NOBODY_WROTE: [&str; 4] = [
    "attendance.corrected",
    "attendance.corrected_sheet",
    "attendance.granted_correction",
    "attendance.granted_excuse",
];

/// The reason that somebody wrote.
fn written(mark: &WrittenMark) -> Option<&str> {
    let reason = mark.reason.as_deref()?;
    NOBODY_WROTE.into_iter().all(|code| word(code) != reason).then_some(reason)
}

/// Why a mark was written (R40): the reason, or of a correction without one the door by which it came.
pub fn why(mark: &WrittenMark) -> Option<&str> {
    let door = match mark.method {
        Method::Request => "attendance.door_request",
        _ if mark.from.is_none() => return written(mark),
        Method::Sheet => "attendance.door_sheet",
        Method::Manual => "attendance.door_list",
        Method::Code | Method::Offline | Method::Import => "attendance.door_other",
    };
    written(mark).or_else(|| Some(word(door)))
}

/// The letter of a grid's cell: P, T, A, E, D.
pub fn letter(state: State) -> char {
    match state {
        State::Present => 'P',
        State::Late => 'T',
        State::Absent => 'A',
        State::Excused => 'E',
        State::Dispensed => 'D',
    }
}

/// A grid's letter with the sign of a mark that was written after the session was closed.
pub fn starred(letter: &'static str) -> &'static str {
    match letter {
        "P" => "P*",
        "T" => "T*",
        "A" => "A*",
        "E" => "E*",
        "D" => "D*",
        other => other,
    }
}

/// The value a form sends.
pub fn form_value(state: State) -> &'static str {
    match state {
        State::Present => "presente",
        State::Late => "tarde",
        State::Absent => "ausente",
        State::Excused => "excusa",
        State::Dispensed => "dispensado",
    }
}

/// Reads what a form sent.
pub fn from_form(value: &str) -> Option<State> {
    State::ALL.into_iter().find(|state| form_value(*state) == value)
}

/// What a person's attendance says about the minimum: a tone of the style sheet, and words.
pub fn reachability(totals: &Totals, minimum: i32) -> (&'static str, &'static str) {
    let reachability = totals.reachability(minimum);
    let tone = match reachability {
        Reachability::OutOfReach => "error",
        Reachability::AtRisk => "warning",
        Reachability::OnTrack if totals.held == 0 => "info",
        Reachability::OnTrack => "success",
    };
    (tone, reachability_label(reachability, totals.held > 0))
}

/// Returns the words of a reachability, the same on the grid and in reports.
pub fn reachability_label(reachability: Reachability, has_sessions: bool) -> &'static str {
    match reachability {
        Reachability::OutOfReach => "No alcanza el mínimo",
        Reachability::AtRisk => "En riesgo",
        Reachability::OnTrack if has_sessions => "Cumple el mínimo",
        Reachability::OnTrack => "Sin sesiones",
    }
}

/// That so much of a session waits for a decision; `None` where nothing does.
pub fn waiting(count: i64) -> Option<String> {
    let many = word("attendance.waiting_many");
    let one = word("attendance.waiting_one");
    (count > 0).then(|| some(count, one, many))
}

/// What is missing for the minimum, in a sentence for the person.
pub fn missing(totals: &Totals, minimum: i32) -> String {
    let text = missing_of_listed(totals, minimum);
    if totals.unlisted == 0 {
        return text;
    }
    format!("{text} {}", unlisted(totals.unlisted))
}

/// What is enough for the minimum, in a few words; `None` where it takes the sentence of [`missing`].
pub fn enough(totals: &Totals, minimum: i32) -> Option<String> {
    let (_, _, remaining) = totals.parts();
    let needed = totals.needed(minimum);
    if totals.minutes.is_some() || totals.unlisted > 0 || remaining == 0 || needed > remaining {
        return None;
    }
    Some(match needed {
        0 => word("attendance.enough_already").to_owned(),
        1 => word("attendance.enough_one").to_owned(),
        more => say("attendance.enough_many", &[("count", more.to_string())]),
    })
}

/// That lists are still to be passed, in a sentence for the person.
fn unlisted(sessions: u32) -> String {
    let lists = match sessions {
        1 => "una sesión que ya terminó".to_owned(),
        many => format!("{many} sesiones que ya terminaron"),
    };
    format!("Todavía no se ha pasado la lista de {lists}: no cuenta hasta que se pase.")
}

/// What is missing, of the sessions that have a list or are still to come.
fn missing_of_listed(totals: &Totals, minimum: i32) -> String {
    let (_, held, remaining) = totals.parts();
    let needed = totals.needed(minimum);
    let reachable = totals.reachable().unwrap_or_default();
    let lost = totals.reachability(minimum) == Reachability::OutOfReach;
    if held + remaining == 0 {
        "Todavía no hay sesiones que le cuenten.".to_owned()
    } else if needed > remaining && !lost {
        format!("Con las listas que hay llega a {reachable} %, bajo el mínimo del {minimum} %.")
    } else if needed > remaining && remaining == 0 {
        format!("No alcanzó el mínimo del {minimum} %: quedó en {reachable} %.")
    } else if needed > remaining {
        format!(
            "Ya no alcanza el mínimo del {minimum} %: si asiste a todo lo que falta llega a {reachable} %."
        )
    } else if remaining == 0 {
        format!("Cumple el mínimo del {minimum} %.")
    } else if needed == 0 {
        format!("Ya tiene asegurado el mínimo del {minimum} %.")
    } else {
        let what = match (totals.minutes, remaining) {
            (Some(_), left) if needed == left => {
                format!("a los {} minutos que faltan", grouped(left as i64))
            }
            (Some(_), left) => {
                let (needed, left) = (grouped(needed as i64), grouped(left as i64));
                format!("a {needed} de los {left} minutos que faltan")
            }
            (None, 1) => "a la sesión que falta".to_owned(),
            (None, left) if needed == left => format!("a las {left} sesiones que faltan"),
            (None, left) => format!("a {needed} de las {left} sesiones que faltan"),
        };
        format!("Para alcanzar el mínimo del {minimum} % necesita asistir {what}.")
    }
}

/// Reads the first letter of the state as the database keeps it (`present`, `late`, …);
/// the five letters differ, so one of them is enough to carry a whole grid.
pub fn from_stored_initial(initial: u8) -> Option<State> {
    State::ALL.into_iter().find(|state| state.code().bytes().next() == Some(initial))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::ActiveEnum;

    #[test]
    fn every_state_is_read_back_from_what_the_form_and_the_database_write() {
        for state in State::ALL {
            assert_eq!(from_form(form_value(state)), Some(state));
            let stored = state.to_value();
            assert_eq!(from_stored_initial(stored.as_bytes()[0]), Some(state));
        }
        assert_eq!(from_form("Presente"), None);
        assert_eq!(from_form(""), None);
        assert_eq!(from_stored_initial(b'x'), None);
    }

    #[test]
    fn what_is_enough_is_said_in_a_few_words_while_it_can_be_reached() {
        let enough = |attended, held, remaining| {
            super::enough(&Totals { attended, held, remaining, ..Totals::default() }, 80)
        };
        assert_eq!(enough(4, 4, 2).as_deref(), Some("le basta una más"));
        assert_eq!(enough(2, 3, 3).as_deref(), Some("le bastan 3 más"));
        assert_eq!(enough(8, 8, 2).as_deref(), Some("ya tiene asegurado el mínimo"));
        assert_eq!(enough(1, 3, 2), None, "it cannot be reached any more");
        assert_eq!(enough(1, 1, 0), None, "nothing is left");
    }

    #[test]
    fn no_two_states_share_a_letter() {
        let letters: std::collections::HashSet<_> = State::ALL.map(letter).into();
        assert_eq!(letters.len(), State::ALL.len());
    }
}
