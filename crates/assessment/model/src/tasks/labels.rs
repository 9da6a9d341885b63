//! Tasks in words.

use platform::{dates, numbers};

use super::rules::{RequiredGrade, State, Task, TaskKind};

/// The colour and the word of a state.
pub fn tag(state: State) -> (&'static str, &'static str) {
    match state {
        State::NotYet { .. } => ("planned", "Por abrir"),
        State::Open { .. } => ("warning", "Pendiente"),
        State::Going { .. } => ("waiting", "Empezada"),
        State::Returned { .. } => ("warning", "Devuelto para mejorar"),
        State::Waiting => ("waiting", "Por calificar"),
        State::Graded => ("success", "Calificada"),
        State::Missed => ("error", "No presentada"),
        State::Idle => ("info", "Sin nota"),
    }
}

/// What the link to a task says.
pub fn action(task: &Task) -> &'static str {
    match (task.way, task.state) {
        (TaskKind::Test(_), State::Going { .. }) => "Seguir respondiendo",
        (TaskKind::Test(_), State::Open { .. }) => "Presentar la prueba",
        (TaskKind::Product, State::Open { .. }) => "Entregar el producto",
        (TaskKind::Product, State::Returned { .. }) => "Entregar de nuevo",
        _ => "Ver",
    }
}

/// «Hasta el 24 de noviembre de 2026, 6:00 p. m.», «Abre el…»; nothing where no date matters.
pub fn when(task: &Task) -> Option<String> {
    let until = |at| format!("Hasta el {}", dates::long_with_time(at));
    match task.state {
        State::NotYet { opens } => Some(format!("Abre el {}", dates::long_with_time(opens))),
        State::Graded | State::Waiting => task
            .again
            .map(|at| format!("Puede intentarla otra vez hasta el {}", dates::long_with_time(at))),
        state => state.until().map(until),
    }
}

/// «Con lo que falta necesita un promedio de 3,2 para llegar a 3,5.»
pub fn needed(needed: RequiredGrade, pass: i32) -> String {
    let pass = numbers::tenths(pass);
    match needed {
        RequiredGrade::Nothing => format!("Con lo que ya tiene supera la nota mínima de {pass}."),
        RequiredGrade::Average(tenths) => format!(
            "En lo que falta necesita un promedio de {} para llegar a {pass}.",
            numbers::tenths(tenths)
        ),
        RequiredGrade::TooMuch => {
            format!("Con lo que falta ya no llega a la nota mínima de {pass}.")
        }
    }
}
