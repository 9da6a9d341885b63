//! Which persons an actor sees by their posts alone. Being enrolled in an actor's cohort shows
//! a person too; that half is `enrolment::persons::policy`, which knows of cohorts.

use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::entity::person::{self, PersonId};
use super::entity::post::{self, PostId};
use crate::permit;
use crate::sign_in::actor::{Actor, Role};
use crate::sign_in::permits::Denied;
use crate::territory::entity::municipality;
use crate::territory::queries::served_by;

/// Rows of `person` that the actor sees: coordinators those who work in their unit's
/// territory, a gobernación those of its department, administrators all, everybody themselves.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut seen = Condition::any().add(person::Column::Id.eq(actor.person.unwrap_or(0)));
    let units = actor.units();
    if !units.is_empty() {
        seen = seen.add(person::Column::Id.in_subquery(with_post_in(served_by(&units))));
    }
    let departments = actor.departments();
    if !departments.is_empty() {
        let there = municipality::Entity::find()
            .select_only()
            .column(municipality::Column::Code)
            .filter(municipality::Column::DepartmentCode.is_in(departments))
            .into_query();
        seen = seen.add(person::Column::Id.in_subquery(with_post_in(there)));
    }
    seen
}

fn with_post_in(municipalities: SelectStatement) -> SelectStatement {
    post::Entity::find()
        .select_only()
        .column(post::Column::PersonId)
        .filter(post::Column::MunicipalityCode.in_subquery(municipalities))
        .into_query()
}

permit!(/// To settle what was noted about a person's document (R27).
    SettleReview { person: PersonId });

/// Coordination and administrators settle what was noted about the people they see, never about
/// themselves. The caller has found the person within the actor's scope.
pub fn may_settle_review(actor: &Actor, person: PersonId) -> Result<SettleReview, Denied> {
    if sees_documents(actor) && actor.person != Some(person.0) {
        Ok(SettleReview::grant(actor.by(), person))
    } else {
        Err(Denied)
    }
}

permit!(/// To add posts to a person, correct them and choose the principal one (R29).
    KeepPosts { person: PersonId });
permit!(/// To say that somebody still holds a post, or that they left it (R31).
    AttestPost { post: PostId, person: PersonId });

/// The person, and the coordination and administration that see them. The caller has found the
/// person within the actor's scope.
pub fn may_keep_posts(actor: &Actor, person: PersonId) -> Result<KeepPosts, Denied> {
    if actor.person == Some(person.0) || sees_documents(actor) {
        Ok(KeepPosts::grant(actor.by(), person))
    } else {
        Err(Denied)
    }
}

/// Those who keep the person's posts, and the focal point of the entity: who knows first that
/// somebody left.
pub fn may_attest(actor: &Actor, post: &post::Model) -> Result<AttestPost, Denied> {
    let of_entity = actor.entities().contains(&post.entity_id.0);
    if of_entity || may_keep_posts(actor, post.person_id).is_ok() {
        Ok(AttestPost::grant(actor.by(), post.id, post.person_id))
    } else {
        Err(Denied)
    }
}

/// Whether documents and contact data are shown whole to this actor. A gobernación, and
/// whoever only teaches, sees them masked.
pub fn sees_documents(actor: &Actor) -> bool {
    actor.is_administrator() || actor.has(Role::Coordinator)
}
