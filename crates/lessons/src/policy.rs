//! Who writes lessons: the coordination of the cohort whose people told them.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::policy::{CohortAccess, CohortTable, runs};
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
    WriteLesson::when(runs(actor, &access.cohort), actor.by(), access.cohort.id)
}

/// Those who may write a lesson of the cohort may withdraw one.
pub fn may_withdraw(
    actor: &Actor,
    access: &CohortAccess,
    lesson: LessonId,
) -> Result<WithdrawLesson, Denial> {
    WithdrawLesson::when(runs(actor, &access.cohort), actor.by(), lesson)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    CohortTable::of("lessons")
        .row("escribir lecciones de un curso", may_write)
        .row("retirar una lección", |actor, access| may_withdraw(actor, access, LessonId(1)))
        .row("leer las lecciones de un curso", |actor, _| actor.has_any(&READERS))
        .rows()
}
