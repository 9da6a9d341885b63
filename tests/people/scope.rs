//! What a coordination may know of people of other units, and decide about them (R80).

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort::{CohortId, Stage as CohortStage};
use formacion::enrolment::commands::{NewEnrolment, enrol};
use formacion::enrolment::persons::lookups::MOST_LOOK_UPS;
use formacion::history::entity::history_event;
use formacion::people::entity::person::{self, PersonId};
use formacion::sign_in::actor::Role;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::requests::far_plan;
use crate::enrolment::{asks, places};
use crate::support::class::{Class, hidden};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{document, people, post, servant};
use crate::support::world::{World, grant};

const FAR: &str = "18592";

/// A course of Huila's unit in Puerto Rico, and one of Meta's.
async fn two_units(world: &World) -> (CohortId, CohortId) {
    let near = CohortPlan { stage: CohortStage::Confirmed, ..CohortPlan::default() };
    (cohort(world, far_plan()).await, cohort(world, near).await)
}

/// Somebody of the other unit, with a place there: «Ñandú Guayacán B».
async fn somebody_far(world: &World, n: usize, far: CohortId) -> PersonId {
    let (person, held) = servant(world, n, FAR).await;
    let with = NewEnrolment { post: Some(held), ..NewEnrolment::default() };
    enrol(&world.app, asks(far, person), with).await.expect("gets a place");
    person
}

fn step<'a>(step: &'a str, number: &'a str, surname: &'a str) -> [(&'a str, &'a str); 4] {
    [("paso", step), ("tipo_documento", "CC"), ("documento", number), ("primer_apellido", surname)]
}

async fn looked_up(world: &World) -> u64 {
    history_event::Entity::find()
        .filter(history_event::Column::Action.eq("people.look_up"))
        .count(world.app.db.read())
        .await
        .unwrap()
}

#[rocket::async_test]
async fn a_document_of_another_unit_shows_initials_and_the_name_to_who_knows_the_surname() {
    let world = World::new("look-up").await;
    let (far, near) = two_units(&world).await;
    somebody_far(&world, 1, far).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{near}/inscritos/nuevo");
    let number = document(1);
    for surname in ["", "Turpial"] {
        for paso in ["buscar", "confirmar"] {
            let page = staff.post(&path, &step(paso, &number, surname)).await.expect(422);
            page.expect_text("Ñ. G. B., Puerto Rico")
                .expect_no_text("Guayacán")
                .expect_no_text("Alcaldía de prueba");
        }
    }
    assert!(places(&world, near).await.is_empty(), "nobody is added by a number alone");
    let page = staff.post(&path, &step("buscar", &number, "guayacan")).await.expect(200);
    page.expect_text("Ñandú Guayacán B").expect_no_text("Alcaldía de prueba");
    assert_eq!(looked_up(&world).await, 5, "each look-up is in history");
    let own = world.as_coordinator("HUI").await;
    let path = format!("/cohortes/{far}/inscritos/nuevo");
    own.post(&path, &step("buscar", &number, "")).await.expect(200).expect_text("Guayacán B");
    assert_eq!(looked_up(&world).await, 5, "one's own people are no look-up");
    world.finish().await;
}

