//! A signed-in person asks for a place.

use formacion::cohorts::entity::cohort::Stage as CohortStage;
use formacion::enrolment::entity::enrolment::Origin;
use formacion::notices::entity::outbox_message;
use sea_orm::EntityTrait;

use super::{code, enrolled, letters, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{people, post, servant};
use crate::support::world::World;

#[rocket::async_test]
async fn a_known_servant_checks_the_data_authorises_and_has_a_seat() {
    let world = World::new("enrol").await;
    let (person, post) = servant(&world, 1, "50325").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let me = world.as_participant(person.0).await;
    let path = format!("/oferta/{}/inscripcion", code(&world, cohort).await);
    me.get(&path)
        .await
        .expect(200)
        .expect_text("C. C. 9.100.000.001")
        .expect_text("Profesional universitaria, Alcaldía de prueba 50325")
        .expect_text("Quedan 30 cupos")
        .expect_text("Faltar sin retirarse cuenta como inasistencia");
    me.submit(&path, &[("autorizo", "si")])
        .await
        .expect(200)
        .expect_text("Su inscripción quedó registrada y tiene un cupo")
        .expect_text("Ver lo que falta para el certificado");
    let row = &places(&world, cohort).await[0];
    assert_eq!(row.post_id, Some(post));
    assert_eq!(row.municipality_code.as_deref(), Some("50325"));
    assert_eq!(row.origin, Origin::SelfService);
    let told = ("enrolment/confirmed".to_owned(), "persona1@pueblo.example".to_owned());
    assert_eq!(letters(&world).await, [told]);
    let letter = outbox_message::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    for body in [letter.text_body, letter.html_body] {
        assert!(body.contains("Dirección territorial Meta"), "{body}");
    }
    me.get("/mis-inscripciones").await.expect(200).expect_text("Meta 2026-2");

    let again = me.get(&path).await.expect(303);
    let own = format!("/inscripciones/{}", row.id);
    assert_eq!(again.location.as_deref(), Some(own.as_str()));
    let twice = me.post(&path, &[("autorizo", "si")]).await.expect(303);
    assert_eq!(twice.location.as_deref(), Some(own.as_str()), "sent twice, it is one place");
    assert_eq!(places(&world, cohort).await.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_enrols_without_authorising_or_with_the_post_of_another() {
    let world = World::new("enrol-bad").await;
    let (person, _) = servant(&world, 1, "50325").await;
    let (_, foreign) = servant(&world, 2, "50325").await;
    post(&world, person, "50577", false).await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let me = world.as_participant(person.0).await;
    let path = format!("/oferta/{}/inscripcion", code(&world, cohort).await);
    me.post(&path, &[])
        .await
        .expect(422)
        .expect_text("necesitamos su autorización")
        .expect_text("Elija la vinculación");
    let foreign = foreign.to_string();
    let fields = [("autorizo", "si"), ("vinculacion", foreign.as_str())];
    me.post(&path, &fields).await.expect(422).expect_text("Elija la vinculación");
    assert!(places(&world, cohort).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_that_takes_nobody_says_why() {
    let world = World::new("enrol-closed").await;
    let person = people(&world, 0..1, true).await[0];
    let me = world.as_participant(person.0).await;
    let visitor = world.as_anyone();
    let good = [("autorizo", "si"), ("municipio", "50325")];
    for (stage, first_day, why) in [
        (CohortStage::Running, 0, "El curso ya empezó"),
        (CohortStage::Cancelled, 10, "Este curso se canceló"),
    ] {
        let plan = CohortPlan {
            stage,
            first_day,
            facilitator: if first_day == 0 { "uno" } else { "dos" },
            ..CohortPlan::default()
        };
        let code = code(&world, cohort(&world, plan).await).await;
        let (ask, register) =
            (format!("/oferta/{code}/inscripcion"), format!("/oferta/{code}/registro"));
        me.get(&ask).await.expect(200).expect_text(why);
        me.post(&ask, &good).await.expect(422).expect_text(why);
        visitor.get(&register).await.expect(200).expect_text(why);
        visitor.post(&register, &[]).await.expect(422).expect_text(why);
    }
    let draft =
        CohortPlan { stage: CohortStage::Draft, facilitator: "otra", ..CohortPlan::default() };
    let draft = code(&world, cohort(&world, draft).await).await;
    me.get(&format!("/oferta/{draft}/inscripcion")).await.expect(404);
    visitor.get(&format!("/oferta/{draft}/registro")).await.expect(404);
    visitor.get("/oferta/NADA/registro").await.expect(404);

    let open = code(&world, cohort(&world, CohortPlan::default()).await).await;
    world.advance(chrono::TimeDelta::days(40));
    let me = world.as_participant(person.0).await;
    let late = me.get(&format!("/oferta/{open}/inscripcion")).await.expect(200);
    late.expect_text("Las inscripciones cerraron el");
    world.finish().await;
}

#[rocket::async_test]
async fn a_full_cohort_says_the_turn_before_and_after() {
    let world = World::new("enrol-full").await;
    let all = people(&world, 0..2, true).await;
    let plan = CohortPlan { seats: 1, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    enrolled(&world, cohort, all[0]).await;
    let me = world.as_participant(all[1].0).await;
    let path = format!("/oferta/{}/inscripcion", code(&world, cohort).await);
    let before = me.get(&path).await.expect(200);
    before.expect_text("quedará en la lista de espera, en el puesto 1");
    let fields = [("autorizo", "si"), ("municipio", "50577")];
    let after = me.submit(&path, &fields).await.expect(200);
    after.expect_text("Está en el puesto 1 de la lista de espera");
    assert_eq!(letters(&world).await[1].0, "enrolment/waiting");
    let twice = me.submit(&path, &fields).await.expect(200);
    twice.expect_text("Está en el puesto 1 de la lista de espera");
    world.finish().await;
}

#[rocket::async_test]
async fn the_turn_that_the_page_promises_is_the_turn_that_somebody_gets() {
    let world = World::new("enrol-turn").await;
    let all = people(&world, 0..4, true).await;
    let cohort = cohort(&world, CohortPlan { seats: 1, ..CohortPlan::default() }).await;
    for person in &all {
        enrolled(&world, cohort, *person).await;
    }
    let path = format!("/oferta/{}/inscripcion", code(&world, cohort).await);
    // A stranger reads the turn of both; the career of a known post goes before three who wait.
    let public = format!("/oferta/{}/registro", code(&world, cohort).await);
    let page = world.as_anyone().get(&public).await.expect(200);
    page.expect_text("en el puesto 4. Con carrera administrativa confirmada, en el puesto 1.");
    let (career, _) = servant(&world, 7, "50325").await;
    let me = world.as_participant(career.0).await;
    let before = me.get(&path).await.expect(200);
    before.expect_text("en el puesto 1. Su carrera administrativa va primero");
    let after = me.submit(&path, &[("autorizo", "si")]).await.expect(200);
    after.expect_text("Está en el puesto 1 de la lista de espera");
    // Whoever comes back after withdrawing takes their turn as the result says it too.
    let own = format!("/inscripciones/{}/retiro", places(&world, cohort).await[4].id);
    me.post(&own, &[]).await.expect(303);
    me.get(&path).await.expect(200).expect_text("en el puesto 1.");
    me.submit(&path, &[("autorizo", "si")]).await.expect(200).expect_text("en el puesto 1");
    world.finish().await;
}

#[rocket::async_test]
async fn a_visitor_signs_in_first_and_a_work_account_is_told_why_not() {
    let world = World::new("enrol-doors").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/inscripcion", code(&world, cohort).await);
    let away = world.as_anyone().get(&path).await.expect(303);
    assert!(away.location.unwrap().starts_with("/ingresar?destino="));
    let staff = world.as_coordinator("MET").await.get(&path).await.expect(422);
    staff.expect_text("no está asociada a una persona");
    world.finish().await;
}
