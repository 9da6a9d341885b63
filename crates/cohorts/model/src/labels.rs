//! The words people read about a cohort and what happened to it: one place for them.

use chrono::{DateTime, TimeDelta, Utc};

use courses_model::entity::course_version;
use courses_model::rules::ends_in_constancia;
use platform::texts::{and, say};
use platform::{dates, numbers};

use super::clashes::BookedSession;
use super::entity::cohort;
use super::timetable::CourseHours;

/// A municipality that has people in another session at that hour.
pub fn municipality_busy(other: &BookedSession) -> String {
    let when = dates::day_and_span(other.starts_at, other.ends_at);
    say(
        "cohorts.municipality_busy",
        &[
            ("names", other.municipalities.join(", ")),
            ("cohort", other.name.clone().unwrap_or_else(|| "otra".to_owned())),
            ("when", when),
        ],
    )
}

/// «la sesión 3», «las sesiones 1, 2 y 3».
pub fn sessions(positions: &[i32]) -> String {
    let words: Vec<String> = positions.iter().map(i32::to_string).collect();
    match words.as_slice() {
        [one] => format!("la sesión {one}"),
        all => format!("las sesiones {}", and(all)),
    }
}

/// «40 horas», «1 hora y 30 minutos».
pub fn hours(length: TimeDelta) -> String {
    let (hours, minutes) = (length.num_hours(), length.num_minutes() % 60);
    let minutes_said = numbers::some(minutes, "minuto", "minutos");
    match (hours, minutes) {
        (0, _) => minutes_said,
        (_, 0) => numbers::some(hours, "hora", "horas"),
        _ => format!("{} y {minutes_said}", numbers::some(hours, "hora", "horas")),
    }
}

/// The rule of the certificate in plain words; `version` is the cohort's course version.
pub fn rule(cohort: &cohort::Model, version: &course_version::Model) -> String {
    let percent = cohort.minimum_attendance.to_string();
    let mark = cohort.pass().map(numbers::tenths);
    // Whoever is asked for a number of hours is told that one alone, unless the course asks for more.
    let least = CourseHours::of(version, cohort)
        .least_hours(cohort.minimum_attendance, cohort.minimum_hours.unwrap_or(0));
    let extras = cohort.extras().words(mark.as_deref());
    let more: Vec<String> = least.into_iter().chain(extras).collect();
    let base = match mark {
        Some(mark) => say(
            "cohorts.rule_graded",
            &[("percent", percent), ("mark", mark), ("top", cohort.scale.top())],
        ),
        None if ends_in_constancia(&version.offer_type) => {
            say("cohorts.rule_constancia", &[("percent", percent)])
        }
        None => say("cohorts.rule_attendance", &[("percent", percent)]),
    };
    if more.is_empty() {
        return base;
    }
    format!("{base} {}", say("cohorts.rule_more", &[("more", and(&more))]))
}

/// The fields that history names when the data of a cohort change, each with its Spanish words.
const CHANGED: [(&str, &str); 12] = [
    ("name", "nombre"),
    ("starts_on", "primer día"),
    ("ends_on", "último día"),
    ("enrolment_closes_on", "cierre de inscripciones"),
    ("seats", "cupos"),
    ("place", "lugar"),
    ("municipalities", "municipios"),
    ("minimum_attendance", "asistencia mínima"),
    ("pass_mark", "nota mínima"),
    ("minimum_hours", "horas mínimas"),
    ("quorum", "mínimo de personas"),
    ("counting", "cómo cuenta la asistencia"),
];

/// Returns the Spanish sentence of an event of history for the page of the cohort. An event about a
/// session names its day.
pub fn event(action: &str, detail: &str) -> String {
    let text = sentence(action);
    let detail: serde_json::Value = serde_json::from_str(detail).unwrap_or_default();
    let changed: Vec<&str> = CHANGED
        .iter()
        .filter(|(name, _)| detail.get(name).is_some_and(serde_json::Value::is_array))
        .map(|(_, words)| *words)
        .collect();
    if action == "cohorts.save" && !changed.is_empty() {
        return format!("{}: {}.", text.trim_end_matches('.'), changed.join(", "));
    }
    if let Some(letters) = detail["letters"].as_i64() {
        let letters = numbers::some(letters, "correo", "correos");
        return format!("{}: {letters}.", text.trim_end_matches('.'));
    }
    // A new session has one start; a changed one has the old and the new.
    let starts = &detail["starts_at"];
    let day = |value: &serde_json::Value| {
        let at = value.as_str()?.parse::<DateTime<Utc>>().ok()?;
        Some(dates::short(dates::bogota_date(at)))
    };
    let bare = text.trim_end_matches('.');
    match (day(starts), day(&starts[0]), day(&starts[1])) {
        (Some(day), _, _) => format!("{bare}: {day}."),
        (_, Some(old), Some(new)) if old != new => format!("{bare}: del {old} al {new}."),
        (_, Some(old), _) => format!("{bare}: {old}."),
        _ => text,
    }
}

fn sentence(action: &str) -> String {
    let code = match action {
        "cohorts.create" => "cohorts.event_create",
        "cohorts.save" => "cohorts.event_save",
        "cohorts.publish" => "cohorts.event_publish",
        "cohorts.confirm" => "cohorts.event_confirm",
        "cohorts.start" => "cohorts.event_start",
        "cohorts.close" => "cohorts.event_close",
        "cohorts.cancel" => "cohorts.event_cancel",
        "cohorts.add_session" => "cohorts.event_add_session",
        "cohorts.save_session" => "cohorts.event_save_session",
        "cohorts.ask_short_closing" => "cohorts.event_ask_short_closing",
        "cohorts.confirm_short_closing" => "cohorts.event_confirm_short_closing",
        "cohorts.save_town" => "cohorts.event_save_town",
        "cohorts.save_minimum" => "cohorts.event_save_minimum",
        "cohorts.add_evidence" => "cohorts.event_add_evidence",
        "cohorts.withdraw_evidence" => "cohorts.event_withdraw_evidence",
        "cohorts.remove_template" => "cohorts.event_remove_template",
        "cohorts.save_template" => "cohorts.event_save_template",
        "cohorts.cancel_session" => "cohorts.event_cancel_session",
        "announcements.call" => "cohorts.event_call",
        "announcements.message" => "cohorts.event_message",
        _ => "cohorts.event_other",
    };
    say(code, &[])
}

#[cfg(test)]
mod tests {
    use super::event;

    #[test]
    fn an_event_of_letters_says_how_many() {
        let text = event("announcements.call", r#"{"letters":3}"#);
        assert_eq!(text, "Se escribió la convocatoria a los enlaces de las entidades: 3 correos.");
    }

    #[test]
    fn an_event_about_a_session_names_its_day() {
        let text = event("cohorts.add_session", r#"{"starts_at":"2027-02-06T01:00:00Z"}"#);
        assert_eq!(text, "Se programó una sesión: 05/02/2027.");
        let moved = r#"{"starts_at":["2027-02-05T13:00:00Z","2027-02-08T13:00:00Z"]}"#;
        assert_eq!(
            event("cohorts.save_session", moved),
            "Cambió una sesión: del 05/02/2027 al 08/02/2027."
        );
        let saved = r#"{"seats":[30,35],"municipalities":[["50325"],["50325","50577"]]}"#;
        assert_eq!(
            event("cohorts.save", saved),
            "Cambiaron los datos de la cohorte: cupos, municipios."
        );
        assert_eq!(event("cohorts.publish", "no json"), event("cohorts.publish", "{}"));
    }
}
