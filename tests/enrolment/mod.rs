//! Places in a cohort: asking, waiting, being promoted, withdrawing, and who sees it.

mod add;
mod career;
mod change_municipalities;
mod change_seats;
mod eligibility;
mod enrol;
mod entities;
mod entity_kind;
mod history;
pub mod import;
mod no_shows;
pub mod nominate;
mod offer;
mod offers;
mod own;
mod prove;
mod quotas;
mod random;
pub mod register;
mod roster;
mod rulebook;
mod rush;
mod seats;
mod undelivered;
mod withdraw;

use formacion::cohorts::entity::cohort::{self, CohortId};
use formacion::enrolment::commands::{self, Acceptance, NewEnrolment, Placement};
use formacion::enrolment::entity::enrolment::{self, Stage};
use formacion::enrolment::entity::{enrolment_event, registration};
use formacion::enrolment::policy::{self, Enrol};
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person::PersonId;
use formacion::sign_in::actor::Author;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::world::World;

/// The permit of somebody who asks by themselves.
pub fn asks(cohort: CohortId, person: PersonId) -> Enrol {
    let registration = registration::RegistrationId(0);
    policy::may_prove("prueba", registration, cohort).person(Author::system(), person)
}

/// The yes to an offered seat, with the authorisation.
pub fn yes() -> Acceptance {
    Acceptance { consent: Some("prueba"), ..Acceptance::default() }
}

pub async fn enrolled(world: &World, cohort: CohortId, person: PersonId) -> Placement {
    commands::enrol(&world.app, asks(cohort, person), NewEnrolment::default())
        .await
        .expect("gets a place")
}

pub async fn cohort_row(world: &World, id: CohortId) -> cohort::Model {
    let row = cohort::Entity::find_by_id(id).one(world.app.db.read()).await;
    row.unwrap().unwrap()
}

pub async fn code(world: &World, id: CohortId) -> String {
    cohort_row(world, id).await.public_code
}

/// The places of a cohort in order of arrival.
pub async fn places(world: &World, cohort: CohortId) -> Vec<enrolment::Model> {
    enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort))
        .order_by_asc(enrolment::Column::QueueNumber)
        .all(world.app.db.read())
        .await
        .unwrap()
}

pub async fn stage_of(world: &World, placed: &Placement) -> Stage {
    let row = enrolment::Entity::find_by_id(placed.enrolment).one(world.app.db.read()).await;
    row.unwrap().unwrap().stage
}

/// From which stage to which, in order.
pub async fn story(world: &World, placed: &Placement) -> Vec<(Option<Stage>, Stage)> {
    let events = enrolment_event::Entity::find()
        .filter(enrolment_event::Column::EnrolmentId.eq(placed.enrolment))
        .order_by_asc(enrolment_event::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    events.iter().map(|event| (event.from_stage, event.to_stage)).collect()
}

/// Kinds and recipients of the letters queued so far.
pub async fn letters(world: &World) -> Vec<(String, String)> {
    let rows = outbox_message::Entity::find()
        .order_by_asc(outbox_message::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    rows.into_iter().map(|row| (row.kind, row.recipient_email)).collect()
}
