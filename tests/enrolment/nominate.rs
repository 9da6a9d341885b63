//! An entity's focal point puts its people forward (R23).

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort::CohortId;
use formacion::enrolment::entity::enrolment::{self, Origin, Stage};
use formacion::enrolment::worker;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::consent;
use formacion::people::entity::person::PersonId;
use formacion::people::entity::post::{self, PostId};
use formacion::people::queries::last_consent;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::{code, enrolled, letters, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{document, people, post, servant};
use crate::support::world::{Character, World};

const HERE: &str = "50325";

async fn entity_of(world: &World, post: PostId) -> i64 {
    let row = post::Entity::find_by_id(post).one(world.app.db.read()).await;
    row.unwrap().unwrap().entity_id.0
}

/// An alcaldía with people, its focal point and a cohort that reaches it.
pub struct Scene<'w> {
    pub focal: Character<'w>,
    pub cohort: CohortId,
    pub people: Vec<PersonId>,
    pub path: String,
}

pub async fn scene(world: &World, seats: i32, numbers: std::ops::Range<usize>) -> Scene<'_> {
    let mut people = Vec::new();
    let mut entity = 0;
    for number in numbers {
        let (person, post) = servant(world, number, HERE).await;
        people.push(person);
        entity = entity_of(world, post).await;
    }
    let cohort = cohort(world, CohortPlan { seats, ..CohortPlan::default() }).await;
    let focal = world.as_focal_point(entity).await;
    Scene { focal, cohort, people, path: format!("/cohortes/{cohort}/postulaciones") }
}

async fn stages(world: &World, cohort: CohortId) -> Vec<(Stage, Origin)> {
    places(world, cohort).await.into_iter().map(|row| (row.stage, row.origin)).collect()
}

