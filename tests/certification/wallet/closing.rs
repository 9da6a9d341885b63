//! What opens something of an account without its password, when the password is set anew (R78).

use chrono::TimeDelta;
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use formacion::sign_in::commands::answer_requests;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{certified, letter_of, path_in, share};
use crate::calendars::opened;
use crate::sign_in::Visitor;
use crate::sign_in::link::link_of;
use crate::support::world::{Character, World};

const FIRST: &str = "perro gato luna sol";
const SECOND: &str = "cuatro arepas sin queso";
const THIRD: &str = "el bus pasa a las seis";

fn twice(password: &str) -> Vec<(&str, &str)> {
    vec![("contrasena", password), ("contrasena_otra_vez", password)]
}

/// The addresses of a person: of the calendar, of a letter's link, of what is shared.
async fn addresses(world: &World, holder: &Character<'_>) -> [String; 3] {
    [
        opened(holder).await,
        letter_of(world, 0).await,
        share(holder, "/mis-certificados", &[("que", "todos")]).await,
    ]
}

/// Which of them answer.
async fn answered(world: &World, addresses: &[String; 3]) -> [u16; 3] {
    let mut statuses = [0; 3];
    for (status, address) in statuses.iter_mut().zip(addresses) {
        *status = world.as_anyone().get(address).await.status;
    }
    statuses
}

/// Whether a page offers this box, ticked.
fn is_ticked(page: &str, name: &str) -> bool {
    let boxes = page.split("<input").filter(|field| field.contains(&format!("name=\"{name}\"")));
    boxes.filter_map(|field| field.split('>').next()).any(|field| field.contains(" checked"))
}

/// The page of a link for a lost password.
async fn recovery(world: &World, mail: &str) -> String {
    let visitor = Visitor::at(world, "192.0.2.1");
    visitor.post("/ingresar/olvido", &[("correo", mail)]).await.expect(303);
    answer_requests(&world.app).await.unwrap();
    let letter = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("sign_in/password_link"))
        .order_by_desc(outbox_message::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("a letter");
    path_in(&letter.text_body, "/enlace/")
}

#[rocket::async_test]
async fn a_recovered_password_closes_what_was_for_the_owner_and_offers_the_rest() {
    let world = World::new("recovered").await;
    let (class, _) = certified(&world, 0, 1).await;
    let person = class.people[0].0;
    let mail = format!("participante.{person}@prueba.example");
    let holder = world.as_participant(person).await;
    let visitor = Visitor::at(&world, "192.0.2.1");
    let first = link_of(&world, holder.account()).await;
    visitor.get(&first).await.expect(200).expect_no_text("compartí certificados");
    visitor.post(&first, &twice(FIRST)).await.expect(303);
    let holder = world.as_participant(person).await;
    let own = addresses(&world, &holder).await;
    assert_eq!(answered(&world, &own).await, [200, 200, 200]);

    let link = recovery(&world, &mail).await;
    let page = visitor.get(&link).await.expect(200).body();
    assert!(is_ticked(&page, "cerrar_compartidos"), "it is offered, and ticked");
    visitor.post(&link, &twice(SECOND)).await.expect(303);
    assert_eq!(answered(&world, &own).await, [404, 404, 200], "what others got stays");

    world.advance(TimeDelta::hours(2));
    let link = recovery(&world, &mail).await;
    let mut fields = twice(THIRD);
    fields.push(("cerrar_compartidos", "si"));
    visitor.post(&link, &fields).await.expect(303);
    assert_eq!(answered(&world, &own).await, [404, 404, 404]);
    let told: Vec<String> = history_event::Entity::find()
        .filter(history_event::Column::Action.like("%.close%"))
        .order_by_asc(history_event::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|event| event.action)
        .collect();
    let closings = ["calendars.close", "certification.close_links", "certification.close_shares"];
    assert!(closings.iter().all(|action| told.iter().any(|known| known == action)), "{told:?}");
    world.finish().await;
}

#[rocket::async_test]
async fn a_changed_password_closes_them_when_one_leaves_it_ticked() {
    let world = World::new("changed").await;
    let (class, _) = certified(&world, 0, 1).await;
    let person = class.people[0].0;
    let mail = format!("participante.{person}@prueba.example");
    let holder = world.as_participant(person).await;
    let mut visitor = Visitor::at(&world, "192.0.2.1");
    let first = link_of(&world, holder.account()).await;
    let answer = visitor.post(&first, &twice(FIRST)).await.expect(303);
    visitor.keep(&answer);
    let holder = world.as_participant(person).await;
    let own = addresses(&world, &holder).await;
    let page = visitor.get("/contrasena").await.expect(200).body();
    assert!(is_ticked(&page, "cerrar_enlaces"));

    let mut fields = twice(SECOND);
    fields.push(("contrasena_actual", FIRST));
    let answer = visitor.post("/contrasena", &fields).await.expect(303);
    visitor.keep(&answer);
    assert_eq!(answered(&world, &own).await, [200, 200, 200], "one took the tick away");

    let mut fields = twice(THIRD);
    fields.extend([("contrasena_actual", SECOND), ("cerrar_enlaces", "si")]);
    visitor.post("/contrasena", &fields).await.expect(303);
    assert_eq!(answered(&world, &own).await, [404, 404, 404]);
    let mut again = Visitor::at(&world, "192.0.2.1");
    again.enter(&mail, THIRD).await.expect(303);
    world.finish().await;
}
