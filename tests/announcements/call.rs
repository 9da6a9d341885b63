//! The call to a cohort: the focal points of its municipalities are written to, once a day.

use chrono::TimeDelta;
use formacion::notices::entity::outbox_message::State;
use formacion::platform::config::Controller;
use formacion::sign_in::actor::Author;
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{letters, recipients};
use crate::support::class::Class;
use crate::support::world::World;

#[rocket::async_test]
async fn the_focal_points_of_the_municipalities_are_called_once_a_day() {
    let world = World::with("call", |app| {
        app.config.controller = Some(Controller {
            name: "Escuela de Prueba".into(),
            nit: "900000000-1".into(),
            address: "Calle 1".into(),
            mail: "datos@escuela.example".into(),
        });
    })
    .await;
    let class = Class::confirmed(&world, 0, &[7]).await;
    let path = format!("/cohortes/{}/convocatoria", class.cohort);
    let page = class.coordinator.get(&path).await.expect(200);
    page.expect_text("No hay a quién convocar");
    let refused = class.coordinator.post(&path, &[("mensaje", "")]).await.expect(422);
    refused.expect_text("Ningún municipio de la cohorte tiene enlace registrado");

    for (name, municipality) in [("Alcaldía de Mapiripán", "50325"), ("Alcaldía lejana", "18592")]
    {
        let tx = world.app.db.begin().await.unwrap();
        let new = NewEntity {
            kind: "alcaldia".into(),
            name: name.into(),
            municipality_code: municipality.into(),
            is_demo: false,
        };
        let entity = find_or_add_entity(&tx, &world.app, &Author::system(), new).await.unwrap();
        tx.commit().await.unwrap();
        world.as_focal_point(entity.0).await;
    }
    class
        .coordinator
        .get(&path)
        .await
        .expect_text("1 correo saldrá ahora")
        .expect_text("Enviar a 1 enlace")
        .expect_text("Sin enlace registrado, nadie recibe el correo en: San José del Guaviare")
        .expect_no_text("Alcaldía lejana");
    // What will be sent is read before it is, with the message that was typed.
    let see = [("mensaje", "Piense en presupuesto."), ("accion", "ver")];
    let seen = class.coordinator.post(&path, &see).await.expect(200);
    let seen = seen.expect_text("Asunto Convocatoria: ").expect_text("que llega a Mapiripán");
    let seen = seen.expect_text("cupos libres").expect_text("Para un grupo de WhatsApp");
    let group = seen.addresses();
    let group = group.split("https://wa.me/?text=").nth(1).and_then(|rest| rest.split('"').next());
    let group = group.expect("a link holds the text");
    assert!(group.starts_with("Hay+cupos+para+su+gente") && group.contains("%2Foferta%2F"));
    assert!(group.contains("Piense+en+presupuesto.") && !group.contains("%40"), "{group}");
    assert!(letters(&world).await.is_empty());
    class.coordinator.post(&path, &[("mensaje", "Piense en presupuesto.")]).await.expect(303);
    class
        .coordinator
        .post(&path, &[("mensaje", "")])
        .await
        .expect(422)
        .expect_text("ya se envió hoy");
    let history = class.coordinator.get(&path.replace("/convocatoria", "/historia")).await;
    history.expect_text("Se escribió la convocatoria a los enlaces de las entidades: 1 correo.");
    let told = letters(&world).await;
    assert_eq!(told.len(), 1, "{:?}", recipients(&told));
    assert!(told[0].subject.starts_with("Convocatoria: "), "{}", told[0].subject);
    assert!(told[0].text_body.contains("Piense en presupuesto."), "{}", told[0].text_body);
    let body = &told[0].text_body;
    assert!(body.contains("Escuela de Prueba\nDirección territorial"), "{body}");
    assert!(body.contains("porque tiene un rol en Formación Territorial"), "{body}");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let seen = seen.expect_text(&words(&told[0].subject));
    // The way out of calls is each reader's own.
    let (letter, _) = told[0].text_body.split_once("¿No quiere más convocatorias").expect("it");
    seen.expect_text(&words(letter));

    let mut lost = told[0].clone().into_active_model();
    lost.state = Set(State::Failed);
    lost.update(world.app.db.writer()).await.unwrap();
    let page = class.coordinator.get(&path).await.expect(200);
    page.expect_text("La última carta no le llegó")
        .expect_text("ya se envió hoy a todos los enlaces")
        .expect_no_text("Enviar a ");

    world.advance(TimeDelta::hours(24));
    let coordinator = world.as_coordinator("MET").await;
    coordinator.post(&path, &[("mensaje", "")]).await.expect(303);
    assert_eq!(letters(&world).await.len(), 2);
    world.finish().await;
}
