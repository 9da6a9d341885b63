//! What is kept, and what goes when nobody needs it any more.

use chrono::TimeDelta;
use formacion::sign_in::commands::answer_requests;
use formacion::sign_in::entity::{known_device, one_time_link, sign_in_attempt, web_session};
use formacion::sign_in::housekeeping::round;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{MAIL, PASSWORD, Visitor, account};
use crate::support::world::World;

/// Sessions, links, attempts, known browsers.
async fn kept(world: &World) -> [u64; 4] {
    answer_requests(&world.app).await.unwrap();
    round(&world.app).await.unwrap();
    let db = world.app.db.read();
    [
        web_session::Entity::find().count(db).await.unwrap(),
        one_time_link::Entity::find().count(db).await.unwrap(),
        sign_in_attempt::Entity::find().count(db).await.unwrap(),
        known_device::Entity::find().count(db).await.unwrap(),
    ]
}

#[rocket::async_test]
async fn sessions_links_and_attempts_go_when_no_rule_asks_for_them() {
    let world = World::new("housekeeping").await;
    account(&world, MAIL).await;
    let mut visitor = Visitor::at(&world, "192.0.2.1");
    visitor.enter(MAIL, "adivino mal").await.expect(422);
    visitor.enter(MAIL, PASSWORD).await.expect(303);
    visitor.post("/ingresar/olvido", &[("correo", MAIL)]).await.expect(303);
    assert_eq!(kept(&world).await, [1, 1, 3, 1]);
    world.advance(TimeDelta::days(2));
    assert_eq!(kept(&world).await, [1, 1, 1, 1], "failures go; the known address stays");
    world.advance(TimeDelta::days(30));
    assert_eq!(kept(&world).await, [0, 0, 1, 1], "what ended a month ago goes");
    world.advance(TimeDelta::days(150));
    assert_eq!(kept(&world).await, [0, 0, 0, 0]);
    world.finish().await;
}
