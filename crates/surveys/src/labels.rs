//! The words of surveys.

use platform::fields::Alternative;

use super::entity::survey_version::Kind;

/// When it is asked, and of whom.
pub fn about(kind: Kind) -> &'static str {
    match kind {
        Kind::Satisfaction => {
            "Se abre sola cuando la cohorte termina. Es anónima: nadie puede unir una respuesta con una persona."
        }
        Kind::Months3 => "Se envía a cada persona tres meses después del fin de la cohorte.",
        Kind::Months6 => "Se envía a cada persona seis meses después del fin de la cohorte.",
        Kind::Supervisor => {
            "Se envía a quien supervisa, cuando la persona lo autoriza al responder su seguimiento."
        }
    }
}

/// The word of a kind in addresses.
pub fn slug(kind: Kind) -> &'static str {
    match kind {
        Kind::Satisfaction => "satisfaccion",
        Kind::Months3 => "tres-meses",
        Kind::Months6 => "seis-meses",
        Kind::Supervisor => "supervision",
    }
}

pub fn of_slug(text: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| slug(*kind) == text)
}

/// The ways of answering, as the form that edits a survey offers them.
pub fn ways() -> Vec<Alternative> {
    [
        ("scale", "Escala de 1 a 5"),
        ("yes_no", "Sí o no"),
        ("choice", "Una de varias opciones"),
        ("words", "Texto"),
    ]
    .map(|(value, label)| Alternative::new(value, label))
    .to_vec()
}

pub fn way(code: &str) -> &'static str {
    match code {
        "scale" => "Escala de 1 a 5",
        "yes_no" => "Sí o no",
        "choice" => "Una de varias opciones",
        _ => "Texto",
    }
}
