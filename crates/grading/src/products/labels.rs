//! Words of products on pages and in forms.

use platform::numbers;

use super::entity::product::{LatePolicy, SubmissionMedium};
use super::rules::ProductGradeState;

pub const LATE: [(&str, LatePolicy); 3] = [
    ("no", LatePolicy::Refused),
    ("si", LatePolicy::Accepted),
    ("descuento", LatePolicy::Discounted),
];

pub const ACCEPTS: [(&str, SubmissionMedium); 3] = [
    ("archivo", SubmissionMedium::File),
    ("enlace", SubmissionMedium::Link),
    ("ambos", SubmissionMedium::Either),
];

/// The value a form sends.
pub fn value<T: PartialEq>(choices: &[(&'static str, T)], wanted: &T) -> &'static str {
    choices.iter().find(|(_, one)| one == wanted).map_or("", |(value, _)| value)
}

/// The tag of a version, as those who grade read it: its tone and its words.
pub fn version(grading: ProductGradeState, returned: bool) -> (&'static str, String) {
    if returned {
        return ("info", "Devuelto para mejorar".to_owned());
    }
    match grading {
        ProductGradeState::Waiting { graders: 1 } => ("waiting", "Por calificar".to_owned()),
        ProductGradeState::Waiting { graders } => {
            ("waiting", format!("Faltan {graders} calificaciones"))
        }
        ProductGradeState::Disputed { .. } => {
            ("warning", "Por decidir: los calificadores difieren".to_owned())
        }
        ProductGradeState::Settled { tenths } => {
            ("success", format!("Nota {}", numbers::tenths(tenths)))
        }
    }
}

/// «1 día tarde».
pub fn days_late(days: i32) -> Option<String> {
    (days > 0).then(|| format!("{} tarde", numbers::some(days, "día", "días")))
}
