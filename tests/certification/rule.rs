//! Who earns a certificate, and how everybody concerned learns which part fails (R51).

use formacion::certification::refusals::CertificationRefusal;
use formacion::cohorts::commands as cohorts;
use formacion::cohorts::policy as cohort_policy;
use formacion::platform::texts::Refusal;

use super::{Outcome, PASSED, closed, facts, taught};
use crate::support::world::World;

#[rocket::async_test]
async fn the_coordinator_the_person_and_the_refusal_say_the_same_failing_part() {
    let world = World::new("failing part").await;
    let class =
        closed(&world, 0, &[PASSED, Outcome(3, Some(42)), Outcome(5, Some(29)), Outcome(5, None)])
            .await;
    let attendance = "Se pide asistencia de 80 % y tiene 60 %.";
    let grade = "La nota final mínima es 3,0 y tiene 2,9.";
    let missing = "falta la nota de: Prueba final.";

    let coordinator = world.as_coordinator("MET").await;
    coordinator
        .get(&class.path())
        .await
        .expect(200)
        .expect_text("Expedir 1 certificado")
        .expect_text(attendance)
        .expect_text(grade)
        .expect_text(missing);

    for (number, sentence) in [(1, attendance), (2, grade), (3, missing)] {
        let person = world.as_participant(class.people[number].0).await;
        let path = format!("/inscripciones/{}/avance", class.enrolments[number]);
        person
            .get(&path)
            .await
            .expect(200)
            .expect_text(sentence)
            .expect_text("Ya no alcanza lo que se pide");
    }

    let outcome = class.issue(&world).await.expect("is not refused as a whole");
    assert_eq!(outcome.issued.len(), 1);
    let refused: Vec<String> =
        outcome.refused.iter().map(|(_, refusal)| refusal.sentence()).collect();
    for (said, sentence) in refused.iter().zip([attendance, grade, missing]) {
        assert!(said.contains(sentence), "{said}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn while_the_course_runs_people_learn_what_is_missing_and_nobody_is_certified() {
    let world = World::new("running").await;
    let class = taught(&world, 0, &[Outcome(3, Some(40)), Outcome(0, None)], 4).await;
    let person = world.as_participant(class.people[0].0).await;
    person
        .get(&format!("/inscripciones/{}/avance", class.enrolments[0]))
        .await
        .expect(200)
        .expect_text("va en 75 %; si asiste a lo que falta llega a 80 %")
        .expect_text("Falta una sesión por dictar")
        .expect_text("Todavía puede obtener el certificado");

    let coordinator = world.as_coordinator("MET").await;
    let not_over = "Los certificados se expiden cuando la cohorte está cerrada, y todavía hay sesiones por dictar.";
    coordinator
        .get(&class.path())
        .await
        .expect(200)
        .expect_text(not_over)
        .expect_no_text("Expedir");
    coordinator.post(&class.path(), &[]).await.expect(422).expect_text(not_over);
    assert_eq!(class.issue(&world).await.unwrap_err(), CertificationRefusal::SessionsNotOver);
    assert!(class.certificates(&world).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn certificates_wait_until_the_cohort_is_closed_and_closing_says_first_what_is_missing() {
    let world = World::new("closing").await;
    let class = taught(&world, 0, &[PASSED, Outcome(5, None), Outcome(3, Some(42))], 5).await;
    let not_closed = "Los certificados se expiden cuando la cohorte está cerrada: desde entonces";
    let coordinator = world.as_coordinator("MET").await;
    coordinator.get(&class.path()).await.expect(200).expect_text(not_closed);
    coordinator.post(&class.path(), &[]).await.expect(422).expect_text(not_closed);
    assert_eq!(class.issue(&world).await.unwrap_err(), CertificationRefusal::NotClosed);
    let person = world.as_participant(class.people[0].0).await;
    person
        .get(&format!("/inscripciones/{}/avance", class.enrolments[0]))
        .await
        .expect(200)
        .expect_text("falta que la coordinación cierre la cohorte");

    let closing = format!("/cohortes/{}/cierre", class.id);
    coordinator
        .get(&closing)
        .await
        .expect(200)
        .expect_text("1 cumplen la regla hoy")
        .expect_text("2 no la cumplen")
        .expect_text("Listas de asistencia sin cerrar: sesión 1, 2, 3, 4, 5.")
        .expect_text("1 persona sin nota final.");
    coordinator
        .post(&closing, &[])
        .await
        .expect(422)
        .expect_text("Marque la casilla para confirmar");
    crate::support::fixtures::shown(&world, &coordinator.actor().await, class.id).await;
    coordinator.submit(&closing, &[("confirma", "si")]).await.expect_text("Expedir 1 certificado");
    coordinator.get(&closing).await.expect(303);
    for (who, status) in
        [(world.as_coordinator("HUI").await, 404), (world.as_gobernacion("50").await, 403)]
    {
        who.get(&closing).await.expect(status);
        who.post(&closing, &[("confirma", "si")]).await.expect(status);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_cancelled_cohort_certifies_nobody() {
    let world = World::new("cancelled").await;
    let class = taught(&world, 0, &[PASSED], 5).await;
    let actor = world.as_coordinator("MET").await.actor().await;
    let permit = cohort_policy::may_cancel(&actor, &facts(&world, class.id).await).unwrap();
    cohorts::cancel(&world.app, permit, "La vía está cerrada").await.expect("is cancelled");
    assert_eq!(class.issue(&world).await.unwrap_err(), CertificationRefusal::CohortCancelled);
    world.finish().await;
}

#[rocket::async_test]
async fn progress_is_the_persons_own() {
    let world = World::new("own progress").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    let path = format!("/inscripciones/{}/avance", class.enrolments[0]);
    world
        .as_participant(class.people[0].0)
        .await
        .get(&path)
        .await
        .expect(200)
        .expect_text("Cumple todo");
    let other = world.as_participant(class.people[1].0).await;
    let foreign = other.get(&path).await.expect(404);
    let absent = other.get("/inscripciones/987654321/avance").await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    world.finish().await;
}
