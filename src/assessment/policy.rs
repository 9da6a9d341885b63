//! Who may plan activities, enter grades and read them.

use crate::attendance::policy::{Ground, roles_that, works_on};
use crate::cohorts::entity::cohort::CohortId;
use crate::permit;
use crate::sign_in::actor::Actor;
use crate::sign_in::permits::{Denied, Permission};

permit!(
    /// Changes a cohort's graded activities.
    Plan { cohort: CohortId }
);
permit!(
    /// Writes grades of a cohort.
    Grade { cohort: CohortId }
);

/// What is graded and how much it weighs is the coordination's decision: it is part of the
/// rule that certifies.
pub fn may_plan(actor: &Actor, ground: &Ground) -> Result<Plan, Denied> {
    if actor.coordinates(&ground.unit) {
        Ok(Plan::grant(actor.by(), ground.cohort))
    } else {
        Err(Denied)
    }
}

pub fn may_grade(actor: &Actor, ground: &Ground) -> Result<Grade, Denied> {
    if works_on(actor, ground) {
        Ok(Grade::grant(actor.by(), ground.cohort))
    } else {
        Err(Denied)
    }
}

/// Grades are read by those who work on the cohort; a gobernación reads attendance only.
pub fn may_see(actor: &Actor, ground: &Ground) -> Result<(), Denied> {
    works_on(actor, ground).then_some(()).ok_or(Denied)
}

/// The printed table, by asking the functions above for every role.
pub fn permissions() -> Vec<Permission> {
    let row = |action, roles| Permission {
        capability: "assessment",
        action,
        stage: "any".to_owned(),
        roles,
    };
    vec![
        row("plan", roles_that(|a, g| may_plan(a, g).is_ok())),
        row("grade", roles_that(|a, g| may_grade(a, g).is_ok())),
        row("see", roles_that(|a, g| may_see(a, g).is_ok())),
    ]
}
