//! Who may plan activities, enter grades and read them.

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::{CohortAccess, cast, roles, runs, sample_access, works_on};
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
    if runs(actor, &access.cohort) {
        Ok(Plan::grant(actor.by(), access.cohort.id))
    } else {
        Err(Denial)
    }
}

pub fn may_grade(actor: &Actor, access: &CohortAccess) -> Result<Grade, Denial> {
    if works_on(actor, access) {
        Ok(Grade::grant(actor.by(), access.cohort.id))
    } else {
        Err(Denial)
    }
}

/// What was closed with a cohort is the coordination's to open again.
pub fn may_reopen(actor: &Actor, access: &CohortAccess) -> Result<Reopen, Denial> {
    if runs(actor, &access.cohort) {
        Ok(Reopen::grant(actor.by(), access.cohort.id))
    } else {
        Err(Denial)
    }
}

/// Grades are read by those who work on the cohort; a gobernación reads attendance only.
pub fn may_see(actor: &Actor, access: &CohortAccess) -> Result<(), Denial> {
    works_on(actor, access).then_some(()).ok_or(Denial)
}

/// The printed table, by asking the functions above for one actor of each role.
pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    let row = |action, passes: &dyn Fn(&Actor, &CohortAccess) -> bool| Permission {
        capability: "assessment",
        action,
        stage: "—".to_owned(),
        roles: roles(&cast, |actor| {
            passes(actor, &sample_access(UNIT, cohort::Stage::Running, actor))
        }),
    };
    vec![
        row("definir actividades y pesos", &|a, g| may_plan(a, g).is_ok()),
        row("registrar notas", &|a, g| may_grade(a, g).is_ok()),
        row("abrir de nuevo las notas de una cohorte cerrada", &|a, g| may_reopen(a, g).is_ok()),
        row("ver notas", &|a, g| may_see(a, g).is_ok()),
    ]
}
