//! A session that moves keeps its name in calendars, raises its number, and is told once.

use chrono::TimeDelta;
use formacion::cohorts::queries;

use super::{letters, recipients, rounds, with_mail};
use crate::cohorts::{post, session_fields};
use crate::support::calendar;
use crate::support::class::Class;
use crate::support::world::World;

#[rocket::async_test]
async fn sessions_moved_one_by_one_make_one_letter_to_each_person() {
    let world = World::new("reschedule").await;
    let class = Class::confirmed(&world, 3, &[7, 14, 21]).await;
    with_mail(&world, class.people[0], "una@pueblo.example").await;
    with_mail(&world, class.people[1], "otra@pueblo.example").await;
    let teacher = class.facilitator.account().to_string();
    let address = crate::calendars::opened(&class.facilitator).await;
    let before = calendar::read(&world.as_anyone().get(&address).await.expect(200).body());
    assert!(before.iter().all(|meeting| meeting.sequence == 0), "{before:?}");

    let page = class.coordinator.get(&format!("/sesiones/{}", class.sessions[1])).await;
    page.expect(200).expect_text("avisaremos por correo a 2 personas con cupo");
    // Friday 27 November, 4 December and 11 December, at 8:00.
    for (session, day) in [(2, "2026-12-10"), (1, "2026-12-03"), (1, "2026-12-02")] {
        let path = format!("/sesiones/{}", class.sessions[session]);
        post(&class.coordinator, &path, &session_fields(day, "14:00", "18:00", &teacher))
            .await
            .expect(303);
        world.advance(TimeDelta::minutes(3));
    }
    rounds(&world).await;
    assert_eq!(letters(&world).await.len(), 0, "somebody is still moving sessions");
    world.advance(TimeDelta::minutes(10));
    rounds(&world).await;
    rounds(&world).await;
    let told = letters(&world).await;
    assert_eq!(told.len(), 3, "two people with a mail, and who facilitates");
    assert!(recipients(&told).contains(&"una@pueblo.example"));

    let letter = &told[0];
    assert!(letter.subject.starts_with("Cambian las sesiones: "), "{}", letter.subject);
    let words = letter.text_body.replace('\u{a0}', " ");
    assert!(words.contains("Sesión 2, cambia"), "{words}");
    assert!(words.contains("miércoles 2 de diciembre de 2026, de 2:00 p. m. a 6:00 p. m."));
    assert!(words.contains("Antes: viernes 4 de diciembre de 2026, de 8:00 a. m. a 12:00 p. m."));

    let file = calendar::read(letter.calendar.as_ref().unwrap());
    let moved: Vec<_> = file.iter().map(|it| (it.starts.as_str(), it.sequence)).collect();
    assert_eq!(moved, [("2026-12-02T19:00:00.000Z", 2), ("2026-12-10T19:00:00.000Z", 1)]);
    assert!(file.iter().all(|it| it.method == "REQUEST" && it.status == "CONFIRMED"));
    for meeting in &file {
        assert!(before.iter().any(|known| known.uid == meeting.uid), "{meeting:?} is a new one");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn sessions_that_change_places_are_called_by_the_numbers_that_people_know() {
    let world = World::new("known numbers").await;
    let class = Class::confirmed(&world, 1, &[7, 14, 21]).await;
    with_mail(&world, class.people[0], "una@pueblo.example").await;
    let teacher = class.facilitator.account().to_string();
    // The first goes behind the second, which is the first by then and moves an hour.
    for (session, day, from) in [(0, "2026-12-05", "8:00"), (1, "2026-12-04", "9:00")] {
        let path = format!("/sesiones/{}", class.sessions[session]);
        let to = if from == "8:00" { "12:00" } else { "13:00" };
        post(&class.coordinator, &path, &session_fields(day, from, to, &teacher)).await.expect(303);
    }
    world.advance(TimeDelta::minutes(20));
    rounds(&world).await;
    let told = letters(&world).await;
    let words = &told[0].text_body;
    assert!(words.contains("Sesión 1, cambia"), "{words}");
    assert!(words.contains("Sesión 2, cambia"), "{words}");
    world.finish().await;
}

#[rocket::async_test]
async fn a_session_put_back_where_it_was_is_nobodys_news() {
    let world = World::new("put back").await;
    let class = Class::confirmed(&world, 1, &[7, 14]).await;
    with_mail(&world, class.people[0], "una@pueblo.example").await;
    let teacher = class.facilitator.account().to_string();
    let path = format!("/sesiones/{}", class.sessions[1]);
    for (day, from, to) in [("2026-12-03", "14:00", "18:00"), ("2026-12-04", "8:00", "12:00")] {
        post(&class.coordinator, &path, &session_fields(day, from, to, &teacher)).await.expect(303);
    }
    world.advance(TimeDelta::minutes(20));
    rounds(&world).await;
    assert_eq!(letters(&world).await.len(), 0);
    let kept = queries::sessions(world.app.db.read(), class.cohort).await.unwrap();
    assert_eq!(kept[1].sequence, 2, "a calendar that followed the address has seen both");
    world.finish().await;
}

#[rocket::async_test]
async fn a_session_of_tomorrow_is_told_at_once_and_a_draft_to_nobody() {
    let world = World::new("near").await;
    let class = Class::confirmed(&world, 1, &[1, 14]).await;
    with_mail(&world, class.people[0], "una@pueblo.example").await;
    let teacher = class.facilitator.account().to_string();
    let path = format!("/sesiones/{}", class.sessions[0]);
    let mut fields = session_fields("2026-11-21", "9:00", "13:00", &teacher);
    fields.retain(|(name, _)| *name != "lugar");
    fields.push(("lugar", "Concejo municipal".to_owned()));
    post(&class.coordinator, &path, &fields).await.expect(303);
    rounds(&world).await;
    let told = letters(&world).await;
    assert_eq!(told.len(), 2);
    assert!(told[0].subject.starts_with("Cambia una sesión: "), "{}", told[0].subject);
    assert!(told[0].text_body.contains("Lugar: Concejo municipal"), "{}", told[0].text_body);

    let draft = crate::cohorts::draft(&world, &[]).await;
    let teacher = world.as_facilitator("ana").await.account().to_string();
    let new = session_fields("2027-02-10", "08:00", "12:00", &teacher);
    post(&class.coordinator, &format!("{draft}/sesiones"), &new).await.expect(303);
    world.advance(TimeDelta::hours(2));
    rounds(&world).await;
    assert_eq!(letters(&world).await.len(), 2, "nobody knows of a draft");
    world.finish().await;
}
