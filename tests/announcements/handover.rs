//! Who no longer teaches a session is told, and it leaves their calendar; who teaches it now is
//! told too, and nobody else (R14).

use chrono::TimeDelta;

use super::{letters, rounds, with_mail};
use crate::cohorts::{post, session_fields};
use crate::support::calendar;
use crate::support::class::Class;
use crate::support::world::World;

#[rocket::async_test]
async fn two_sessions_handed_over_make_one_letter_to_each_of_the_two() {
    let world = World::new("handover").await;
    let class = Class::confirmed(&world, 1, &[7, 14, 21]).await;
    with_mail(&world, class.people[0], "una@pueblo.example").await;
    let next = world.as_facilitator("otra").await.account().to_string();
    // Friday 4 December and 11 December, at the hours they had.
    for (session, day) in [(1, "2026-12-04"), (2, "2026-12-11")] {
        let path = format!("/sesiones/{}", class.sessions[session]);
        let fields = session_fields(day, "8:00", "12:00", &next);
        post(&class.coordinator, &path, &fields).await.expect(303);
    }
    world.advance(TimeDelta::minutes(20));
    rounds(&world).await;
    rounds(&world).await;
    let told = letters(&world).await;
    assert_eq!(told.len(), 2, "nobody who only attends");
    let of = |word: &str| {
        let found = told.iter().find(|letter| letter.subject.starts_with(word));
        found.unwrap_or_else(|| panic!("no letter «{word}»"))
    };
    let (left, taken) = (of("Sesiones que ya no dicta: "), of("Sesiones que le asignaron: "));
    assert_ne!(left.recipient_email, taken.recipient_email);
    assert!(left.text_body.contains("Sesión 2, ya no está a su cargo"), "{}", left.text_body);
    assert!(taken.text_body.contains("Sesión 3, queda a su cargo"), "{}", taken.text_body);
    let gone = calendar::read(left.calendar.as_ref().unwrap());
    assert_eq!(gone.len(), 2);
    assert!(gone.iter().all(|one| one.status == "CANCELLED" && one.sequence == 1), "{gone:?}");
    let come = calendar::read(taken.calendar.as_ref().unwrap());
    assert!(come.iter().all(|one| one.status == "CONFIRMED" && one.sequence == 1), "{come:?}");
    assert!(gone.iter().zip(&come).all(|(left, taken)| left.uid == taken.uid));
    world.finish().await;
}

#[rocket::async_test]
async fn a_session_that_came_back_to_its_facilitator_is_no_news_for_them() {
    let world = World::new("handover-back").await;
    let class = Class::confirmed(&world, 1, &[7, 14]).await;
    let own = class.facilitator.account().to_string();
    let other = world.as_facilitator("otra").await.account().to_string();
    let path = format!("/sesiones/{}", class.sessions[1]);
    for who in [&other, &own] {
        let fields = session_fields("2026-12-04", "8:00", "12:00", who);
        post(&class.coordinator, &path, &fields).await.expect(303);
    }
    world.advance(TimeDelta::minutes(20));
    rounds(&world).await;
    let told = letters(&world).await;
    assert_eq!(told.len(), 1, "who had it for five minutes");
    assert!(told[0].subject.starts_with("Sesión que ya no dicta: "), "{}", told[0].subject);
    world.finish().await;
}
