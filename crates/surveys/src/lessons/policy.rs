//! Who writes lessons: the coordination of the cohort whose people told them.

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::{CohortAccess, cast, roles, runs, sample_access};
use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission};

use super::entity::lesson::LessonId;

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

/// Only the coordination reads what people wrote, so only the coordination writes lessons from it.
pub fn may_write(actor: &Actor, access: &CohortAccess) -> Result<WriteLesson, Denial> {
    if runs(actor, &access.cohort) {
        Ok(WriteLesson::grant(actor.by(), access.cohort.id))
    } else {
        Err(Denial)
    }
}

/// Those who may write a lesson of the cohort may withdraw one.
pub fn may_withdraw(
    actor: &Actor,
    access: &CohortAccess,
    lesson: LessonId,
) -> Result<WithdrawLesson, Denial> {
    if runs(actor, &access.cohort) {
        Ok(WithdrawLesson::grant(actor.by(), lesson))
    } else {
        Err(Denial)
    }
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    const UNIT: &str = "MET";
    let cast = cast(UNIT);
    let row = |action, passes: &dyn Fn(&Actor, &CohortAccess) -> bool| Permission {
        capability: "surveys",
        action,
        stage: "—".to_owned(),
        roles: roles(&cast, |actor| {
            passes(actor, &sample_access(UNIT, cohort::Stage::Closed, actor))
        }),
    };
    vec![
        row("escribir lecciones de un curso", &|actor, access| may_write(actor, access).is_ok()),
        row("retirar una lección", &|actor, access| {
            may_withdraw(actor, access, LessonId(1)).is_ok()
        }),
        row("leer las lecciones de un curso", &|actor, _| {
            READERS.iter().any(|role| actor.has(*role))
        }),
    ]
}
