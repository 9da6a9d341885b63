//! The words people read for what a course is about and how long its certificate holds.

use capacities_model::labels::{SERVANT_SUBJECTS, TRAINER_SUBJECTS};
use platform::fields::Alternative;
use platform::numbers::some;
use platform::texts::say;

use super::entity::course::Track;

/// How long a certificate holds, of months.
pub fn validity(months: Option<i32>) -> String {
    match months {
        None => "No vence".to_owned(),
        Some(months) if months % 12 == 0 => some(months / 12, "año", "años"),
        Some(months) => some(months, "mes", "meses"),
    }
}

/// What follows for somebody who does not use a seat, of months.
pub fn no_show(months: i32) -> String {
    match months {
        0 => say("courses.no_show_none", &[]),
        months => say("courses.no_show_months", &[("months", months.to_string())]),
    }
}

/// The track that a subject belongs to; none when it is no subject of courses.
pub fn track_of(subject: &str) -> Option<Track> {
    let within = |subjects: &[(&str, &str)]| subjects.iter().any(|(code, _)| *code == subject);
    if within(&SERVANT_SUBJECTS) {
        Some(Track::Servidores)
    } else if within(&TRAINER_SUBJECTS) {
        Some(Track::Formadores)
    } else {
        None
    }
}

/// The nine subjects, grouped by track.
pub fn subjects() -> Vec<Alternative> {
    let of = |subjects: &[(&'static str, &'static str)], of: Track| -> Vec<Alternative> {
        let each = subjects.iter();
        each.map(|(code, label)| Alternative::new(code, *label).within(of.label())).collect()
    };
    let mut all = of(&SERVANT_SUBJECTS, Track::Servidores);
    all.extend(of(&TRAINER_SUBJECTS, Track::Formadores));
    all
}
