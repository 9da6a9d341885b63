//! Which persons an actor sees: by their posts ([`people_model::policy::scope`]) or by an
//! enrolment within the actor's scope.

use chrono::{DateTime, NaiveDate};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use people_model::entity::person::{self, PersonId};
use people_model::entity::post::{self, Kind, PostId};
use people_model::policy::{
    is_own, may_attest, may_change_document, may_correct_name, may_keep_apart, may_keep_posts,
    may_merge, may_settle_review, scope as by_post, sees_documents,
};
use sign_in_model::actor::{Actor, Role};
use sign_in_model::permits::{Permission, PermissionTable};
use territory_model::entity::entity::EntityId;
use territory_model::entity::municipality;

use crate::entity::enrolment;
use crate::policy::scope as enrolments;

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
    Condition::any().add(by_post(actor)).add(person::Column::Id.in_subquery(enrolled))
}

/// Rows of `post` that the actor sees of a person whom they see. The person, administrators and
/// coordination see all of them; a gobernación those of its departments; who teaches, and anybody
/// else, the one with which the person enrolled where they may look.
pub fn posts(actor: &Actor, person: PersonId) -> Condition {
    if is_own(actor, person) || sees_documents(actor) {
        return Condition::all();
    }
    let departments = actor.departments();
    if !departments.is_empty() {
        let there = municipality::Entity::find()
            .select_only()
            .column(municipality::Column::Code)
            .filter(municipality::Column::DepartmentCode.is_in(departments))
            .into_query();
        return Condition::all().add(post::Column::MunicipalityCode.in_subquery(there));
    }
    let enrolled = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::PostId)
        .filter(enrolments(actor))
        .filter(enrolment::Column::PostId.is_not_null())
        .into_query();
    Condition::all().add(post::Column::Id.in_subquery(enrolled))
}

/// The roles that search among persons; the page of one person is open to that person too.
pub const SEARCHERS: &[Role] = &[Role::NationalAdministrator, Role::Coordinator, Role::Gobernacion];

/// The roles of [`SEARCHERS`] that see whole documents.
pub const REVIEWERS: &[Role] = &[Role::NationalAdministrator, Role::Coordinator];

fn searches(actor: &Actor) -> bool {
    actor.has_any(SEARCHERS)
}

/// A post of another person in an entity; the focal point of the cast speaks for entity 1.
fn of_entity(entity: i64) -> post::Model {
    post::Model {
        id: PostId(1),
        person_id: PersonId(2),
        entity_id: EntityId(entity),
        position: String::new(),
        kind: Kind::NoAplica,
        municipality_code: String::new(),
        starts_on: NaiveDate::default(),
        ends_on: None,
        is_principal: false,
        created_at: DateTime::UNIX_EPOCH,
        confirmed_on: None,
        asked_on: None,
    }
}

/// The printed table: what each role does with the persons it sees.
pub fn permissions() -> Vec<Permission> {
    // The cast's participant is the first person.
    let (one, other) = (PersonId(1), PersonId(2));
    PermissionTable::of("people")
        .row("buscar personas por nombre", searches)
        .row("buscar por documento", |actor| searches(actor) && sees_documents(actor))
        .row("ver documentos completos", sees_documents)
        .row("unir dos registros de una persona, deshacerlo", |actor| {
            may_merge(actor, other, PersonId(3))
        })
        .row("decir que dos registros no son la misma persona", |actor| {
            may_keep_apart(actor, other, PersonId(3))
        })
        .row("cambiar el documento de una persona", |actor| may_change_document(actor, other))
        .row("corregir el nombre de una persona", |actor| may_correct_name(actor, other))
        .row("llevar las vinculaciones propias", |actor| may_keep_posts(actor, one))
        .row("llevar las vinculaciones de otra persona", |actor| may_keep_posts(actor, other))
        .row("confirmar o terminar una vinculación de la propia entidad", |actor| {
            may_attest(actor, &of_entity(1))
        })
        .row("confirmar o terminar una vinculación de otra entidad", |actor| {
            may_attest(actor, &of_entity(2))
        })
        .row("marcar revisado un documento", |actor| may_settle_review(actor, other))
        .rows()
}
