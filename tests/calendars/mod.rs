//! Everybody's own calendar, at an address that only its owner knows.

use chrono::TimeDelta;
use rocket::http::Header;

use crate::support::calendar;
use crate::support::class::Class;
use crate::support::world::{Answered, Character, World};

/// The path in the answer that made the address.
fn address_in(page: &Answered) -> String {
    let body = page.body();
    let start = body.find("/calendarios/").expect("the address is shown");
    body[start..].split('<').next().unwrap().to_owned()
}

/// Opens somebody's address; answers its path.
pub async fn opened(character: &Character<'_>) -> String {
    address_in(&character.post("/mi-calendario", &[]).await.expect(200))
}

#[rocket::async_test]
async fn the_address_answers_one_s_own_sessions_to_whoever_has_it() {
    let world = World::new("own calendar").await;
    let class = Class::confirmed(&world, 1, &[7, 14]).await;
    let other = Class::named(&world, "dos", 1, &[-7]).await;
    class.facilitator.get("/mi-calendario").await.expect(200).expect_text("Todavía no tiene");
    let address = opened(&class.facilitator).await;
    assert!(address.ends_with(".ics"));
    class.facilitator.get("/mi-calendario").await.expect_no_text("/calendarios/");

    let answer = world.as_anyone().get(&address).await.expect(200);
    assert_eq!(answer.header("Content-Type"), Some("text/calendar; charset=utf-8"));
    assert_eq!(answer.body().matches("BEGIN:VALARM").count(), 2, "an hour before each");
    let meetings = calendar::read(&answer.body());
    assert_eq!(meetings.len(), 2, "the other class is not theirs: {meetings:?}");
    assert_eq!(meetings[0].starts, "2026-11-27T13:00:00.000Z");
    assert_eq!(meetings[0].place.as_deref(), Some("Casa de la cultura, salón uno"));
    assert_ne!(opened(&other.facilitator).await, address);
    world.finish().await;
}

#[rocket::async_test]
async fn a_calendar_that_asks_again_is_sent_what_changed_alone() {
    let world = World::new("same calendar").await;
    let class = Class::confirmed(&world, 0, &[7, 14]).await;
    let stranger = world.as_anyone();
    let address = opened(&class.facilitator).await;
    let first = stranger.get(&address).await.expect(200);
    let tag = first.header("ETag").expect("a tag").to_owned();
    let again = async || {
        let asked = world.client.get(address.as_str());
        stranger.send(asked.header(Header::new("If-None-Match", tag.clone()))).await
    };
    world.advance(TimeDelta::hours(6));
    assert_eq!(again().await.status, 304);
    let teacher = class.facilitator.account().to_string();
    let mut fields = crate::cohorts::session_fields("2026-11-27", "8:00", "12:00", &teacher);
    fields.retain(|(name, _)| *name != "enlace");
    fields.push(("enlace", "https://reunion.example/sala".to_owned()));
    let path = format!("/sesiones/{}", class.sessions[0]);
    crate::cohorts::post(&class.coordinator, &path, &fields).await.expect(303);
    let changed = again().await;
    assert_eq!(changed.status, 200);
    let now = world.app.clock.now().format("LAST-MODIFIED:%Y%m%dT%H").to_string();
    let said = |answer: &Answered| answer.body().matches(&now).count();
    assert_eq!((said(&first), said(&changed)), (0, 1), "six hours later one session changed");
    assert_ne!(changed.header("ETag"), Some(tag.as_str()));
    world.finish().await;
}

#[rocket::async_test]
async fn a_changed_or_closed_address_answers_like_one_that_never_was() {
    let world = World::new("closed calendar").await;
    let class = Class::confirmed(&world, 0, &[7]).await;
    let stranger = world.as_anyone();
    let first = opened(&class.facilitator).await;
    let second = opened(&class.facilitator).await;
    let never = format!("/calendarios/{}.ics", "0".repeat(64));
    let absent = stranger.get(&never).await.expect(404).body_without_request_id();
    let gone = stranger.get(&first).await.expect(404).body_without_request_id();
    assert_eq!(gone, absent);
    stranger.get(&second).await.expect(200);
    class.facilitator.post("/mi-calendario/baja", &[]).await.expect(303);
    stranger.get(&second).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn the_calendar_of_an_open_course_shows_no_link_that_lets_people_in() {
    let world = World::new("public calendar").await;
    let class = Class::confirmed(&world, 0, &[7, 14]).await;
    let teacher = class.facilitator.account().to_string();
    let mut fields = crate::cohorts::session_fields("2026-11-27", "8:00", "12:00", &teacher);
    fields.retain(|(name, _)| *name != "enlace");
    fields.push(("enlace", "https://reunion.example/secreta".to_owned()));
    let path = format!("/sesiones/{}", class.sessions[0]);
    crate::cohorts::post(&class.coordinator, &path, &fields).await.expect(303);

    let address = crate::cohorts::public_address(&world, class.cohort).await;
    let stranger = world.as_anyone();
    stranger.get(&address).await.expect(200).expect_text("Agregar al calendario");
    let file = stranger.get(&format!("{address}/calendario")).await.expect(200).body();
    assert!(!file.contains("secreta"), "{file}");
    assert_eq!(calendar::read(&file).len(), 2);
    world.finish().await;
}
