//! Which persons an actor sees: by their posts ([`people_model::policy::scope`]) or by an
//! enrolment within the actor's scope.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use cohorts_model::entity::cohort;
use people_model::entity::person::{self, PersonId};
use people_model::entity::post::{self, Kind, PostId};
use people_model::policy::{
    PersonAccess, may_attest, may_change_document, may_change_own_phone, may_correct_contacts,
    may_correct_name, may_keep_apart, may_keep_posts, may_merge, may_settle_review, may_vouch,
    scope as by_post,
};
use sign_in_model::actor::{Actor, COORDINATION, Role};
use sign_in_model::permits::{Permission, PermissionTable};
use territory_model::entity::entity::EntityId;
use territory_model::entity::municipality;
use territory_model::queries::served_by;

use crate::acceptance::{posts_of_accepted, shows_person};
use crate::entity::enrolment;
use crate::policy::scope as enrolments;

/// Rows of `person` that the actor sees now: by a post, or by a place that the person accepted and has
/// not left for long.
pub fn scope(actor: &Actor, now: DateTime<Utc>) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let enrolled = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::PersonId)
        .filter(enrolments(actor))
        .filter(shows_person(now))
        .into_query();
    Condition::any()
        .add(by_post(actor, &posts_of_accepted()))
        .add(person::Column::Id.in_subquery(enrolled))
}

/// Rows of `person` that the coordination or administration of the actor reaches: they see documents
/// and contacts whole, and decide about the record (R80).
pub fn coordinated(actor: &Actor, now: DateTime<Utc>) -> Condition {
    match actor.has_any(&COORDINATION) {
        true => scope(&actor.as_coordination().in_office(), now),
        false => Condition::all().add(Expr::cust("1 = 0")),
    }
}

/// Rows of `person` whose places and posts are all of the units that the actor coordinates. Certificates
/// are of places.
pub fn alone(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let units = actor.units();
    let places = places_elsewhere(&units);
    let posts = Query::select()
        .expr(Expr::val(1))
        .from(post::Entity)
        .and_where(
            Expr::col((post::Entity, post::Column::PersonId))
                .equals((person::Entity, person::Column::Id)),
        )
        .and_where(post::Column::MunicipalityCode.not_in_subquery(served_by(&units)))
        .to_owned();
    Condition::all().add(Expr::exists(places).not()).add(Expr::exists(posts).not())
}

/// The places of a row of `person` in cohorts of other units than these.
pub fn places_elsewhere(units: &[&str]) -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(enrolment::Entity)
        .inner_join(
            cohort::Entity,
            Expr::col((cohort::Entity, cohort::Column::Id))
                .equals((enrolment::Entity, enrolment::Column::CohortId)),
        )
        .and_where(
            Expr::col((enrolment::Entity, enrolment::Column::PersonId))
                .equals((person::Entity, person::Column::Id)),
        )
        .and_where(cohort::Column::UnitCode.is_not_in(units.iter().copied()))
        .to_owned()
}

/// Rows of `post` that the actor sees of a person whom they see. The person, administrators and
/// coordination see all of them; others what [`posts_in_part`] says.
pub fn posts(actor: &Actor, access: PersonAccess) -> Condition {
    match access.is_whole(actor) {
        true => Condition::all(),
        false => posts_in_part(actor),
    }
}

/// Rows of `post` that a gobernación sees, those of its departments; that whoever directs a unit sees,
/// those of its territory; and that anybody else sees, those with which people enrolled where they may look.
pub fn posts_in_part(actor: &Actor) -> Condition {
    let departments = actor.departments();
    let there = municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(municipality::Column::DepartmentCode.is_in(departments))
        .into_query();
    let enrolled = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::PostId)
        .filter(enrolments(&actor.only(&[Role::Facilitator])))
        .filter(enrolment::Column::PostId.is_not_null())
        .into_query();
    let directed = actor.directed();
    let served = (!directed.is_empty())
        .then(|| post::Column::MunicipalityCode.in_subquery(served_by(&directed)));
    let any = Condition::any()
        .add(post::Column::MunicipalityCode.in_subquery(there))
        .add_option(served)
        .add(post::Column::Id.in_subquery(enrolled));
    Condition::all().add(any)
}

/// The roles that search among persons; the page of one person is open to that person too.
pub const SEARCHERS: &[Role] =
    &[Role::NationalAdministrator, Role::Coordinator, Role::Director, Role::Gobernacion];

/// The roles of [`SEARCHERS`] that see whole documents.
pub const REVIEWERS: &[Role] = &COORDINATION;

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
        is_vouched: false,
    }
}

/// The printed table: what each role does with the persons it sees.
pub fn permissions() -> Vec<Permission> {
    // The cast's participant is the first person.
    let (one, other, third) = (PersonId(1), PersonId(2), PersonId(3));
    // As each role meets people whom it sees: the coordination reaches them, the others do not.
    let access = |actor: &Actor, person| {
        let coordinated = actor.has_any(REVIEWERS);
        PersonAccess { person, coordinated, alone: coordinated }
    };
    PermissionTable::of("people")
        .row("buscar personas por nombre", searches)
        .row("buscar por documento", |actor| searches(actor) && actor.has_any(REVIEWERS))
        .row("ver documentos completos", |actor| access(actor, other).is_whole(actor))
        .row("unir dos registros de una persona, deshacerlo", |actor| {
            may_merge(actor, access(actor, other), access(actor, third))
        })
        .row("decir que dos registros no son la misma persona", |actor| {
            may_keep_apart(actor, access(actor, other), access(actor, third))
        })
        .row("cambiar el documento de una persona", |actor| {
            may_change_document(actor, access(actor, other))
        })
        .row("corregir el nombre de una persona", |actor| {
            may_correct_name(actor, access(actor, other))
        })
        .row("llevar las vinculaciones propias", |actor| may_keep_posts(actor, access(actor, one)))
        .row("llevar las vinculaciones de otra persona", |actor| {
            may_keep_posts(actor, access(actor, other))
        })
        .row("corregir el correo y el teléfono de una persona", |actor| {
            may_correct_contacts(actor, access(actor, other))
        })
        .row("cambiar el teléfono propio", |actor| may_change_own_phone(actor, one))
        .row("confirmar o terminar una vinculación de la propia entidad", |actor| {
            may_attest(actor, access(actor, other), &of_entity(1))
        })
        .row("confirmar o terminar una vinculación de otra entidad", |actor| {
            may_attest(actor, access(actor, other), &of_entity(2))
        })
        .row("confirmar la carrera declarada en la propia entidad", |actor| {
            may_vouch(actor, access(actor, other), &of_entity(1))
        })
        .row("confirmar la carrera declarada en otra entidad", |actor| {
            may_vouch(actor, access(actor, other), &of_entity(2))
        })
        .row("marcar revisado un documento", |actor| may_settle_review(actor, access(actor, other)))
        .rows()
}
