//! The words people read for the stages of cohorts and sessions: one place for them.

use super::entity::{cohort, session};

/// Every stage in its natural order.
pub const STAGES: [cohort::Stage; 6] = [
    cohort::Stage::Draft,
    cohort::Stage::Tentative,
    cohort::Stage::Confirmed,
    cohort::Stage::Running,
    cohort::Stage::Closed,
    cohort::Stage::Cancelled,
];

/// The stage's name on the page.
pub fn stage(stage: cohort::Stage) -> &'static str {
    match stage {
        cohort::Stage::Draft => "Borrador",
        cohort::Stage::Tentative => "Publicada, por confirmar",
        cohort::Stage::Confirmed => "Confirmada",
        cohort::Stage::Running => "En curso",
        cohort::Stage::Closed => "Cerrada",
        cohort::Stage::Cancelled => "Cancelada",
    }
}

/// The stage's code: in addresses, in tags and in the database.
pub fn stage_code(stage: cohort::Stage) -> &'static str {
    match stage {
        cohort::Stage::Draft => "draft",
        cohort::Stage::Tentative => "tentative",
        cohort::Stage::Confirmed => "confirmed",
        cohort::Stage::Running => "running",
        cohort::Stage::Closed => "closed",
        cohort::Stage::Cancelled => "cancelled",
    }
}

/// The session's stage on the page.
pub fn session_stage(stage: session::Stage) -> &'static str {
    match stage {
        session::Stage::Planned => "Programada",
        session::Stage::Held => "Dictada",
        session::Stage::Closed => "Cerrada",
        session::Stage::Cancelled => "Cancelada",
    }
}

/// The session's stage as a tag's code.
pub fn session_stage_code(stage: session::Stage) -> &'static str {
    match stage {
        session::Stage::Planned => "planned",
        session::Stage::Held => "held",
        session::Stage::Closed => "closed",
        session::Stage::Cancelled => "cancelled",
    }
}
