//! Focal points who were called and put nobody forward are reminded, once.

use chrono::{Days, NaiveTime, TimeDelta};
use formacion::announcements::reminders;
use formacion::enrolment::entity::enrolment;
use formacion::platform::dates;
use formacion::platform::workers::Round;
use formacion::sign_in::actor::Author;
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use formacion::territory::entity::entity::EntityId;
use sea_orm::{ActiveModelTrait, Set};

use super::{letters, recipients};
use crate::support::class::Class;
use crate::support::world::{World, today};

/// The alcaldía of a municipality, with its focal point.
pub async fn alcaldia(world: &World, municipality: &str) -> EntityId {
    let tx = world.app.db.begin().await.unwrap();
    let new = NewEntity {
        kind: "alcaldia".into(),
        name: format!("Alcaldía de {municipality}"),
        municipality_code: municipality.into(),
        is_demo: false,
    };
    let entity = find_or_add_entity(&tx, &world.app, &Author::system(), new).await.unwrap();
    tx.commit().await.unwrap();
    world.as_focal_point(entity.0).await;
    entity
}

pub async fn remind(world: &World) {
    while reminders::round(&world.app).await.unwrap() == Round::More {}
}

#[rocket::async_test]
async fn who_was_called_and_put_nobody_forward_is_reminded_three_mornings_before() {
    let world = World::new("call reminder").await;
    let class = Class::confirmed(&world, 1, &[7]).await;
    let answers = alcaldia(&world, "50325").await;
    let silent = alcaldia(&world, "95001").await;
    let messages = format!("/cohortes/{}/mensajes", class.cohort);
    class.coordinator.get(&messages).await.expect(200).expect_no_text("Recordatorio a");
    let call = format!("/cohortes/{}/convocatoria", class.cohort);
    class.coordinator.post(&call, &[("mensaje", "")]).await.expect(303);
    let page = class.coordinator.get(&messages).await.expect(200);
    page.expect_text("Recordatorio a 2 enlaces que no han postulado a nadie");
    let put_forward = enrolment::ActiveModel {
        id: Set(class.people[0]),
        nominated_by: Set(Some(answers)),
        ..Default::default()
    };
    put_forward.update(world.app.db.writer()).await.unwrap();
    let page = class.coordinator.get(&messages).await.expect(200);
    page.expect_text("Recordatorio a 1 enlace que no ha postulado a nadie");

    let day = dates::bogota_date(today()) + Days::new(4);
    let morning = dates::from_bogota(day, NaiveTime::MIN) + TimeDelta::hours(8);
    world.app.clock.travel_to(morning - TimeDelta::minutes(1));
    remind(&world).await;
    assert_eq!(letters(&world).await.len(), 2, "the calls alone");
    world.app.clock.travel_to(morning);
    for _ in 0..2 {
        remind(&world).await;
    }
    let told = letters(&world).await;
    assert_eq!(told.len(), 3);
    let mail = format!("enlace.{silent}@prueba.example");
    assert_eq!(recipients(&told[2..]), [mail.as_str()]);
    assert_eq!(told[2].kind, "announcements/call_reminder");
    assert!(told[2].text_body.contains("no ha postulado a nadie"), "{}", told[2].text_body);
    world.finish().await;
}
