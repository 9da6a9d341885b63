//! Mail: queued with the change that causes it, sent once, tried again, given up.

mod remind;
mod retry;
mod send;

use std::sync::Arc;

use formacion::notices::commands::queue;
use formacion::notices::entity::outbox_message::{Column, Entity, Model, State};
use formacion::notices::letters::Recipient;
use formacion::notices::worker::Sender;
use formacion::sign_in::letters::{LinkCause, PasswordLink};
use formacion::sign_in::rules::LOST_LINK;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::support::smtp::Smtp;
use crate::support::world::World;

/// The letters these tests send are those of lost passwords: the first that exist.
pub fn letter(token: &str) -> PasswordLink {
    PasswordLink::new(LinkCause::Lost, LOST_LINK, token)
}

pub fn recipient(number: usize) -> Recipient {
    Recipient {
        email: format!("persona{number}@pueblo.example"),
        name: format!("Persona Ñandú {number}"),
        person: None,
        account: None,
    }
}

/// Queues one letter each for `numbers` and commits.
pub async fn queue_for(world: &World, numbers: std::ops::Range<usize>) {
    let tx = world.app.db.begin().await.unwrap();
    for number in numbers {
        queue(&tx, &world.app, recipient(number), format!("prueba:{number}"), &letter("abc"))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

pub fn sender(world: &World, server: &Smtp) -> Arc<Sender> {
    Arc::new(Sender::new(world.app.clone(), &server.url()).unwrap())
}

pub async fn count(world: &World, state: State) -> u64 {
    Entity::find().filter(Column::State.eq(state)).count(world.app.db.read()).await.unwrap()
}

pub async fn messages(world: &World) -> Vec<Model> {
    Entity::find().order_by_asc(Column::Id).all(world.app.db.read()).await.unwrap()
}
