//! Who may plan activities, enter grades and read them.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{CohortAccess, CohortTable, runs, works_on};
use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

permit!(
    /// Changes a cohort's graded activities.
    Plan { cohort: CohortId }
);
permit!(
    /// Writes grades of a cohort.
    Grade { cohort: CohortId }
);

permit!(
    /// Opens the grades of a closed cohort again, and closes them.
    Reopen { cohort: CohortId }
);

/// What is graded and how much it weighs is the coordination's decision: it is part of the
/// rule that certifies.
pub fn may_plan(actor: &Actor, access: &CohortAccess) -> Result<Plan, Denial> {
    Plan::when(runs(actor, &access.cohort), actor.by(), access.cohort.id)
}

pub fn may_grade(actor: &Actor, access: &CohortAccess) -> Result<Grade, Denial> {
    Grade::when(works_on(actor, access), actor.by(), access.cohort.id)
}

/// What was closed with a cohort is the coordination's to open again.
pub fn may_reopen(actor: &Actor, access: &CohortAccess) -> Result<Reopen, Denial> {
    Reopen::when(runs(actor, &access.cohort), actor.by(), access.cohort.id)
}

/// Grades are read by those who work on the cohort; a gobernación reads attendance only.
pub fn may_see(actor: &Actor, access: &CohortAccess) -> Result<(), Denial> {
    Denial::unless(works_on(actor, access))
}

/// The printed table, by asking the functions above for one actor of each role.
pub fn permissions() -> Vec<Permission> {
    CohortTable::of("assessment")
        .row("definir actividades y pesos", may_plan)
        .row("registrar notas", may_grade)
        .row("abrir de nuevo las notas de una cohorte cerrada", may_reopen)
        .row("ver notas", may_see)
        .rows()
}
