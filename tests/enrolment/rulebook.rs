//! One rulebook for every door (R13, R22, R85): what gives pause is told before, answered, and kept with
//! the place; what the course asks for refuses everywhere.

use formacion::cohorts::entity::cohort::CohortId;
use formacion::cohorts::entity::session;
use formacion::courses::entity::course_version;
use formacion::enrolment::commands::{self, NewEnrolment};
use formacion::enrolment::entity::enrolment::{EnrolmentId, Stage};
use formacion::enrolment::entity::enrolment_exception;
use formacion::enrolment::queries;
use formacion::people::commands::record_consent;
use formacion::people::entity::consent::BY_LIST;
use formacion::people::entity::{person, post};
use formacion::people::rules::NOTICE_VERSION;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set,
};

use super::eligibility::asks_for;
use super::register::{form, registers};
use super::{asks, code, enrolled, places, stage_of};
use crate::support::fixtures::{CohortPlan, cohort, day};
use crate::support::people::{document, people, servant};
use crate::support::world::World;

/// What was set aside for a place: the codes and the reason.
async fn kept(world: &World, enrolment: EnrolmentId) -> Vec<(String, String)> {
    let rows = enrolment_exception::Entity::find()
        .filter(enrolment_exception::Column::EnrolmentId.eq(enrolment))
        .order_by_asc(enrolment_exception::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    rows.into_iter().map(|row| (row.rules, row.reason)).collect()
}

/// Two cohorts at the same hours, taught by different people.
async fn twins(world: &World) -> (CohortId, CohortId) {
    let one = cohort(world, CohortPlan { name: "Primera", ..CohortPlan::default() }).await;
    let other = CohortPlan { name: "Segunda", facilitator: "beto", ..CohortPlan::default() };
    (one, cohort(world, other).await)
}

#[rocket::async_test]
async fn a_person_reads_what_gives_pause_and_says_that_they_know() {
    let world = World::new("rules-own").await;
    let (first, second) = twins(&world).await;
    let (person, _) = servant(&world, 0, "50001").await;
    let me = world.as_participant(person.0).await;
    let path = |code: String| format!("/oferta/{code}/inscripcion");
    let here = path(code(&world, first).await);
    me.get(&here).await.expect(200).expect_text("El municipio no es de los de esta cohorte");
    let stopped = me.post(&here, &[("autorizo", "si")]).await.expect(422);
    stopped.expect_text("Marque la casilla si, aun así, quiere inscribirse.");
    assert!(places(&world, first).await.is_empty());
    let yes = [("autorizo", "si"), ("enterado", "si")];
    me.post(&here, &yes).await.expect(303);
    let place = places(&world, first).await.remove(0);
    let known = "Lo leyó antes de inscribirse.".to_owned();
    assert_eq!(kept(&world, place.id).await, [("other_municipality".to_owned(), known)]);

    // The same course, at the same hours.
    let there = path(code(&world, second).await);
    let page = me.get(&there).await.expect(200);
    page.expect_text("Ya hay una inscripción en este mismo curso: cohorte Primera")
        .expect_text("Ya hay una sesión a la misma hora");
    me.post(&there, &[("autorizo", "si")]).await.expect(422);
    me.post(&there, &yes).await.expect(303);
    let place = places(&world, second).await.remove(0);
    assert_eq!(kept(&world, place.id).await[0].0, "other_municipality,same_course,overlap");
    let staff = world.as_coordinator("MET").await;
    let page = staff.get(&format!("/inscripciones/{}", place.id)).await.expect(200);
    page.expect_text("mismo curso en otra cohorte").expect_text("Lo leyó antes de inscribirse.");
    world.finish().await;
}

#[rocket::async_test]
async fn the_coordination_writes_its_reason_and_reads_no_name_of_another_unit() {
    let world = World::new("rules-staff").await;
    let plan = CohortPlan {
        unit: "HUI",
        name: "Huila secreta",
        municipalities: vec!["41001"],
        facilitator: "beto",
        ..CohortPlan::default()
    };
    let elsewhere = cohort(&world, plan).await;
    let here = cohort(&world, CohortPlan::default()).await;
    let plan = CohortPlan { name: "Meta conocida", facilitator: "carla", ..CohortPlan::default() };
    let known = cohort(&world, plan).await;
    let (stranger, _) = servant(&world, 1, "50325").await;
    enrolled(&world, elsewhere, stranger).await;
    let (person, _) = servant(&world, 0, "50325").await;
    enrolled(&world, known, person).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{here}/inscritos/nuevo");
    // What another unit has is told to nobody who types a document.
    let number = document(1);
    let fields = [
        ("paso", "confirmar"),
        ("tipo_documento", "CC"),
        ("documento", number.as_str()),
        ("primer_apellido", "Guayacán"),
    ];
    staff.submit(&path, &fields).await.expect(200).expect_no_text("mismo curso");
    let place = places(&world, here).await.remove(0);
    assert!(kept(&world, place.id).await.is_empty());
    let number = document(0);
    let mut fields = vec![
        ("paso", "confirmar"),
        ("tipo_documento", "CC"),
        ("documento", number.as_str()),
        ("primer_apellido", "Guayacán"),
    ];
    let asked = staff.post(&path, &fields).await.expect(422);
    asked
        .expect_text("Ya hay una inscripción en este mismo curso: cohorte Meta conocida")
        .expect_text("Ya hay una sesión a la misma hora")
        .expect_text("Motivo de la excepción")
        .expect_no_text("Huila secreta");
    assert_eq!(places(&world, here).await.len(), 1);
    fields.push(("excepcion", "Repite el módulo que perdió"));
    staff.post(&path, &fields).await.expect(303);
    let place = places(&world, here).await.into_iter().find(|one| one.person_id == person);
    let place = place.expect("has a place");
    let reason = "Repite el módulo que perdió".to_owned();
    assert_eq!(kept(&world, place.id).await, [("same_course,overlap".to_owned(), reason)]);
    world.finish().await;
}

#[rocket::async_test]
async fn a_focal_point_reads_why_and_the_person_answers_when_they_take_the_seat() {
    let world = World::new("rules-focal").await;
    let (person, held) = servant(&world, 0, "50325").await;
    let (barred, contractor) = servant(&world, 1, "50325").await;
    let (first, second) = twins(&world).await;
    enrolled(&world, first, person).await;
    let tx = world.app.db.begin().await.unwrap();
    let kind = post::ActiveModel {
        id: Set(contractor),
        kind: Set(post::Kind::Contratista),
        ..Default::default()
    };
    kind.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let servants = course_version::ActiveModel { servants_only: Set(true), ..Default::default() };
    asks_for(&world, second, servants).await;
    let entity = post::Entity::find_by_id(held).one(world.app.db.read()).await.unwrap().unwrap();
    let focal = world.as_focal_point(entity.entity_id.0).await;
    let path = format!("/cohortes/{second}/postulaciones");
    let done = focal.submit(&path, &[("todas", "si")]).await.expect(200);
    done.expect_text("Se postuló a 1 persona")
        .expect_text("No cumplen lo que pide el curso: 1 persona.")
        .expect_text("Guayacán B, Ñandú: Es para servidores públicos")
        .expect_text(
            "Guayacán A, Ñandú: Ya hay una inscripción en este mismo curso, en otra cohorte",
        )
        .expect_no_text("Primera");
    let place = places(&world, second).await.remove(0);
    assert_eq!((place.person_id, place.stage), (person, Stage::Offered));
    assert!(places(&world, second).await.iter().all(|row| row.person_id != barred));

    let me = world.as_participant(person.0).await;
    let offer = format!("/inscripciones/{}/oferta", place.id);
    let mut yes = vec![("respuesta", "aceptar"), ("autorizo", "si")];
    let asked = me.post(&offer, &yes).await.expect(422);
    asked.expect_text("Lo sé y quiero tomar el cupo").expect_text("cohorte Primera");
    yes.push(("enterado", "si"));
    me.post(&offer, &yes).await.expect(303);
    assert_eq!(kept(&world, place.id).await[0].0, "same_course,overlap");
    world.finish().await;
}

#[rocket::async_test]
async fn a_seat_that_is_offered_asks_again_only_for_what_is_new() {
    let world = World::new("rules-accept").await;
    let all = people(&world, 0..2, true).await;
    let plan = CohortPlan { seats: 1, name: "Primera", ..CohortPlan::default() };
    let first = cohort(&world, plan).await;
    let plan = CohortPlan { facilitator: "beto", name: "Segunda", ..CohortPlan::default() };
    let second = cohort(&world, plan).await;
    let seated = enrolled(&world, first, all[0]).await;
    let waits = enrolled(&world, first, all[1]).await;
    // While they wait they get a seat elsewhere, at the same hours.
    enrolled(&world, second, all[1]).await;
    let staff = world.as_coordinator("MET").await;
    staff.post(&format!("/inscripciones/{}/retiro", seated.enrolment), &[]).await.expect(303);
    assert_eq!(stage_of(&world, &waits).await, Stage::Offered);
    let offer = format!("/inscripciones/{}/oferta", waits.enrolment);
    let mut yes = vec![("respuesta", "aceptar"), ("autorizo", "si")];
    staff.post(&offer, &yes).await.expect(422).expect_text("Motivo de la excepción");
    yes.push(("excepcion", "Deja la otra cohorte"));
    staff.post(&offer, &yes).await.expect(303);
    assert_eq!(stage_of(&world, &waits).await, Stage::Confirmed);
    let reason = "Deja la otra cohorte".to_owned();
    assert_eq!(kept(&world, waits.enrolment).await, [("same_course,overlap".to_owned(), reason)]);
    world.finish().await;
}

#[rocket::async_test]
async fn a_session_that_moves_says_how_many_have_to_be_elsewhere_and_each_of_them_reads_it() {
    let world = World::new("rules-moves").await;
    let first = cohort(&world, CohortPlan { name: "Primera", ..CohortPlan::default() }).await;
    let plan = CohortPlan {
        name: "Segunda",
        course: "SP-PRE",
        facilitator: "beto",
        from: (14, 0),
        to: (16, 0),
        ..CohortPlan::default()
    };
    let second = cohort(&world, plan).await;
    let person = people(&world, 0..1, true).await[0];
    enrolled(&world, first, person).await;
    let place = enrolled(&world, second, person).await;
    let own = format!("/inscripciones/{}", place.enrolment);
    let me = world.as_participant(person.0).await;
    me.get(&own).await.expect(200).expect_no_text("Se cruza con otro curso");
    let session = session::Entity::find()
        .filter(session::Column::CohortId.eq(second))
        .order_by_asc(session::Column::Position)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let date = day(&world, 10).to_string();
    let who = session.facilitator_account_id.unwrap().to_string();
    let fields = [
        ("fecha", date.as_str()),
        ("desde", "09:00"),
        ("hasta", "11:00"),
        ("facilitador", who.as_str()),
    ];
    let staff = world.as_coordinator("MET").await;
    let moved = staff.submit(&format!("/sesiones/{}", session.id), &fields).await.expect(200);
    moved.expect_text("1 persona con cupo tiene otro curso a esa hora");
    let page = me.get(&own).await.expect(200);
    page.expect_text("Se cruza con otro curso.").expect_text("cohorte Primera");
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_new_of_another_municipality_says_so_and_is_asked_once_whether_they_know() {
    let world = World::new("rules-register").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let visitor = world.as_anyone();
    visitor.get(&path).await.expect(200).expect_text("Villavicencio");
    let elsewhere =
        [("municipio", "50001"), ("entidad", ""), ("otra_entidad", "Alcaldía de Villavicencio")];
    let mut fields = form(&elsewhere);
    let asked = visitor.post(&path, &fields).await.expect(422);
    asked
        .expect_text("El municipio no es de los de esta cohorte")
        .expect_text("Lo sé y quiero inscribirme");
    fields.push(("enterado", "si"));
    registers(&world, &visitor, &path, &fields).await.expect(200);
    let place = places(&world, cohort).await.remove(0);
    assert_eq!(place.municipality_code.as_deref(), Some("50001"));
    assert_eq!(kept(&world, place.id).await[0].0, "other_municipality");
    // A course that is only for its municipalities offers no other.
    let own = course_version::ActiveModel { own_municipalities: Set(true), ..Default::default() };
    asks_for(&world, cohort, own).await;
    world.as_anyone().get(&path).await.expect(200).expect_no_text("Villavicencio");
    world.finish().await;
}

#[rocket::async_test]
async fn the_authorisation_of_a_version_is_asked_once() {
    let world = World::new("rules-consent").await;
    let (first, second) = twins(&world).await;
    let (person, _) = servant(&world, 0, "50325").await;
    let me = world.as_participant(person.0).await;
    let path = async |cohort| format!("/oferta/{}/inscripcion", code(&world, cohort).await);
    let (here, there) = (path(first).await, path(second).await);
    me.get(&here).await.expect(200).expect_text("Autorizo el tratamiento");
    me.post(&here, &[]).await.expect(422).expect_text("necesitamos su autorización");
    me.post(&here, &[("autorizo", "si")]).await.expect(303);
    me.get(&there).await.expect(200).expect_no_text("Autorizo el tratamiento");
    me.post(&there, &[("enterado", "si")]).await.expect(303);
    // What came with a list is not the person's own yes.
    let (listed, _) = servant(&world, 1, "50325").await;
    let tx = world.app.db.begin().await.unwrap();
    record_consent(&tx, &world.app, listed, NOTICE_VERSION, BY_LIST).await.unwrap();
    tx.commit().await.unwrap();
    let me = world.as_participant(listed.0).await;
    me.get(&here).await.expect(200).expect_text("Autorizo el tratamiento");
    me.post(&here, &[]).await.expect(422).expect_text("necesitamos su autorización");
    me.post(&here, &[("autorizo", "si")]).await.expect(303);
    me.get(&there).await.expect(200).expect_no_text("Autorizo el tratamiento");
    world.finish().await;
}

#[rocket::async_test]
async fn people_of_one_name_are_told_apart_by_document_and_entity() {
    let world = World::new("rules-names").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let mut posts = Vec::new();
    for number in 0..3 {
        let (person, post) = servant(&world, number, "50325").await;
        posts.push((person, post));
    }
    let tx = world.app.db.begin().await.unwrap();
    for (id, _) in posts.iter().take(2) {
        let same =
            person::ActiveModel { id: Set(*id), second_surname: Set(None), ..Default::default() };
        same.update(&tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    for (person, post) in &posts {
        let new = NewEnrolment { post: Some(*post), ..NewEnrolment::default() };
        commands::enrol(&world.app, asks(cohort, *person), new).await.unwrap();
    }
    let all = Condition::all();
    let roll = queries::roll(world.app.db.read(), cohort, all).await.unwrap();
    let names: Vec<String> = roll.iter().map(|row| row.listed_name()).collect();
    assert_eq!(names[0], "Guayacán C, Ñandú");
    assert!(names[1].starts_with("Guayacán, Ñandú (CC 9."), "{names:?}");
    assert!(names[1].ends_with("00, Alcaldía de prueba 50325)"), "{names:?}");
    assert!(names[2].ends_with("01, Alcaldía de prueba 50325)"), "{names:?}");
    // What a legend or a label says tells them apart too.
    let spoken: Vec<String> = roll.iter().map(|row| row.spoken_name()).collect();
    assert!(spoken[1].ends_with("00, Alcaldía de prueba 50325)"), "{spoken:?}");
    assert_ne!(spoken[1], spoken[2]);
    world.finish().await;
}
