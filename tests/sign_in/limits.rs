//! Guessing passwords is slow for everybody but the owner (R70, P23).

use chrono::TimeDelta;
use rocket::futures::future::join_all;

use super::{MAIL, PASSWORD, Visitor, account};
use crate::support::figures::figure;
use crate::support::world::World;

#[rocket::async_test]
async fn one_address_gets_five_guesses_and_then_not_even_the_right_password() {
    let world = World::new("one address").await;
    account(&world, MAIL).await;
    let mut stranger = Visitor::at(&world, "198.51.100.1");
    let mut looked_at = 0;
    for _ in 0..40 {
        let answered = stranger.enter(MAIL, "adivino mal").await;
        looked_at += u32::from(answered.status == 422);
    }
    let answered = stranger.enter(MAIL, PASSWORD).await.expect(429);
    assert_eq!(answered.header("Retry-After"), Some("900"));
    answered.expect_text("Demasiados intentos");
    figure(
        "P23",
        looked_at,
        "guesses looked at",
        looked_at == 5,
        "40 guesses from one address at one account",
    );
    assert_eq!(looked_at, 5);
    world.advance(TimeDelta::minutes(15));
    stranger.enter(MAIL, PASSWORD).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn guesses_sent_at_once_do_not_outrun_the_limit() {
    let world = World::new("at once").await;
    account(&world, MAIL).await;
    let guesses = (0..24).map(|_| async {
        let mut stranger = Visitor::at(&world, "198.51.100.1");
        stranger.enter(MAIL, "adivino mal").await.status
    });
    let statuses = join_all(guesses).await;
    let looked_at = statuses.iter().filter(|status| **status == 422).count();
    assert!(statuses.iter().all(|status| [422, 429].contains(status)));
    figure(
        "P23",
        looked_at as f64,
        "guesses looked at",
        looked_at == 5,
        "24 guesses at once from one address at one account",
    );
    assert_eq!(looked_at, 5);
    world.finish().await;
}

#[rocket::async_test]
async fn many_addresses_together_are_stopped_and_the_owner_still_comes_in() {
    let world = World::new("many addresses").await;
    account(&world, MAIL).await;
    let mut owner = Visitor::at(&world, "192.0.2.7");
    owner.enter(MAIL, PASSWORD).await.expect(303);
    let mut looked_at = 0;
    for number in 0..120 {
        let mut stranger = Visitor::at(&world, &format!("198.51.100.{number}"));
        let answered = stranger.enter(MAIL, "adivino mal").await;
        looked_at += u32::from(answered.status == 422);
    }
    Visitor::at(&world, "198.51.100.200").enter(MAIL, PASSWORD).await.expect(429);
    let mut owner_again = Visitor::at(&world, "192.0.2.7");
    let owner_in = owner_again.enter(MAIL, PASSWORD).await.status == 303;
    figure(
        "P23",
        looked_at,
        "guesses looked at",
        looked_at == 30 && owner_in,
        "120 addresses guess at one account; its owner comes in from the usual address",
    );
    assert_eq!(looked_at, 30);
    assert!(owner_in, "the owner is locked out");
    world.finish().await;
}

#[rocket::async_test]
async fn the_addresses_of_one_subscriber_count_as_one() {
    let world = World::new("one subscriber").await;
    account(&world, MAIL).await;
    for number in 0..5 {
        let mut stranger = Visitor::at(&world, &format!("2001:db8:1:2::{number}"));
        stranger.enter(MAIL, "adivino mal").await.expect(422);
    }
    Visitor::at(&world, "2001:db8:1:2:ffff::9").enter(MAIL, PASSWORD).await.expect(429);
    Visitor::at(&world, "2001:db8:1:3::1").enter(MAIL, PASSWORD).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn one_address_that_tries_many_accounts_is_stopped() {
    let world = World::new("many accounts").await;
    let mut stranger = Visitor::at(&world, "198.51.100.1");
    let mut looked_at = 0;
    for number in 0..60 {
        let mail = format!("persona{number}@pueblo.example");
        let answered = stranger.enter(&mail, "adivino mal").await;
        looked_at += u32::from(answered.status == 422);
    }
    assert_eq!(looked_at, 50);
    world.finish().await;
}

#[rocket::async_test]
async fn an_unknown_account_and_a_wrong_password_look_alike() {
    let world = World::new("alike").await;
    account(&world, MAIL).await;
    let nobody = "roza.yopo@pueblo.example";
    let mut bodies = Vec::new();
    for (mail, address) in [(MAIL, "192.0.2.1"), (nobody, "192.0.2.2")] {
        let mut visitor = Visitor::at(&world, address);
        for _ in 0..5 {
            let answered = visitor.enter(mail, "adivino mal").await.expect(422);
            let body = answered.body_without_request_id().replace(mail, "MAIL");
            let cookies = answered.cookies.len();
            bodies.push((body, cookies));
        }
        // And alike once the limit is reached.
        let answered = visitor.enter(mail, "adivino mal").await.expect(429);
        bodies.push((answered.body_without_request_id(), answered.cookies.len()));
    }
    let (known, unknown) = bodies.split_at(6);
    figure(
        "P23",
        known.iter().zip(unknown).filter(|(a, b)| a != b).count() as f64,
        "answers that differ",
        known == unknown,
        "6 wrong passwords of a known and of an unknown account, compared byte by byte",
    );
    assert_eq!(known, unknown);
    world.finish().await;
}