#[rocket::async_test]
async fn look_ups_of_an_account_end_within_the_hour_whether_the_document_is_known_or_not() {
    let world = World::new("look-up-limit").await;
    let (far, near) = two_units(&world).await;
    somebody_far(&world, 1, far).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{near}/inscritos/nuevo");
    let number = document(1);
    let fields = step("buscar", &number, "");
    let asking = (0..MOST_LOOK_UPS + 10).map(|_| staff.post(&path, &fields));
    let answers = rocket::futures::future::join_all(asking).await;
    let shown = answers.iter().filter(|answer| answer.words().contains("Ñ. G. B.")).count();
    assert_eq!(shown as u64, MOST_LOOK_UPS, "all at once are counted one after the other");
    let said = "Espere un rato y vuelva a intentarlo";
    let known = staff.post(&path, &step("buscar", &number, "Guayacán")).await.expect(422);
    let unknown = staff.post(&path, &step("buscar", "9100000999", "Guayacán")).await.expect(422);
    known.expect_text(said).expect_no_text("Ñandú");
    unknown.expect_text(said).expect_no_text("no está registrado");
    // Another account goes on, and so does this one an hour later.
    let other = world.as_administrator().await;
    other.post(&path, &fields).await.expect(200).expect_text("Guayacán B");
    world.advance(TimeDelta::minutes(61));
    staff.post(&path, &fields).await.expect(422).expect_text("Ñ. G. B.");
    world.finish().await;
}

