//! Who may change the catalogue, and what of it an actor sees.

use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};

use super::entity::course::CourseId;
use super::entity::course_version::State;

permit!(/// To add a course to the catalogue.
    CreateCourse {});
permit!(/// To change a course's draft or begin its next version.
    EditCourse { course: CourseId });
permit!(/// To publish a course's draft. `units` are those that the actor answers for, and all of them with
    /// `None`: what others teach already, its writer does not publish alone.
    PublishVersion { course: CourseId, units: Option<Vec<String>> });

/// Coordinators of any unit and administrators: the catalogue is the whole country's, and who
/// changed what stands in its history.
fn edits(actor: &Actor) -> bool {
    actor.is_administrator() || actor.has(Role::Coordinator)
}

/// Whether the actor sees drafts. Only those who write courses do; everyone else who is signed in
/// reads published versions.
pub fn sees_drafts(actor: &Actor) -> bool {
    edits(actor)
}

pub fn may_create(actor: &Actor) -> Result<CreateCourse, Denial> {
    CreateCourse::when(edits(actor), actor.by())
}

pub fn may_edit(actor: &Actor, course: CourseId) -> Result<EditCourse, Denial> {
    EditCourse::when(edits(actor), actor.by(), course)
}

pub fn may_publish(actor: &Actor, course: CourseId) -> Result<PublishVersion, Denial> {
    let units =
        (!actor.is_administrator()).then(|| actor.units().into_iter().map(str::to_owned).collect());
    PublishVersion::when(edits(actor), actor.by(), course, units)
}

/// Whether the actor builds or teaches cohorts and may therefore read what earlier cohorts learned.
pub fn gives(actor: &Actor) -> bool {
    actor.has_any(&[Role::NationalAdministrator, Role::Coordinator, Role::Facilitator])
}

/// The printed table: each action asked of one actor of each role.
pub fn permissions() -> Vec<Permission> {
    let course = CourseId(1);
    let draft = State::Draft.label();
    let published = State::Published.label();
    PermissionTable::of("courses")
        .row("crear un curso", may_create)
        .at(draft, "ver la versión", sees_drafts)
        .at(published, "ver la versión", |_| true)
        .at(draft, "cambiar la versión", |actor| may_edit(actor, course))
        .at(published, "hacer la versión siguiente", |actor| may_edit(actor, course))
        .at(draft, "publicar la versión", |actor| may_publish(actor, course))
        .rows()
}

#[cfg(test)]
mod tests {
    use sign_in_model::permits::cast;

    use super::*;

    #[test]
    fn only_coordinators_and_administrators_change_the_catalogue() {
        for (role, actor) in cast("MET") {
            let edits = matches!(role, Role::NationalAdministrator | Role::Coordinator);
            assert_eq!(may_create(&actor).is_ok(), edits, "{role:?}");
            assert_eq!(may_edit(&actor, CourseId(7)).is_ok(), edits, "{role:?}");
            assert_eq!(may_publish(&actor, CourseId(7)).is_ok(), edits, "{role:?}");
            assert_eq!(sees_drafts(&actor), edits, "{role:?}");
        }
    }
}
