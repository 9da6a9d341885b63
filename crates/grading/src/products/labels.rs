//! Words of products on pages and in forms.

use platform::numbers;

use super::entity::product::{Accepts, Late};
use super::rules::Grading;

pub const LATE: [(&str, Late); 3] =
    [("no", Late::Refused), ("si", Late::Accepted), ("descuento", Late::Discounted)];

pub const ACCEPTS: [(&str, Accepts); 3] =
    [("archivo", Accepts::File), ("enlace", Accepts::Link), ("ambos", Accepts::Either)];

pub fn late(late: Late) -> &'static str {
    match late {
        Late::Refused => "No se recibe",
        Late::Accepted => "Se recibe sin descuento",
        Late::Discounted => "Se recibe con descuento por día",
    }
}

pub fn accepts(accepts: Accepts) -> &'static str {
    match accepts {
        Accepts::File => "Un archivo (PDF o foto)",
        Accepts::Link => "Un enlace",
        Accepts::Either => "Un archivo o un enlace",
    }
}

/// The value a form sends.
pub fn value<T: PartialEq>(choices: &[(&'static str, T)], wanted: &T) -> &'static str {
    choices.iter().find(|(_, one)| one == wanted).map_or("", |(value, _)| value)
}

/// The tag of a version, as those who grade read it: its tone and its words.
pub fn version(grading: Grading, returned: bool) -> (&'static str, String) {
    if returned {
        return ("info", "Devuelto para mejorar".to_owned());
    }
    match grading {
        Grading::Waiting { graders: 1 } => ("waiting", "Por calificar".to_owned()),
        Grading::Waiting { graders } => ("waiting", format!("Faltan {graders} calificaciones")),
        Grading::Disputed { .. } => {
            ("warning", "Por decidir: los calificadores difieren".to_owned())
        }
        Grading::Settled { tenths } => ("success", format!("Nota {}", numbers::tenths(tenths))),
    }
}

/// «1 día tarde».
pub fn days_late(days: i32) -> Option<String> {
    (days > 0).then(|| format!("{} tarde", numbers::some(days, "día", "días")))
}
