//! The demonstration ends today, and nothing of it is made later.

use formacion::cohorts::entity::cohort;
use formacion::history::entity::history_event;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::world::World;

#[rocket::async_test]
async fn nothing_of_the_demonstration_is_made_after_now() {
    let world = World::demo("demo of today").await;
    let (db, now) = (world.app.db.read(), world.app.clock.now());
    let cohorts = cohort::Entity::find().filter(cohort::Column::CreatedAt.gt(now));
    assert_eq!(cohorts.count(db).await.unwrap(), 0, "cohorts of the future");
    let events = history_event::Entity::find().filter(history_event::Column::At.gt(now));
    assert_eq!(events.count(db).await.unwrap(), 0, "events of the future");
    world.finish().await;
}
