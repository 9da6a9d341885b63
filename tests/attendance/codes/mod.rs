//! Checking in by a code that changes: opening, coming, refusals, limits, what is kept.

mod come;
mod crowd;
mod link;
mod screen;
mod signals;

use formacion::attendance::codes::entity::session_code;
use formacion::enrolment::entity::enrolment::{self, EnrolmentId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::class::Class;
use crate::support::world::{Answered, Character, World};

/// Opens check-in of a session as the facilitator does.
pub async fn open(class: &Class<'_>, session: usize) {
    let path = format!("/sesiones/{}/codigo", class.sessions[session]);
    class.facilitator.post(&path, &[]).await.expect(303);
}

/// The row of the last time that check-in was opened.
async fn last(class: &Class<'_>, session: usize) -> session_code::Model {
    session_code::Entity::find()
        .filter(session_code::Column::SessionId.eq(class.sessions[session]))
        .order_by_desc(session_code::Column::Id)
        .one(class.facilitator.world.app.db.read())
        .await
        .unwrap()
        .expect("check-in was opened")
}

/// The code that the screen of a session shows now.
pub async fn shown(class: &Class<'_>, session: usize) -> String {
    let secret = last(class, session).await.secret.expect("a secret");
    secret.shown(class.facilitator.world.app.clock.now()).to_string()
}

/// A person of a class, signed in.
async fn person<'w>(world: &'w World, enrolment: EnrolmentId) -> Character<'w> {
    let place = enrolment::Entity::find_by_id(enrolment).one(world.app.db.read()).await.unwrap();
    world.as_participant(place.unwrap().person_id.0).await
}

async fn types(character: &Character<'_>, code: &str) -> Answered {
    character.post("/llegada", &[("codigo", code)]).await
}
