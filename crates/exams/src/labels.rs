//! The words of tests.

use chrono::{DateTime, Utc};

use cohorts_model::scale::GradeScale;
use platform::texts::sentence;
use platform::{dates, numbers};
use questions::draw::Difficulty;

use super::entity::attempt::State;
use super::entity::exam::{AttemptPolicy, Feedback};
use super::rules::tenths;

/// What a form offers, with what it sends.
pub const KEEPS: [(&str, AttemptPolicy); 3] = [
    ("mejor", AttemptPolicy::Best),
    ("ultimo", AttemptPolicy::Last),
    ("promedio", AttemptPolicy::Average),
];

pub const FEEDBACKS: [(&str, Feedback); 3] = [
    ("intento", Feedback::AfterAttempt),
    ("cierre", Feedback::AfterClose),
    ("nunca", Feedback::Never),
];

pub const DIFFICULTIES: [(&str, Option<Difficulty>); 4] = [
    ("", None),
    ("1", Some(Difficulty::Easy)),
    ("2", Some(Difficulty::Medium)),
    ("3", Some(Difficulty::Hard)),
];

pub fn difficulty(difficulty: Option<Difficulty>) -> &'static str {
    difficulty.map_or("cualquiera", Difficulty::word)
}

/// «Entregado»; what is over and has no points waits for a grader.
pub fn state(state: State, graded: bool) -> &'static str {
    match (state, graded) {
        (State::Open, _) => "En curso",
        (_, false) => "Por calificar",
        (State::Submitted, true) => "Entregado",
        (State::Expired, true) => "Terminó el tiempo",
    }
}

/// The code of the style sheet's tags.
pub fn tone(state: State, graded: bool) -> &'static str {
    match (state, graded) {
        (State::Open, _) => "running",
        (_, false) => "waiting",
        (State::Submitted, true) => "success",
        (State::Expired, true) => "info",
    }
}

/// Millionths of a point as people read them: «8», «7,33».
pub fn points(millionths: i64) -> String {
    let hundredths = (millionths.max(0) + 5_000) / 10_000;
    let (whole, part) = (hundredths / 100, hundredths % 100);
    let whole = numbers::grouped(whole);
    match part {
        0 => whole,
        part if part % 10 == 0 => format!("{whole},{}", part / 10),
        part => format!("{whole},{part:02}"),
    }
}

/// «8 de 10 puntos, nota 4,0»; without points, that somebody has to read it.
pub fn result(scale: GradeScale, points_earned: Option<i64>, of: i64) -> String {
    match points_earned {
        None => "Por calificar".to_owned(),
        Some(earned) => format!(
            "{} de {} puntos, nota {}",
            points(earned),
            points(of),
            numbers::tenths(tenths(scale, earned, of))
        ),
    }
}

/// «Quedan 24 minutos: termina a las 10:40 a. m.», a sentence; what is far away has its date alone.
pub fn left(ends_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (ends_at - now).num_seconds().max(0);
    let minutes = (seconds + 59) / 60;
    if minutes > 180 {
        return sentence(&format!("Termina el {}", dates::short_with_time(ends_at)));
    }
    let time = dates::time(ends_at);
    match minutes {
        1 => sentence(&format!("Queda 1 minuto: termina a las {time}")),
        minutes => sentence(&format!("Quedan {minutes} minutos: termina a las {time}")),
    }
}

/// «8 de 10 contestadas».
pub fn answered(done: usize, all: usize) -> String {
    let word = if all == 1 { "contestada" } else { "contestadas" };
    format!("{done} de {all} {word}")
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn points_are_written_with_as_many_decimals_as_they_have() {
        assert_eq!(points(8_000_000), "8");
        assert_eq!(points(7_500_000), "7,5");
        assert_eq!(points(333_333), "0,33");
        assert_eq!(points(1_005_000), "1,01");
        assert_eq!(points(1_000_004_000), "1.000");
        assert_eq!(
            result(GradeScale::Five, Some(8_000_000), 10_000_000),
            "8 de 10 puntos, nota 4,0"
        );
    }

    #[test]
    fn the_last_minute_is_still_a_minute() {
        let ends: DateTime<Utc> = "2026-11-24T15:40:00Z".parse().expect("a time");
        let at = |seconds| left(ends, ends - TimeDelta::seconds(seconds));
        let end = dates::time(ends);
        assert_eq!(at(1), format!("Queda 1 minuto: termina a las {end}"));
        assert_eq!(at(61), format!("Quedan 2 minutos: termina a las {end}"));
        assert!(at(86_400).starts_with("Termina el 24/11/2026"));
    }
}
