//! Surveys: what people think of a course, and what they apply months after.

mod anonymous;
mod follow_up;
mod satisfaction;
mod write;

use formacion::enrolment::entity::enrolment;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person::{self, PersonId};
use formacion::platform::workers::Round;
use formacion::surveys::worker::round;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};

use crate::support::class::Class;
use crate::support::world::{Character, World};

/// The n-th person of the class.
async fn person_of(world: &World, class: &Class<'_>, index: usize) -> PersonId {
    let db = world.app.db.read();
    enrolment::Entity::find_by_id(class.people[index]).one(db).await.unwrap().unwrap().person_id
}

/// The n-th person of the class, signed in.
async fn learner<'w>(world: &'w World, class: &Class<'w>, index: usize) -> Character<'w> {
    world.as_participant(person_of(world, class, index).await.0).await
}

/// Gives the n-th person of the class an address.
async fn with_mail(world: &World, class: &Class<'_>, index: usize) {
    let db = world.app.db.writer();
    let row = person::Entity::find_by_id(person_of(world, class, index).await).one(db).await;
    let mut row = row.unwrap().unwrap().into_active_model();
    row.email = Set(Some(format!("persona{index}@prueba.example")));
    row.update(db).await.unwrap();
}

/// Letters of a kind, in the order in which they were written.
async fn letters(world: &World, kind: &str) -> Vec<outbox_message::Model> {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq(format!("surveys/{kind}")))
        .order_by_asc(outbox_message::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

/// Everything that the worker would do now.
async fn work(world: &World) {
    while round(&world.app).await.unwrap() == Round::More {}
}

/// A whole ballot, with a comment.
fn sheet(score: &str, comment: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = ["pertinencia", "oportunidad", "calidad"]
        .map(|key| (format!("respuesta_{key}"), score.to_owned()))
        .into();
    fields.push(("respuesta_comentario".into(), comment.to_owned()));
    fields
}
