//! Who writes lessons: the coordination of the cohort whose people told them.

use super::entity::lesson::LessonId;
use crate::attendance::policy::{Ground, sample_ground};
use crate::cohorts::entity::cohort::{self, CohortId};
use crate::cohorts::policy::{cast, roles, runs};
use crate::permit;
use crate::sign_in::actor::{Actor, Role};
use crate::sign_in::permits::{Denied, Permission};

permit!(
    /// Writes a lesson from what the people of a cohort told.
    WriteLesson { cohort: CohortId }
);
permit!(
    /// Withdraws a lesson.
    WithdrawLesson { lesson: LessonId }
);

/// Those who build cohorts and teach them read the lessons of every course.
pub const READERS: [Role; 3] = [Role::NationalAdministrator, Role::Coordinator, Role::Facilitator];

/// What people told is the coordination's to read, and so to tell on.
pub fn may_write(actor: &Actor, ground: &Ground) -> Result<WriteLesson, Denied> {
    if runs(actor, &ground.cohort) {
        Ok(WriteLesson::grant(actor.by(), ground.cohort.id))
    } else {
        Err(Denied)
    }
}

/// As who writes them.
pub fn may_withdraw(
    actor: &Actor,
    ground: &Ground,
    lesson: LessonId,
) -> Result<WithdrawLesson, Denied> {
    if runs(actor, &ground.cohort) {
        Ok(WithdrawLesson::grant(actor.by(), lesson))
    } else {
        Err(Denied)
    }
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    let row = |action, passes: &dyn Fn(&Actor, &Ground) -> bool| Permission {
        capability: "surveys",
        action,
        stage: "—".to_owned(),
        roles: roles(&cast, |actor| {
            passes(actor, &sample_ground(UNIT, cohort::Stage::Closed, actor))
        }),
    };
    vec![
        row("escribir lecciones de un curso", &|actor, ground| may_write(actor, ground).is_ok()),
        row("retirar una lección", &|actor, ground| {
            may_withdraw(actor, ground, LessonId(1)).is_ok()
        }),
        row("leer las lecciones de un curso", &|actor, _| {
            READERS.iter().any(|role| actor.has(*role))
        }),
    ]
}
