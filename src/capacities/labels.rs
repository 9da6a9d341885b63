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

/// A subject's name; capacities of every subject say «Transversal», and a code that this
/// version does not know is shown as it is.
pub fn subject_label(code: &str) -> &str {
    let all = SERVANT_SUBJECTS.iter().chain(&TRAINER_SUBJECTS);
    let known = all.chain(&[("transversal", "Transversal")]);
    known.into_iter().find(|(known, _)| *known == code).map_or(code, |(_, label)| *label)
}

/// How sure the framework is of a fact, in words for the reader.
pub fn certainty_label(code: &str) -> &str {
    match code {
        "con_fuente" => "Con fuente",
        "con_fuente_en_parte" => "Con fuente en parte",
        "fuente_secundaria" => "Fuente secundaria",
        "documento_base" => "Documento base",
        "conocimiento_propio" => "Sin fuente consultada",
        "propuesta" => "Propuesta",
        "deducida" => "Deducida",
        "sin_verificar" => "Sin verificar",
        other => other,
    }
}

/// Which way of an indicator is better.
pub fn direction_label(code: &str) -> &str {
    match code {
        "up" => "Mejor cuanto más alto",
        "down" => "Mejor cuanto más bajo",
        "near_balance" => "Mejor cerca del equilibrio",
        other => other,
    }
}

/// The tone of a certainty's tag: a reader must tell a fact from a proposal at a glance.
pub fn certainty_tone(code: &str) -> &'static str {
    match code {
        "con_fuente" | "documento_base" => "success",
        "con_fuente_en_parte" | "fuente_secundaria" => "info",
        _ => "warning",
    }
}
