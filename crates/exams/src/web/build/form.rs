//! The form of a test: the names of its fields, and what somebody typed in them.

use platform::prelude::*;

use crate::entity::exam::{AttemptPolicy, Feedback};
use crate::labels::{DIFFICULTIES, FEEDBACKS, KEEPS};
use crate::rules::{BlueprintLine, ExamPlan, MOST_ATTEMPTS, MOST_LINES, MOST_MINUTES, MOST_POINTS};

/// Questions of one line: more than any test has.
const MOST_COUNT: i32 = 200;

pub(super) fn capacity_field(line: usize) -> String {
    format!("capacidad[{line}]")
}
pub(super) fn difficulty_field(line: usize) -> String {
    format!("dificultad[{line}]")
}
pub(super) fn count_field(line: usize) -> String {
    format!("preguntas[{line}]")
}
pub(super) fn points_field(line: usize) -> String {
    format!("puntos[{line}]")
}

/// The value that a form sends for one of its choices.
pub(super) fn sent<T: PartialEq>(all: &[(&'static str, T)], one: &T) -> &'static str {
    all.iter().find(|(_, known)| known == one).map_or("", |(value, _)| *value)
}

pub(super) fn with_moment(form: FormState, name: &str, at: DateTime<Utc>) -> FormState {
    form.with(name, dates::input_date(dates::bogota_date(at)))
        .with(&format!("{name}_hora"), dates::input_time(at))
}

fn read_moment(reader: &mut Reader<'_>, name: &str, day: &str, hour: &str) -> DateTime<Utc> {
    let date = reader.date(name, day);
    let time = reader.time(&format!("{name}_hora"), hour);
    dates::from_bogota(date, time)
}

pub(super) fn read_window(reader: &mut Reader<'_>) -> (DateTime<Utc>, DateTime<Utc>) {
    let opens =
        read_moment(reader, "abre", "Escriba el día en que abre.", "Escriba la hora de apertura.");
    let closes = read_moment(
        reader,
        "cierra",
        "Escriba el día en que cierra.",
        "Escriba la hora de cierre.",
    );
    (opens, closes)
}

/// The plan that was typed, and the row of the form that each of its lines stands in.
pub(super) fn read_plan(fields: &Fields) -> Result<(ExamPlan, Vec<usize>), FormState> {
    let mut reader = Reader::new(fields);
    let (opens, closes) = read_window(&mut reader);
    let minutes = match fields.first("minutos") {
        "" => None,
        _ => Some(reader.whole("minutos", 1..=MOST_MINUTES, "Escriba los minutos.")),
    };
    let attempts = reader.whole("intentos", 1..=MOST_ATTEMPTS, "Escriba cuántos intentos.");
    let keep = reader.choice("cuenta", &KEEPS, "Elija qué intento cuenta.");
    let feedback = reader.choice("muestra", &FEEDBACKS, "Elija cuándo se ve lo correcto.");
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    for place in 0..MOST_LINES {
        let capacity = fields.first(&capacity_field(place));
        if capacity.is_empty() {
            if !fields.first(&count_field(place)).is_empty() {
                reader.wrong(&capacity_field(place), "Elija la capacidad de estas preguntas.");
            }
            continue;
        }
        let difficulty =
            reader.choice(&difficulty_field(place), &DIFFICULTIES, "Elija la dificultad.");
        let count = reader.whole(&count_field(place), 1..=MOST_COUNT, "Escriba cuántas preguntas.");
        let points = match fields.first(&points_field(place)) {
            "" => 1,
            _ => reader.whole(&points_field(place), 1..=MOST_POINTS, "Escriba los puntos."),
        };
        lines.push(BlueprintLine {
            capacity: capacity.to_owned(),
            difficulty: difficulty.flatten(),
            count: usize::try_from(count).unwrap_or(0),
            points,
        });
        places.push(place);
    }
    reader.finish()?;
    let keep = keep.unwrap_or(AttemptPolicy::Best);
    let feedback = feedback.unwrap_or(Feedback::AfterClose);
    Ok((ExamPlan { opens, closes, minutes, attempts, keep, feedback, lines }, places))
}