async fn last_link(world: &World, to: &str) -> String {
    let letter = outbox_message::Entity::find()
        .filter(outbox_message::Column::RecipientEmail.eq(to))
        .filter(outbox_message::Column::TextBody.contains("/cupo/"))
        .order_by_desc(outbox_message::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("the letter was written");
    let from = letter.text_body.find("/cupo/").unwrap();
    letter.text_body[from..].split_whitespace().next().unwrap().to_owned()
}

#[rocket::async_test]
async fn the_people_of_an_entity_are_chosen_from_a_list_and_asked_by_mail() {
    let world = World::new("nominate").await;
    let scene = scene(&world, 2, 0..3).await;
    let focal = &scene.focal;
    let home = focal.get("/").await.expect(200);
    home.expect_text("Postular a su gente en 1 curso abierto")
        .expect_text("Todo lo demás está al día: vinculaciones.")
        .expect_text("Su municipio no ha pedido formación.");
    let public = format!("/oferta/{}", code(&world, scene.cohort).await);
    focal.get(&public).await.expect(200).expect_text("Postular a su gente");
    let page = focal.get(&scene.path).await.expect(200);
    page.expect_text("Guayacán A, Ñandú (Profesional universitaria)").expect_text("Guayacán C");
    focal.post(&scene.path, &[]).await.expect(422).expect_text("Elija al menos una persona.");
    let done = focal.submit(&scene.path, &[("todas", "si")]).await.expect(200);
    done.expect_text("Se postularon a 2 personas: reciben un correo para aceptar el cupo.")
        .expect_text("En lista de espera: 1 persona.")
        .expect_text("Cupo por aceptar")
        .expect_text("Responde antes del 25 de noviembre de 2026, 10:00");
    use Origin::Nomination;
    let asked = (Stage::Offered, Nomination);
    assert_eq!(stages(&world, scene.cohort).await, [asked, asked, (Stage::Waiting, Nomination)]);
    let told: Vec<String> = letters(&world).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(told, ["enrolment/nominated", "enrolment/nominated", "enrolment/waiting"]);

    // The person takes the seat without a password and authorises the use of their data.
    let path = last_link(&world, "persona0@pueblo.example").await;
    let anyone = world.as_anyone();
    anyone.get(&path).await.expect(200).expect_text("Lo postula Alcaldía de prueba 50325");
    let db = world.app.db.read();
    assert!(last_consent(db, scene.people[0]).await.unwrap().is_none());
    anyone.post(&path, &[("respuesta", "aceptar")]).await.expect(422);
    let yes = [("respuesta", "aceptar"), ("autorizo", "si")];
    anyone.submit(&path, &yes).await.expect(200).expect_text("Usted tiene un cupo");
    assert_eq!(consent::Entity::find().count(db).await.unwrap(), 1);
    // Another leaves it: who waits is asked.
    let path = last_link(&world, "persona1@pueblo.example").await;
    anyone.post(&path, &[("respuesta", "dejar")]).await.expect(303);
    let list = focal.get(&scene.path).await.expect(200);
    list.expect_text("Con cupo, curso por confirmar")
        .expect_text("Retirada")
        .expect_text("Cupo por aceptar");
    world.finish().await;
}

#[rocket::async_test]
async fn nomination_and_own_enrolment_meet_in_one_place() {
    let world = World::new("nominate-meets").await;
    let scene = scene(&world, 5, 0..2).await;
    // One enrolled alone before: the entity sees it, and puts forward the other.
    let own = enrolled(&world, scene.cohort, scene.people[0]).await;
    let page = scene.focal.get(&scene.path).await.expect(200);
    let page = page.expect_text("Se inscribió por su cuenta");
    let offered = format!("value=\"{}\"", scene.people[0]);
    assert!(!page.body().contains(&offered), "who is in is not offered");
    let asked = scene.people[0].to_string();
    scene.focal.post(&scene.path, &[("persona", &asked)]).await.expect(422);
    let done = scene.focal.submit(&scene.path, &[("todas", "si")]).await.expect(200);
    done.expect_text("Se postuló a 1 persona").expect_text("Se inscribió por su cuenta");
    let rows = places(&world, scene.cohort).await;
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].id, rows[0].stage), (own.enrolment, Stage::Confirmed));
    assert_eq!(rows[0].origin, Origin::SelfService);
    // The other, who was put forward, comes to enrol: the seat waits there already.
    let me = world.as_participant(scene.people[1].0).await;
    let path = format!("/oferta/{}/inscripcion", code(&world, scene.cohort).await);
    let page = me.get(&path).await;
    assert_eq!(page.location.as_deref(), Some(format!("/inscripciones/{}", rows[1].id).as_str()));
    let mine = format!("/inscripciones/{}", rows[1].id);
    me.get(&mine).await.expect(200).expect_text("Por su entidad").expect_text("Aceptar el cupo");
    let yes = [("respuesta", "aceptar"), ("autorizo", "si")];
    me.post(&format!("{mine}/oferta"), &yes).await.expect(303);
    assert_eq!(places(&world, scene.cohort).await.len(), 2);
    // And nobody is left to be put forward.
    scene.focal.get(&scene.path).await.expect(200).expect_text("No queda nadie por postular");
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_who_is_not_in_the_list_is_registered_and_put_forward() {
    let world = World::new("nominate-new").await;
    let scene = scene(&world, 5, 0..1).await;
    let path = format!("{}/nueva", scene.path);
    let page = scene.focal.get(&path).await.expect(200);
    page.expect_text("Alcaldía de prueba 50325");
    let entity = scene.focal.actor().await.entities()[0].to_string();
    let mut fields = vec![
        ("tipo_documento", "CC"),
        ("documento", "9.000.000.004"),
        ("primer_nombre", "Luz"),
        ("primer_apellido", "Guayacán"),
        ("correo", "luz@pueblo.example"),
        ("entidad", entity.as_str()),
        ("cargo", "Tesorera"),
        ("tipo_vinculacion", "carrera"),
    ];
    let missing = scene.focal.post(&path, &fields).await.expect(422);
    missing.expect_text("Confirme que la persona lo sabe");
    let bad = [("documento", "x"), ("correo", "x"), ("entidad", "987654")];
    let refused = scene.focal.post(&path, &bad).await.expect(422);
    refused.expect_text("Escriba el primer nombre.").expect_text("Elija la entidad.");
    fields.push(("autorizo", "si"));
    let done = scene.focal.submit(&path, &fields).await.expect(200);
    done.expect_text("Se postuló a 1 persona: recibe un correo").expect_text("Guayacán, Luz");
    // Again: they have a place already, and no second post.
    let again = scene.focal.submit(&path, &fields).await.expect(200);
    again.expect_text("1 persona ya tenía inscripción y sigue igual.");
    let rows = places(&world, scene.cohort).await;
    assert_eq!(rows.len(), 1);
    let posts = post::Entity::find()
        .filter(post::Column::PersonId.eq(rows[0].person_id))
        .count(world.app.db.read())
        .await;
    assert_eq!(posts.unwrap(), 1);
    // A document of somebody with another name overwrites nothing.
    let known = document(0);
    fields[1] = ("documento", &known);
    scene.focal.post(&path, &fields).await.expect(422);
    assert_eq!(places(&world, scene.cohort).await.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_focal_point_reaches_only_its_people_and_the_cohorts_of_its_municipality() {
    let world = World::new("nominate-reach").await;
    let scene = scene(&world, 5, 0..1).await;
    // Somebody of another entity cannot be put forward by naming them.
    let stranger = people(&world, 7..8, true).await[0];
    post(&world, stranger, "50577", true).await;
    let id = stranger.to_string();
    scene.focal.post(&scene.path, &[("persona", &id)]).await.expect(422);
    assert!(places(&world, scene.cohort).await.is_empty());
    // A cohort elsewhere is not there; nobody else nominates.
    let plan = CohortPlan { municipalities: vec!["50577"], first_day: 40, ..CohortPlan::default() };
    let elsewhere = cohort(&world, plan).await;
    scene.focal.get(&format!("/cohortes/{elsewhere}/postulaciones")).await.expect(404);
    world.as_coordinator("MET").await.get(&scene.path).await.expect(403);
    world.as_participant(scene.people[0].0).await.get(&scene.path).await.expect(403);
    let all = enrolment::Entity::find().count(world.app.db.read()).await;
    assert_eq!(all.unwrap(), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn thirty_five_people_are_put_forward_at_once_and_silence_passes_their_seats_on() {
    let world = World::new("nominate-many").await;
    let scene = scene(&world, 30, 0..35).await;
    scene.focal.post(&scene.path, &[("todas", "si")]).await.expect(303);
    let count = async |stage: Stage| {
        let rows = places(&world, scene.cohort).await;
        rows.iter().filter(|row| row.stage == stage).count()
    };
    assert_eq!((count(Stage::Offered).await, count(Stage::Waiting).await), (30, 5));
    world.advance(TimeDelta::days(5));
    worker::round(&world.app).await.unwrap();
    assert_eq!((count(Stage::Offered).await, count(Stage::Withdrawn).await), (5, 30));
    world.finish().await;
}
