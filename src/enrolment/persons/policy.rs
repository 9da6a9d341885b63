//! Which persons an actor sees: by their posts ([`crate::people::policy::scope`]) or by an
//! enrolment within the actor's scope.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::enrolment::entity::enrolment;
use crate::enrolment::policy::scope as enrolments;
use crate::people::entity::person;
use crate::people::policy::scope as by_post;
use crate::sign_in::actor::{Actor, Role};

/// Rows of `person` that the actor sees.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let enrolled = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::PersonId)
        .filter(enrolments(actor))
        .into_query();
    Condition::any()
        .add(by_post(actor))
        .add(person::Column::Id.in_subquery(enrolled))
}

/// Who searches among persons; the page of one person is open to that person too.
pub const SEARCHERS: &[Role] = &[
    Role::NationalAdministrator,
    Role::Coordinator,
    Role::Gobernacion,
];
