//! A cancellation reaches people and their calendars.

use chrono::TimeDelta;
use formacion::notices::entity::outbox_message::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{letters, recipients, rounds, with_mail};
use crate::support::calendar;
use crate::support::class::Class;
use crate::support::world::World;

#[rocket::async_test]
async fn a_cancelled_session_leaves_the_calendars_of_who_had_it() {
    let world = World::new("session cancelled").await;
    let class = Class::confirmed(&world, 2, &[7, 14]).await;
    with_mail(&world, class.people[0], "una@pueblo.example").await;
    let path = format!("/sesiones/{}/cancelacion", class.sessions[0]);
    let page = class.coordinator.get(&path).await.expect(200);
    page.expect_text(
        "Al cancelar, avisaremos por correo a 1 persona con cupo y 1 persona que facilita.",
    )
    .expect_text("2 correos saldrán cuando pasen diez minutos sin más cambios");
    let done = class.coordinator.submit(&path, &[("motivo", "La vía está cerrada.")]).await;
    done.expect(200).expect_text("2 correos saldrán cuando pasen diez minutos sin más cambios");
    world.advance(TimeDelta::minutes(11));
    rounds(&world).await;
    let told = letters(&world).await;
    assert_eq!(told.len(), 2);
    assert!(told[0].subject.starts_with("Sesión cancelada: "), "{}", told[0].subject);
    assert!(told[0].text_body.contains("Motivo: La vía está cerrada."), "{}", told[0].text_body);
    let file = calendar::read(told[0].calendar.as_ref().unwrap());
    assert_eq!(file.len(), 1);
    assert_eq!((file[0].method.as_str(), file[0].status.as_str()), ("CANCEL", "CANCELLED"));
    assert_eq!(file[0].sequence, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_cancelled_cohort_is_told_once_whatever_changed_before() {
    let world = World::new("cohort cancelled").await;
    let class = Class::confirmed(&world, 2, &[7, 14]).await;
    with_mail(&world, class.people[0], "una@pueblo.example").await;
    with_mail(&world, class.people[1], "otra@pueblo.example").await;
    let session = format!("/sesiones/{}/cancelacion", class.sessions[0]);
    class.coordinator.post(&session, &[("motivo", "La vía está cerrada.")]).await.expect(303);
    let path = format!("/cohortes/{}/cancelacion", class.cohort);
    class.coordinator.post(&path, &[("motivo", "No se completó el mínimo.")]).await.expect(303);
    world.advance(TimeDelta::minutes(11));
    rounds(&world).await;
    let told = letters(&world).await;
    assert_eq!(told.len(), 3, "{:?}", recipients(&told));
    for letter in &told {
        assert_eq!(letter.kind, "announcements/cohort_cancelled");
        assert!(letter.text_body.contains("Motivo: No se completó el mínimo."));
        let file = calendar::read(letter.calendar.as_ref().unwrap());
        assert_eq!(file.len(), 2, "both sessions leave");
        assert!(file.iter().all(|it| it.method == "CANCEL" && it.status == "CANCELLED"));
    }
    world.finish().await;
}

#[rocket::async_test]
async fn who_leaves_a_course_has_its_sessions_taken_out_of_their_calendar() {
    let world = World::new("leaving").await;
    let class = Class::confirmed(&world, 1, &[7, 14]).await;
    with_mail(&world, class.people[0], "una@pueblo.example").await;
    let path = format!("/inscripciones/{}/retiro", class.people[0]);
    class.coordinator.post(&path, &[("motivo", "Viaja ese mes")]).await.expect(303);
    let letter = Entity::find()
        .filter(Column::Kind.eq("enrolment/withdrawn"))
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let words = letter.text_body.replace('\u{a0}', " ");
    assert!(words.contains("retiran las sesiones de su calendario"), "{words}");
    let file = calendar::read(letter.calendar.as_ref().unwrap());
    assert_eq!(file.len(), 2);
    assert!(file.iter().all(|it| it.method == "CANCEL" && it.status == "CANCELLED"), "{file:?}");
    let named = file.iter().all(|it| it.uid.ends_with("@formacion-territorial"));
    assert!(named, "a name outlives the address that we have: {file:?}");
    world.finish().await;
}
