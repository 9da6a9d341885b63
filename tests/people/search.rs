//! Finding persons and opening them.

use formacion::enrolment::commands::{NewEnrolment, enrol};
use formacion::people::bringing::Bringer;
use formacion::people::commands::{NewPerson, register};
use formacion::people::entity::person::{DocumentType, PersonId};
use formacion::sign_in::actor::Author;

use crate::enrolment::asks;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{document, people, post, servant};
use crate::support::world::World;

#[rocket::async_test]
async fn a_name_is_found_without_accents_capitals_or_order() {
    let world = World::new("search").await;
    servant(&world, 1, "50325").await;
    let staff = world.as_coordinator("MET").await;
    for typed in ["nandu", "GUAYACAN", "guaya%20%C3%B1an", "Guayac%C3%A1n+B"] {
        let found = staff.get(&format!("/personas?q={typed}")).await.expect(200);
        found.expect_text("Guayacán B, Ñandú").expect_text("C. C. 9.100.000.001");
    }
    for typed in ["turpial", "%25", "_", "'%3B--"] {
        let none = staff.get(&format!("/personas?q={typed}")).await.expect(200);
        none.expect_text("No hay personas con esa búsqueda");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_word_begins_a_name_and_a_municipality_narrows_the_list() {
    let world = World::new("search-place").await;
    servant(&world, 1, "50325").await;
    servant(&world, 2, "50577").await;
    let staff = world.as_coordinator("MET").await;
    let both = staff.get("/personas?q=guay").await.expect(200);
    both.expect_text("Guayacán B").expect_text("Guayacán C").expect_text("1–2 de 2");
    staff.get("/personas?q=yacan").await.expect(200).expect_text("No hay personas");
    let one = staff.get("/personas?q=guay&municipio=50577").await.expect(200);
    one.expect_text("Guayacán C").expect_no_text("Guayacán B");
    let alone = staff.get("/personas?municipio=50325").await.expect(200);
    alone.expect_text("Guayacán B").expect_no_text("Guayacán C");
    // A municipality of somebody else's territory is no filter of theirs.
    let foreign = staff.get("/personas?municipio=18592").await.expect(200);
    foreign.expect_text("Guayacán B").expect_text("Guayacán C");
    world.finish().await;
}

#[rocket::async_test]
async fn people_are_listed_by_surname_wherever_its_accent_would_put_it() {
    let world = World::new("search-order").await;
    let (tx, system) = (world.app.db.begin().await.unwrap(), Author::system());
    for (n, first_name, first_surname) in [(1, "Ana", "Turpial"), (2, "Zoraida", "Ávila")] {
        let new = NewPerson {
            document_type: DocumentType::Cc,
            document_number: document(n),
            first_name: first_name.to_owned(),
            second_name: None,
            first_surname: first_surname.to_owned(),
            second_surname: None,
            email: None,
            phone: None,
        };
        let person = register(&tx, &world.app, &Bringer::of_all(&system), new).await;
        person.expect("is registered");
    }
    tx.commit().await.unwrap();
    let list = world.as_administrator().await.get("/personas").await.expect(200).words();
    let at = |name: &str| list.find(name).expect("is on the list");
    assert!(at("Ávila, Zoraida") < at("Turpial, Ana"), "{list}");
    world.finish().await;
}

#[rocket::async_test]
async fn a_document_is_looked_up_without_travelling_in_an_address() {
    let world = World::new("look-up").await;
    servant(&world, 1, "50325").await;
    let staff = world.as_coordinator("MET").await;
    let path = "/personas/busqueda";
    let number = document(1);
    let asked = [("tipo_documento", "CC"), ("documento", number.as_str())];
    let found = staff.post(path, &asked).await.expect(200);
    assert_eq!(found.location, None);
    found.expect_text("Guayacán B, Ñandú");
    let unknown = [("tipo_documento", "CC"), ("documento", "9.100.000.999")];
    let none = staff.post(path, &unknown).await.expect(200);
    none.expect_text("Nadie de su territorio");
    let wrong = staff.post(path, &[("documento", "x")]).await.expect(422);
    wrong.expect_text("Elija el tipo de documento").expect_no_text("Nadie de su territorio");
    // The box of the list takes both: a number is answered where it is, words go to the address.
    let boxed = staff.post(path, &[("q", "9.100.000.001")]).await.expect(200);
    assert_eq!(boxed.location, None);
    boxed.expect_text("Guayacán B, Ñandú");
    let named = staff.post(path, &[("q", "guayacan"), ("municipio", "50325")]).await.expect(303);
    assert_eq!(named.location.as_deref(), Some("/personas?q=guayacan&municipio=50325"));
    world.as_gobernacion("50").await.post(path, &[]).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn each_sees_the_people_of_their_territory() {
    let world = World::new("who-sees").await;
    let (here, _) = servant(&world, 1, "50325").await;
    let (there, _) = servant(&world, 2, "18592").await;
    let nowhere = people(&world, 3..4, true).await[0];
    let path = |person: PersonId| format!("/personas/{person}");

    let meta = world.as_coordinator("MET").await;
    let seen = meta.get(&path(here)).await.expect(200);
    seen.expect_text("C. C. 9.100.000.001").expect_text("persona1@pueblo.example");
    let list = meta.get("/personas").await.expect(200);
    list.expect_text("Guayacán B").expect_no_text("Guayacán C");
    let foreign = meta.get(&path(there)).await.expect(404);
    let absent = meta.get("/personas/999999").await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    meta.get(&path(nowhere)).await.expect(404);

    let gobernacion = world.as_gobernacion("50").await;
    let masked = gobernacion.get(&path(here)).await.expect(200);
    masked.expect_text("CC 9.***.***.*01").expect_no_text("persona1@pueblo.example");
    gobernacion.get(&path(there)).await.expect(404);
    let own = world.as_participant(nowhere.0).await;
    own.get(&path(nowhere)).await.expect(200).expect_text("C. C. 9.100.000.003");
    own.get(&path(here)).await.expect(404);
    own.get("/personas").await.expect(403);
    world.as_administrator().await.get(&path(there)).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn a_gobernacion_reads_the_posts_of_its_department_only() {
    let world = World::new("whose-posts").await;
    let (person, _) = servant(&world, 1, "50325").await;
    post(&world, person, "18592", false).await;
    let path = format!("/personas/{person}");
    let (own, other) = ("Alcaldía de prueba 50325", "Alcaldía de prueba 18592");
    let meta = world.as_gobernacion("50").await;
    meta.get(&path).await.expect(200).expect_text(own).expect_no_text(other);
    let caqueta = world.as_gobernacion("18").await;
    caqueta.get(&path).await.expect(200).expect_text(other).expect_no_text(own);
    let everything = [
        world.as_coordinator("MET").await,
        world.as_administrator().await,
        world.as_participant(person.0).await,
    ];
    for reader in everything {
        reader.get(&path).await.expect(200).expect_text(own).expect_text(other);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn who_teaches_reads_the_post_with_which_somebody_enrolled() {
    let world = World::new("taught-posts").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let (person, held) = servant(&world, 1, "50325").await;
    let with = NewEnrolment { post: Some(held), ..NewEnrolment::default() };
    enrol(&world.app, asks(cohort, person), with).await.expect("gets a place");
    post(&world, person, "18592", false).await;
    let facilitator = world.as_facilitator("ana").await;
    let page = facilitator.get(&format!("/personas/{person}")).await.expect(200);
    page.expect_text("Alcaldía de prueba 50325").expect_no_text("Alcaldía de prueba 18592");
    world.finish().await;
}
