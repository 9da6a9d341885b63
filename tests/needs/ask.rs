//! Saying what is needed: what is asked for, what cannot be, what is alike, what nobody teaches.

use formacion::courses::queries::offered;
use formacion::needs::entity::need;
use formacion::notices::entity::outbox_message;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{HERE, hall, send, stated, written};
use crate::support::fixtures::day;
use crate::support::world::World;

async fn letters(world: &World) -> Vec<outbox_message::Model> {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("needs/without_offer"))
        .all(world.app.db.read())
        .await
        .unwrap()
}

#[rocket::async_test]
async fn a_focal_point_says_what_the_municipality_needs_and_reads_what_became_of_it() {
    let world = World::new("need stated").await;
    let entity = hall(&world, HERE).await;
    let focal = world.as_focal_point(entity.0).await;
    let page = focal.get("/necesidades/nueva").await.expect(200);
    page.expect_text("Mapiripán (Meta)").expect_text("No hay otras necesidades pendientes");
    let fields = written(HERE, entity, &[("nota", "Antes del cierre fiscal")], &world);
    let to = send(&focal, "/necesidades", &fields).await.expect(303).location.unwrap();
    let page = focal.get(&to).await.expect(200);
    page.expect_text("Pendiente")
        .expect_text("Antes del cierre fiscal")
        .expect_text("Registrada: 12 personas")
        .expect_no_text("Rechazar lo que falta");
    let list = focal.get("/necesidades").await.expect(200);
    list.expect_text("Mapiripán (Meta)").expect_text("Pendiente 12 0 0 12");
    assert!(letters(&world).await.is_empty(), "a course builds it");
    world.finish().await;
}

#[rocket::async_test]
async fn what_cannot_be_asked_for_is_said_beside_its_field_and_nothing_is_lost() {
    let world = World::new("need wrong").await;
    let met = world.as_coordinator("MET").await;
    let entity = hall(&world, HERE).await;
    let elsewhere = hall(&world, "50577").await;
    let retired = sea_orm::Statement::from_string(
        sea_orm::ConnectionTrait::get_database_backend(world.app.db.writer()),
        "UPDATE capacity SET retired = TRUE WHERE code = 'PLA-01'".to_owned(),
    );
    sea_orm::ConnectionTrait::execute_raw(world.app.db.writer(), retired).await.unwrap();
    let yesterday = day(&world, -1).to_string();
    let far = day(&world, 2_000).to_string();
    let other = elsewhere.to_string();
    for (name, value, sentence) in [
        ("personas", "0", "de 1 a 5.000"),
        ("personas", "100000", "de 1 a 5.000"),
        ("personas", "doce", "de 1 a 5.000"),
        ("limite", yesterday.as_str(), "Esa fecha ya pasó"),
        ("limite", far.as_str(), "próximos cuatro años"),
        ("limite", "31/02/2027", "fecha"),
        ("capacidad", "PLA-01", "ya no se ofrece"),
        ("capacidad", "XXX-99", "Elija la capacidad"),
        ("entidad", other.as_str(), "Elija la entidad"),
        ("entidad", "", "Elija la entidad"),
    ] {
        let fields = written(HERE, entity, &[("nota", "Lo escrito"), (name, value)], &world);
        let answered = send(&met, "/necesidades", &fields).await.expect(422);
        answered.expect_text(sentence).expect_text("Lo escrito");
    }
    // Of a municipality that is not theirs, which looks like one that is nobody's.
    let foreign = hall(&world, "18592").await;
    let body = async |code: &str| {
        let answered = send(&met, "/necesidades", &written(code, foreign, &[], &world)).await;
        answered.expect(404).body_without_request_id()
    };
    assert_eq!(body("18592").await, body("98765").await);
    assert_eq!(need::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn needs_that_are_alike_are_shown_first_and_never_merged() {
    let world = World::new("need alike").await;
    let met = world.as_coordinator("MET").await;
    let first = stated(&met, HERE, &[]).await;
    let entity = hall(&world, HERE).await;
    // Far away in time, of another capacity or municipality: not alike.
    stated(&met, HERE, &[("limite", &day(&world, 300).to_string())]).await;
    stated(&met, HERE, &[("capacidad", "PLA-01")]).await;
    stated(&met, "50577", &[]).await;
    let near = day(&world, 100).to_string();
    let again = written(HERE, entity, &[("limite", &near), ("personas", "7")], &world);
    let answered = send(&met, "/necesidades", &again).await.expect(422);
    let answered =
        answered.expect_text("necesidades parecidas").expect_text("Es otra: registrarla");
    assert!(answered.body().contains(&format!("name=\"vistas\" value=\"{first}\"")));
    let seen = first.to_string();
    let mut again = again;
    again.push(("vistas", seen));
    send(&met, "/necesidades", &again).await.expect(303);
    assert_eq!(need::Entity::find().count(world.app.db.read()).await.unwrap(), 5);
    world.finish().await;
}

#[rocket::async_test]
async fn what_no_course_builds_is_told_to_the_coordination_once() {
    let world = World::new("need without offer").await;
    let met = world.as_coordinator("MET").await;
    world.as_coordinator("HUI").await;
    let offered = offered(world.app.db.read()).await.unwrap();
    assert!(offered.contains("TRI-01") && !offered.contains("PLA-03"), "{offered:?}");
    let id = stated(&met, HERE, &[("capacidad", "PLA-03")]).await;
    stated(&met, HERE, &[]).await;
    let told = letters(&world).await;
    assert_eq!(told.len(), 1, "the unit of the municipality, and no other");
    assert_eq!(told[0].account_id, Some(met.account().0));
    assert!(told[0].text_body.contains(&format!("/necesidades/{id}")));
    let list = met.get("/necesidades?oferta=sin").await.expect(200);
    list.expect_text("Sin oferta").expect_no_text("n.º 2");
    met.get(&format!("/necesidades/{id}")).await.expect(200).expect_text("Ningún curso publicado");
    world.finish().await;
}
