//! Browsers that an account knows: strangers do not lock them out, and others are told of (P23, R78).

use formacion::sign_in::entity::known_device;
use formacion::sign_in::rules::{MOST_DEVICES, PER_ACCOUNT, PER_PAIR};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{MAIL, PASSWORD, TELEPHONE, Visitor, account, told};
use crate::support::figures::figure;
use crate::support::world::World;

const NEW_DEVICE: &str = "sign_in/new_device";

/// The browser elsewhere, signed out, with its memory.
fn moved<'w>(visitor: &Visitor<'w>, address: &str) -> Visitor<'w> {
    Visitor { device: visitor.device.clone(), ..Visitor::at(visitor.world, address) }
}

/// Uses up what unknown addresses may try, from many.
async fn guess_from_everywhere(world: &World, mail: &str) {
    for number in 0..PER_ACCOUNT {
        let mut stranger = Visitor::at(world, &format!("198.51.100.{number}"));
        stranger.enter(mail, "adivino mal").await.expect(422);
    }
}

#[rocket::async_test]
async fn failures_from_anywhere_never_lock_out_a_browser_that_the_account_knows() {
    let world = World::new("known browser").await;
    account(&world, MAIL).await;
    let owner = Visitor::signed_in(&world, MAIL).await;
    guess_from_everywhere(&world, MAIL).await;
    let elsewhere = "203.0.113.9";
    // Somebody beside the owner uses up the address too.
    let mut beside = Visitor::at(&world, elsewhere);
    beside.enter(MAIL, "adivino mal").await.expect(429);
    let with_cookie = moved(&owner, elsewhere).enter(MAIL, PASSWORD).await.status;
    // The control: the same person without the cookie is kept out.
    let without = Visitor::at(&world, elsewhere).enter(MAIL, PASSWORD).await.status;
    let forged = Visitor {
        device: Some(("equipo", "0123456789abcdef").into()),
        ..Visitor::at(&world, elsewhere)
    };
    let mut forged = forged;
    let with_forged = forged.enter(MAIL, PASSWORD).await.status;
    let holds = with_cookie == 303 && without == 429 && with_forged == 429;
    figure(
        "P23",
        f64::from(u8::from(with_cookie != 303)),
        "owners locked out",
        holds,
        "30 addresses guess at an account; its owner comes in with a known browser from a new address, and is refused there without its cookie or with an invented one",
    );
    assert!(holds, "{with_cookie} {without} {with_forged}");
    world.finish().await;
}

#[rocket::async_test]
async fn a_known_browser_has_a_budget_of_its_own() {
    let world = World::new("own budget").await;
    account(&world, MAIL).await;
    let owner = Visitor::signed_in(&world, MAIL).await;
    let mut looked_at = 0;
    for number in 0..20 {
        let mut thief = moved(&owner, &format!("203.0.113.{number}"));
        looked_at += u64::from(thief.enter(MAIL, "adivino mal").await.status == 422);
    }
    figure(
        "P23",
        looked_at as f64,
        "guesses looked at",
        looked_at == PER_PAIR,
        "20 guesses from 20 addresses with the cookie of a known browser",
    );
    assert_eq!(looked_at, PER_PAIR);
    moved(&owner, "203.0.113.99").enter(MAIL, PASSWORD).await.expect(429);
    // Of another account the browser is not known, and it opens nothing there.
    account(&world, "otra@pueblo.example").await;
    guess_from_everywhere(&world, "otra@pueblo.example").await;
    moved(&owner, "203.0.113.98").enter("otra@pueblo.example", PASSWORD).await.expect(429);
    world.finish().await;
}

#[rocket::async_test]
async fn coming_in_from_another_browser_is_told_and_from_the_same_is_not() {
    let world = World::new("new device").await;
    account(&world, MAIL).await;
    let owner = Visitor::signed_in(&world, MAIL).await;
    assert_eq!(told(&world, NEW_DEVICE).await.len(), 1);
    for _ in 0..3 {
        moved(&owner, "203.0.113.9").enter(MAIL, PASSWORD).await.expect(303);
    }
    assert_eq!(told(&world, NEW_DEVICE).await.len(), 1);
    let mut other = Visitor { agent: TELEPHONE, ..Visitor::at(&world, "203.0.113.9") };
    other.enter(MAIL, PASSWORD).await.expect(303);
    let letter = told(&world, NEW_DEVICE).await.pop().unwrap();
    assert_eq!(letter.subject, "Ingreso desde un equipo nuevo");
    assert!(letter.text_body.contains("Chrome en Android"), "{}", letter.text_body);
    assert_eq!(letter.recipient_email, MAIL);
    let secrets = [&other.cookie, &other.device].map(|cookie| cookie.as_ref().unwrap().value());
    assert!(secrets.iter().all(|secret| !letter.text_body.contains(secret)));
    world.finish().await;
}

#[rocket::async_test]
async fn a_browser_is_remembered_by_a_secret_that_only_it_has_and_by_ten_at_most() {
    let world = World::new("remembered").await;
    account(&world, MAIL).await;
    let mut first = Visitor::at(&world, "192.0.2.7");
    first.device = Some(("equipo", "lo puso otra persona").into());
    first.enter(MAIL, PASSWORD).await.expect(303);
    let secret = first.device.clone().unwrap().value().to_owned();
    assert_ne!(secret, "lo puso otra persona");
    for row in known_device::Entity::find().all(world.app.db.read()).await.unwrap() {
        assert_ne!(row.token_hash, secret);
    }
    for _ in 0..MOST_DEVICES {
        world.advance(chrono::TimeDelta::minutes(1));
        Visitor::at(&world, "192.0.2.7").enter(MAIL, PASSWORD).await.expect(303);
    }
    let kept = known_device::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept, MOST_DEVICES);
    let before = told(&world, NEW_DEVICE).await.len();
    moved(&first, "192.0.2.7").enter(MAIL, PASSWORD).await.expect(303);
    assert_eq!(told(&world, NEW_DEVICE).await.len(), before + 1, "the first one was forgotten");
    world.finish().await;
}
