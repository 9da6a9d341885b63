//! Who writes the bank, and which questions an actor reads.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, Condition};

use cohorts_model::entity::cohort;
use cohorts_model::policy::taught_by;
use courses_model::entity::course_version_capacity;
use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};

use super::entity::question::{self, QuestionId, State};
use super::entity::question_import::{self, QuestionImportId};

permit!(
    /// Adds questions to the bank, one or a file of them.
    Write {}
);
permit!(
    /// Changes a question: its draft, its next version, its pictures, whether it is in use.
    Change { question: QuestionId }
);
permit!(
    /// Imports one's own file of questions.
    Import { import: QuestionImportId }
);
permit!(
    /// Publishes a question's draft.
    Publish { question: QuestionId }
);

/// The roles with pages of the bank; each sees the questions of their scope.
pub const READERS: [Role; 3] = [Role::NationalAdministrator, Role::Coordinator, Role::Facilitator];

/// As the catalogue of courses, the bank is the whole country's; who changed what stands in its
/// history.
fn writes(actor: &Actor) -> bool {
    actor.is_administrator() || actor.has(Role::Coordinator)
}

pub fn may_write(actor: &Actor) -> Result<Write, Denial> {
    Write::when(writes(actor), actor.by())
}

pub fn may_change(actor: &Actor, question: QuestionId) -> Result<Change, Denial> {
    Change::when(writes(actor), actor.by(), question)
}

/// Nobody imports what somebody else has looked at.
pub fn may_import(actor: &Actor, import: &question_import::Model) -> Result<Import, Denial> {
    Import::when(writes(actor) && import.account_id == actor.account, actor.by(), import.id)
}

pub fn may_publish(actor: &Actor, question: QuestionId) -> Result<Publish, Denial> {
    Publish::when(writes(actor), actor.by(), question)
}

/// Drafts are for those who write them.
pub fn sees_drafts(actor: &Actor) -> bool {
    writes(actor)
}

/// Which questions an actor reads: all of those who write them; of a facilitator, those that were
/// published for the capacities of the courses that they teach. Nobody else: they hold the answers.
pub fn scope(actor: &Actor) -> Condition {
    if writes(actor) {
        return Condition::all();
    }
    if !actor.has(Role::Facilitator) {
        return Condition::all().add(Expr::cust("1 = 0"));
    }
    let built = Query::select()
        .column((course_version_capacity::Entity, course_version_capacity::Column::CapacityCode))
        .from(course_version_capacity::Entity)
        .inner_join(
            cohort::Entity,
            Expr::col((cohort::Entity, cohort::Column::CourseVersionId)).equals((
                course_version_capacity::Entity,
                course_version_capacity::Column::CourseVersionId,
            )),
        )
        .cond_where(taught_by(actor.account))
        .to_owned();
    Condition::all()
        .add(question::Column::State.ne(State::Draft))
        .add(question::Column::CapacityCode.in_subquery(built))
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("assessment")
        .row("crear e importar preguntas", may_write)
        .at(State::Draft.label(), "ver una pregunta con sus respuestas", sees_drafts)
        .at(State::Published.label(), "ver una pregunta con sus respuestas", |actor| {
            actor.has_any(&READERS)
        })
        .row("cambiar, corregir o retirar una pregunta", |actor| may_change(actor, QuestionId(1)))
        .at(State::Draft.label(), "publicar una pregunta", |actor| {
            may_publish(actor, QuestionId(1))
        })
        .rows()
}

#[cfg(test)]
mod tests {
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn only_those_who_coordinate_write_the_bank() {
        for (role, actor) in cast("MET") {
            let writes = matches!(role, Role::NationalAdministrator | Role::Coordinator);
            assert_eq!(may_write(&actor).is_ok(), writes, "{role:?}");
            assert_eq!(may_change(&actor, QuestionId(3)).is_ok(), writes, "{role:?}");
            assert_eq!(may_publish(&actor, QuestionId(3)).is_ok(), writes, "{role:?}");
        }
    }
}
