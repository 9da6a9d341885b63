//! What waits for a coordinator, by mail in the morning.

use chrono::{DateTime, TimeDelta, Utc};
use formacion::home::digest;
use formacion::notices::entity::outbox_message::{Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::world::World;

async fn letters(world: &World) -> Vec<Model> {
    let written = Entity::find().filter(Column::Kind.eq("home/digest"));
    written.all(world.app.db.read()).await.unwrap()
}

#[rocket::async_test]
async fn each_coordinator_reads_their_own_numbers_once_a_working_morning() {
    let world = World::demo("digest").await;
    // A Friday at eight in the morning in Bogotá.
    let morning: DateTime<Utc> = "2026-11-20T13:00:00Z".parse().unwrap();
    world.app.clock.travel_to(morning - TimeDelta::hours(3));
    digest::round(&world.app).await.unwrap();
    assert!(letters(&world).await.is_empty(), "at five nobody reads mail");
    world.app.clock.travel_to(morning);
    digest::round(&world.app).await.unwrap();
    let first = letters(&world).await;
    assert!(first.len() >= 2, "the demo has two units at work");
    assert!(
        first
            .iter()
            .all(|letter| letter.subject == "Lo que sigue: viernes 20 de noviembre de 2026")
    );
    assert_ne!(first[0].text_body, first[1].text_body, "each unit has its own");
    digest::round(&world.app).await.unwrap();
    assert_eq!(letters(&world).await.len(), first.len(), "once");
    world.app.clock.travel_to(morning + TimeDelta::days(1));
    digest::round(&world.app).await.unwrap();
    assert_eq!(letters(&world).await.len(), first.len(), "not on a Saturday");
    world.finish().await;
}
