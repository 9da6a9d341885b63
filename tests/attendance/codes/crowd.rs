//! A full hall behind one address, hands that guess, and two who press at once.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use chrono::TimeDelta;
use formacion::attendance::entity::attendance_mark;
use rocket::futures::future::join_all;
use rocket::http::{ContentType, Header};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{open, person, shown, types};
use crate::support::class::Class;
use crate::support::long;
use crate::support::world::{Answered, Character, World};

/// Types a code from an address.
async fn from(address: IpAddr, character: &Character<'_>, code: &str) -> Answered {
    let request = character.world.client.post("/llegada").remote(SocketAddr::new(address, 4_000));
    let request = request
        .header(ContentType::Form)
        .header(Header::new("Sec-Fetch-Site", "same-origin"))
        .body(format!("codigo={code}"));
    character.send(request).await
}

#[rocket::async_test]
async fn a_full_hall_behind_one_address_gets_in() {
    let people = if long() { 300 } else { 60 };
    let world = World::new("codes hall").await;
    let class = Class::running(&world, people, &[0]).await;
    open(&class, 0).await;
    let hall = IpAddr::V4(Ipv4Addr::new(190, 1, 2, 3));
    let mut comers = Vec::new();
    for place in &class.people {
        comers.push(person(&world, *place).await);
    }
    for comer in &comers {
        // Everybody mistypes once.
        from(hall, comer, "ZZZZZZ").await.expect(422);
    }
    let code = shown(&class, 0).await;
    for some in comers.chunks(30) {
        for answered in join_all(some.iter().map(|comer| from(hall, comer, &code))).await {
            answered.expect(303);
        }
    }
    let marks = attendance_mark::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(marks, people as u64);
    world.finish().await;
}

#[rocket::async_test]
async fn twenty_guesses_in_a_row_wait_and_the_neighbour_does_not() {
    let world = World::new("codes guesses").await;
    let class = Class::running(&world, 2, &[0]).await;
    open(&class, 0).await;
    let (one, other) =
        (person(&world, class.people[0]).await, person(&world, class.people[1]).await);
    let mut answers = Vec::new();
    for _ in 0..20 {
        answers.push(types(&one, "ZZZZZZ").await.status);
    }
    assert_eq!(answers[..10], [422; 10]);
    assert_eq!(answers[10..], [429; 10]);
    let waits = types(&one, &shown(&class, 0).await).await.expect(429);
    assert_eq!(waits.header("Retry-After"), Some("30"));
    waits.expect_text("Espere 30 segundos");
    types(&other, &shown(&class, 0).await).await.expect(303);
    world.advance(TimeDelta::seconds(30));
    types(&one, &shown(&class, 0).await).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn a_code_pressed_five_times_at_once_is_one_mark() {
    let world = World::new("codes race").await;
    let class = Class::running(&world, 3, &[0]).await;
    open(&class, 0).await;
    let code = shown(&class, 0).await;
    let mut comers = Vec::new();
    for place in &class.people {
        comers.push(person(&world, *place).await);
    }
    let all = comers.iter().flat_map(|comer| (0..5).map(|_| types(comer, &code)));
    let statuses: Vec<u16> = join_all(all).await.iter().map(|answered| answered.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 3, "{statuses:?}");
    let marks = attendance_mark::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(marks, 3);
    world.finish().await;
}
