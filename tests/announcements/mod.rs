//! What people are told when a cohort they count on changes (R14).

mod call;
mod cancel;
mod handover;
mod messages;
mod opt_out;
mod reminders;
mod reschedule;

use formacion::announcements::worker;
use formacion::enrolment::entity::enrolment::{self, EnrolmentId};
use formacion::notices::entity::outbox_message::{Column, Entity, Model};
use formacion::people::entity::person;
use formacion::platform::workers::Round;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::support::world::World;

/// The letters of this capability, oldest first.
pub async fn letters(world: &World) -> Vec<Model> {
    Entity::find()
        .filter(Column::Kind.starts_with("announcements/"))
        .order_by_asc(Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

pub async fn rounds(world: &World) {
    while worker::round(&world.app).await.unwrap() == Round::More {}
}

/// Gives somebody of a class a mail.
pub async fn with_mail(world: &World, enrolment: EnrolmentId, mail: &str) {
    let row = enrolment::Entity::find_by_id(enrolment).one(world.app.db.read()).await;
    let change = person::ActiveModel {
        id: Set(row.unwrap().unwrap().person_id),
        email: Set(Some(mail.to_owned())),
        ..Default::default()
    };
    change.update(world.app.db.writer()).await.unwrap();
}

/// To whom the letters went.
pub fn recipients(letters: &[Model]) -> Vec<&str> {
    let mut all: Vec<&str> = letters.iter().map(|letter| letter.recipient_email.as_str()).collect();
    all.sort_unstable();
    all
}