#[rocket::async_test]
async fn a_place_that_nobody_accepted_opens_nobody() {
    let world = World::new("unaccepted").await;
    let (far, near) = two_units(&world).await;
    let person = somebody_far(&world, 1, far).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{near}/inscritos/nuevo");
    let number = document(1);
    let named = step("confirmar", &number, "Guayacán");
    let fields = [named.as_slice(), &[("municipio", "50325")]].concat();
    staff.submit(&path, &fields).await.expect(200).expect_text("Guayacán B, Ñandú");
    let place = places(&world, near).await.remove(0);
    assert_eq!(place.accepted_at, None);
    let page = format!("/personas/{person}");
    staff.get(&page).await.expect(404);
    staff.get("/personas?q=guayacan").await.expect(200).expect_text("No hay personas");
    for address in ["nombre", "documento", "vinculaciones/nueva"] {
        staff.get(&format!("{page}/{address}")).await.expect(404);
    }
    let here = staff.get(&format!("/inscripciones/{}", place.id)).await.expect(200);
    here.expect_no_text("persona1@pueblo.example").expect_no_text("Alcaldía de prueba");
    let other = format!("/inscripciones/{}/municipio", place.id);
    staff.get(&other).await.expect(200).expect_no_text("Alcaldía de prueba");
    // She signs in for something else, and says only then that the place is hers.
    let herself = world.as_participant(person.0).await;
    staff.get(&page).await.expect(404);
    let accept = format!("/inscripciones/{}/aceptacion", place.id);
    staff.post(&accept, &[]).await.expect(403);
    let own = format!("/inscripciones/{}", place.id);
    herself.get(&own).await.expect(200).expect_text("Sí, es mi inscripción");
    herself.submit(&accept, &[]).await.expect(200).expect_no_text("Sí, es mi inscripción");
    herself.post(&accept, &[]).await.expect(303);
    staff.get(&page).await.expect(200).expect_text("persona1@pueblo.example");
    // She leaves: after a month the unit has nothing more to do with her.
    let left = format!("/inscripciones/{}/retiro", place.id);
    staff.post(&left, &[("motivo", "Se retiró")]).await.expect(303);
    staff.get(&page).await.expect(200);
    world.advance(TimeDelta::days(31));
    world.as_coordinator("MET").await.get(&page).await.expect(404);
    world.as_coordinator("HUI").await.get(&page).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_gave_a_place_does_not_accept_it_by_marking_its_person_present() {
    let world = World::new("unaccepted-marked").await;
    let far = cohort(&world, far_plan()).await;
    let person = somebody_far(&world, 7, far).await;
    let class = Class::running(&world, 1, &[0]).await;
    let staff = world.as_coordinator("MET").await;
    let number = document(7);
    let named = step("confirmar", &number, "Guayacán");
    let fields = [named.as_slice(), &[("municipio", "50325")]].concat();
    staff.post(&format!("/cohortes/{}/inscritos/nuevo", class.cohort), &fields).await.expect(303);
    let place = places(&world, class.cohort).await.into_iter().find(|row| row.person_id == person);
    let place = place.expect("is enrolled").id;
    let (cell, seen) = (format!("estado[{place}]"), format!("visto[{place}]"));
    let mark = [(cell.as_str(), "presente")];
    let page = format!("/personas/{person}");
    staff.post(&class.roll_call(0), &mark).await.expect(303);
    staff.get(&page).await.expect(404);
    // Who teaches saw her come.
    let last = hidden(&class.facilitator.get(&class.roll_call(0)).await.body(), &seen);
    let corrected =
        [(cell.as_str(), "tarde"), (seen.as_str(), last.as_str()), ("motivo", "Llegó después")];
    class.facilitator.post(&class.roll_call(0), &corrected).await.expect(303);
    staff.get(&page).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn the_same_typed_with_a_post_and_another_mail_opens_nobody_either() {
    let world = World::new("unaccepted-typed").await;
    let (far, near) = two_units(&world).await;
    let person = somebody_far(&world, 1, far).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{near}/inscritos/nuevo");
    let number = document(1);
    let typed = |mail: &'static str| {
        [
            step("crear", number.as_str(), "Guayacán").as_slice(),
            &[
                ("primer_nombre", "Ñandú"),
                ("segundo_apellido", "B"),
                ("correo", mail),
                ("municipio", "50325"),
                ("entidad", "alcaldia:50325"),
                ("cargo", "Tesorera"),
                ("tipo_vinculacion", "lnr"),
                ("autorizo", "si"),
            ],
        ]
        .concat()
    };
    staff.post(&path, &typed("otra@pueblo.example")).await.expect(303);
    let page = format!("/personas/{person}");
    staff.get(&page).await.expect(404);
    staff.get("/vinculaciones").await.expect(200).expect_no_text("Guayacán");
    // The mail by which she is known follows a pattern: to type it tells nothing of her, and neither does
    // the post that came with the place of before.
    let place = places(&world, near).await.remove(0);
    staff
        .post(&format!("/inscripciones/{}/retiro", place.id), &[("motivo", "x")])
        .await
        .expect(303);
    staff.post(&path, &typed("persona1@pueblo.example")).await.expect(303);
    staff.get(&page).await.expect(404);
    staff.get("/vinculaciones").await.expect(200).expect_no_text("Guayacán");
    world.finish().await;
}

#[rocket::async_test]
async fn a_coordination_of_one_unit_adds_nothing_to_what_another_role_shows_in_another() {
    let world = World::new("two-roles").await;
    let (far, _) = two_units(&world).await;
    let person = somebody_far(&world, 1, far).await;
    let second = people(&world, 2..3, true).await[0];
    post(&world, second, FAR, true).await;
    let coordination = || grant(Role::Coordinator, Some("MET"), None, None);
    let reads = world
        .as_holder("dos", vec![coordination(), grant(Role::Gobernacion, None, Some("18"), None)])
        .await;
    let page = format!("/personas/{person}");
    let shown = reads.get(&page).await.expect(200).expect_text("***");
    shown.expect_no_text("persona1@pueblo.example").expect_no_text("9.100.000.001");
    reads.get("/personas?q=guayacan").await.expect(200).expect_no_text("9.100.000.001");
    for address in ["nombre", "documento"] {
        reads.get(&format!("{page}/{address}")).await.expect(404);
    }
    let name = [("primer_nombre", "Otra"), ("primer_apellido", "Persona")];
    reads.post(&format!("{page}/nombre"), &name).await.expect(404);
    let union = format!("{page}/union/{second}");
    reads.get(&union).await.expect(404);
    let fields = [("queda", person.to_string()), ("nota", "x".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    reads.post(&union, &fields).await.expect(404);
    reads
        .post("/personas/busqueda", &[("tipo_documento", "CC"), ("documento", &document(1))])
        .await
        .expect(200)
        .expect_text("No hay personas");
    let row = person::Entity::find_by_id(person).one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!((row.first_name.as_str(), row.merged_into), ("Ñandú", None));
    world.finish().await;
}
