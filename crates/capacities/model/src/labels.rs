//! What codes of the framework are called on the page.

/// Subjects of the training of public servants (R8), code and label.
pub const SERVANT_SUBJECTS: [(&str, &str); 5] = [
    ("planeacion_territorial", "Planeación territorial"),
    ("gestion_proyectos", "Gestión de proyectos"),
    ("gestion_presupuestal", "Gestión presupuestal"),
    ("gestion_tributaria", "Gestión tributaria"),
    ("rendicion_cuentas", "Rendición pública de cuentas"),
];

/// Subjects of the formación a formadores (R8), code and label.
pub const TRAINER_SUBJECTS: [(&str, &str); 4] = [
    ("plan_desarrollo_territorial", "Plan de desarrollo territorial"),
    ("convenios_solidarios", "Convenios solidarios"),
    ("proyectos_inversion", "Proyectos de inversión"),
    ("gestion_publica_participativa", "Gestión pública participativa"),
];

/// The subject of the capacities that courses of every subject build, code and label.
pub const TRANSVERSAL: (&str, &str) = ("transversal", "Transversal");

/// A subject's name; capacities of every subject say «Transversal», and a code that this
/// version does not know is shown as it is.
pub fn subject_label(code: &str) -> &str {
    subjects().find(|(known, _)| *known == code).map_or(code, |(_, label)| label)
}

/// How sure the framework is of a fact, code and label, the surest first.
pub const CERTAINTIES: [(&str, &str); 8] = [
    ("con_fuente", "Con fuente"),
    ("documento_base", "Documento base"),
    ("con_fuente_en_parte", "Con fuente en parte"),
    ("fuente_secundaria", "Fuente secundaria"),
    ("deducida", "Deducida"),
    ("propuesta", "Propuesta"),
    ("conocimiento_propio", "Sin fuente consultada"),
    ("sin_verificar", "Sin verificar"),
];

/// Which way of an indicator is better, code and label.
pub const DIRECTIONS: [(&str, &str); 3] = [
    ("up", "Mejor cuanto más alto"),
    ("down", "Mejor cuanto más bajo"),
    ("near_balance", "Mejor cerca del equilibrio"),
];

/// Every subject of training, with that of capacities of all of them.
pub fn subjects() -> impl Iterator<Item = (&'static str, &'static str)> {
    SERVANT_SUBJECTS.into_iter().chain(TRAINER_SUBJECTS).chain([TRANSVERSAL])
}

fn label_in<'a>(all: &[(&'static str, &'static str)], code: &'a str) -> &'a str {
    all.iter().find(|(known, _)| *known == code).map_or(code, |(_, label)| *label)
}

/// How sure the framework is of a fact, in words for the reader.
pub fn certainty_label(code: &str) -> &str {
    label_in(&CERTAINTIES, code)
}

/// Which way of an indicator is better.
pub fn direction_label(code: &str) -> &str {
    label_in(&DIRECTIONS, code)
}

/// The tone of a certainty's tag: a reader must tell a fact from a proposal at a glance.
pub fn certainty_tone(code: &str) -> &'static str {
    match code {
        "con_fuente" | "documento_base" => "success",
        "con_fuente_en_parte" | "fuente_secundaria" => "info",
        _ => "warning",
    }
}
