//! Who earns a certificate, and how everybody concerned learns which part fails (R51).

use formacion::certification::refusals::CertificationRefusal;
use formacion::certification::snapshot::{HoursAttended, ProductGrade, Snapshot, SurveyStatus};
use formacion::cohorts::commands as cohorts;
use formacion::cohorts::policy as cohort_policy;
use formacion::platform::texts::Refusal;
use formacion::platform::workers::Round;
use formacion::surveys::worker::round;

use super::{Given, Outcome, PASSED, close, closed, facts, graded, taught, taught_as};
use crate::courses::form_with;
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
        .expect_text("Todavía puede obtener el certificado")
        .expect_text(": Por venir")
        .expect_text("Ver mi asistencia : Asistencia");

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

    // The last session ends without a list: nobody can come to it any more.
    world.advance(chrono::TimeDelta::days(1));
    let person = world.as_participant(class.people[0].0).await;
    person
        .get(&format!("/inscripciones/{}/avance", class.enrolments[0]))
        .await
        .expect(200)
        .expect_text(
            "falta que la coordinación cierre la cohorte. Falta pasar la lista de 1 sesión.",
        )
        .expect_no_text("por dictar");
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
        .expect_text("1 cumple la regla hoy")
        .expect_text("2 no la cumplen")
        .expect_text(
            "No se ha terminado la lista de las sesiones 1, 2, 3, 4 y 5: se termina al cerrar",
        )
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
    let coordinator = world.as_coordinator("MET").await;
    let cancelled = "La cohorte fue cancelada: no expide certificados.";
    coordinator.post(&class.path(), &[]).await.expect(422).expect_text(cancelled);
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

const EVERYTHING: [(&str, &str); 3] =
    [("pide_producto", "si"), ("pide_encuesta", "si"), ("horas_minimas", "16")];

/// A published course whose certificate asks for hours, every product and the survey.
async fn demanding(world: &World) -> Given {
    let coordinator = world.as_coordinator("MET").await;
    let made = coordinator.post("/cursos", &form_with(&EVERYTHING)).await.expect(303);
    let page = made.location.expect("the course");
    let rule = "Asistencia mínima de 80 %, nota final mínima de 3,0, 16 horas de asistencia como mínimo, cada producto con nota de 3,0 o más y la encuesta de satisfacción respondida, que es anónima";
    coordinator.get(&page).await.expect(200).expect_text(rule);
    let edit = coordinator.get(&format!("{page}/version")).await.expect(200).body();
    for (name, mark) in [
        ("pide_producto", "checked"),
        ("pide_encuesta", "checked"),
        ("horas_minimas", "value=\"16\""),
    ] {
        let name = format!("name=\"{name}\"");
        let control = edit.split('<').find(|tag| tag.contains(&name)).expect(&name);
        assert!(control.contains(mark), "{control}");
    }
    coordinator.post(&format!("{page}/publicacion"), &[]).await.expect(303);
    Given { course: "SP-CAT", product: true }
}

#[rocket::async_test]
async fn a_course_says_which_parts_its_certificate_asks_for_and_refuses_what_nobody_could_meet() {
    let world = World::new("parts of the rule").await;
    let coordinator = world.as_coordinator("MET").await;
    for (changes, sentence) in [
        (
            vec![("horas_minimas", "25")],
            "Las horas de asistencia que se piden van de 1 a las 24 del curso.",
        ),
        (vec![("horas_minimas", "muchas")], "Escriba las horas de asistencia"),
        (
            vec![("pide_producto", "si"), ("nota_minima", "")],
            "Para pedir productos aprobados escriba la nota mínima",
        ),
    ] {
        let refused = coordinator.post("/cursos", &form_with(&changes)).await;
        let refused = refused.expect(422).expect_text(sentence);
        assert!(refused.body().contains("Catastro multipropósito"), "what was typed stays");
    }
    demanding(&world).await;
    world.finish().await;
}

#[rocket::async_test]
async fn hours_products_and_the_survey_are_asked_for_and_the_survey_is_met_after_the_closing() {
    let world = World::new("whole rule").await;
    let given = demanding(&world).await;
    let class =
        taught_as(&world, given, 0, &[PASSED, PASSED, Outcome(4, Some(50)), PASSED], 5).await;
    graded(&world, &class, class.activities[1], &[Some(45), Some(29), Some(50), None]).await;
    let coordinator = world.as_coordinator("MET").await;
    let also = "También se pide: 16 horas de asistencia como mínimo, cada producto con nota de 3,0 o más y la encuesta de satisfacción respondida, que es anónima.";
    coordinator.get(&format!("/cohortes/{}", class.id)).await.expect(200).expect_text(also);
    let code = formacion::cohorts::queries::get(world.app.db.read(), class.id).await.unwrap();
    let offer = format!("/oferta/{}", code.cohort.public_code);
    world.as_anyone().get(&offer).await.expect(200).expect_text(also);
    let path = |number: usize| format!("/inscripciones/{}/avance", class.enrolments[number]);
    let mut learners = Vec::new();
    for person in &class.people {
        learners.push(world.as_participant(person.0).await);
    }
    learners[0]
        .get(&path(0))
        .await
        .expect(200)
        .expect_text("Asistió a 20 horas; se piden 16 horas.")
        .expect_text("Producto aprobado: «Plan de cobro» con 4,5; el mínimo es 3,0.")
        .expect_text("Se pide responder la encuesta de satisfacción: podrá responderla desde el 26 de noviembre de 2026.")
        .expect_text("Solo falta la encuesta de satisfacción para el certificado")
        .expect_no_text("Responder la encuesta");
    let product = "Cada producto se aprueba con 3,0 o más: «Plan de cobro» tiene 2,9.";
    learners[1].get(&path(1)).await.expect(200).expect_text(product);
    learners[3].get(&path(3)).await.expect(200).expect_text("falta entregar «Plan de cobro»");
    coordinator
        .get(&format!("/cohortes/{}/cierre", class.id))
        .await
        .expect(200)
        .expect_text("0 cumplen la regla hoy")
        .expect_text("2 solo con la encuesta por responder")
        .expect_text("1 persona sin la nota de un producto que la regla pide.");
    close(&world, &class).await;
    while round(&world.app).await.unwrap() == Round::More {}

    // Nobody has answered yet: the review says so of each, and issuing gives nothing.
    let open = "Falta responder la encuesta de satisfacción, que está abierta hasta el";
    let before = world.app.db.statements();
    coordinator.get(&class.path()).await.expect(200).expect_text(open).expect_text(product);
    let asked = world.app.db.statements() - before;
    assert!(asked <= 15, "{asked} statements for a page whose rule asks for everything (P26)");
    let outcome = class.issue(&world).await.unwrap();
    assert_eq!((outcome.issued.len(), outcome.refused.len()), (0, 4));
    assert!(outcome.refused[0].1.sentence().contains(open));
    learners[0].get(&path(0)).await.expect(200).expect_text("Responder la encuesta");
    let ballot = format!("/inscripciones/{}/encuesta", class.enrolments[0]);
    learners[0].post(&ballot, &[]).await.expect(303);
    learners[0]
        .get(&path(0))
        .await
        .expect(200)
        .expect_text("La encuesta de satisfacción está respondida.")
        .expect_text("Cumple todo");
    let outcome = class.issue(&world).await.unwrap();
    assert_eq!((outcome.issued.len(), outcome.refused.len()), (1, 3), "at the next issue");
    let held = class.certificates(&world).await;
    let frozen = Snapshot::read(&held[0].snapshot).unwrap().outcome;
    assert_eq!(frozen.hours, Some(HoursAttended { minimum: 16, minutes_attended: 1_200 }));
    assert_eq!(frozen.products, [ProductGrade { name: "Plan de cobro".into(), tenths: 45 }]);
    assert_eq!(frozen.survey, Some(SurveyStatus::Answered));
    world.finish().await;
}

#[rocket::async_test]
async fn the_hours_of_a_cohort_are_its_own_until_it_starts_and_its_parts_are_the_courses() {
    let world = World::new("hours of a cohort").await;
    demanding(&world).await;
    let plan = crate::support::fixtures::CohortPlan {
        course: "SP-CAT",
        ..crate::support::fixtures::CohortPlan::default()
    };
    let id = crate::support::fixtures::cohort(&world, plan).await;
    let row =
        async || formacion::cohorts::queries::get(world.app.db.read(), id).await.unwrap().cohort;
    let before = row().await;
    assert!(before.asks_product && before.asks_survey);
    assert_eq!(before.minimum_hours, Some(16));
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{id}/datos");
    let form = coordinator.get(&path).await.expect(200).body();
    assert!(form.contains("name=\"horas_minimas\""));
    let (starts, ends) = (before.starts_on.to_string(), before.ends_on.to_string());
    let mut fields = vec![
        ("nombre", before.name.as_str()),
        ("empieza", &starts),
        ("termina", &ends),
        ("lugar", &before.place_text),
        ("municipios", "50325"),
        ("municipios", "50577"),
        ("asistencia_minima", "80"),
        ("nota_minima", "3,0"),
        ("tarde", "15"),
        ("correccion", "5"),
    ];
    fields.push(("horas_minimas", "0"));
    coordinator.post(&path, &fields).await.expect(422).expect_text("horas de asistencia");
    fields.pop();
    fields.push(("horas_minimas", "8"));
    coordinator.submit(&path, &fields).await.expect(200);
    let history = coordinator.get(&format!("/cohortes/{id}/historia")).await.expect(200);
    history.expect_text("horas mínimas");
    let after = row().await;
    assert_eq!((after.minimum_hours, after.asks_product, after.asks_survey), (Some(8), true, true));
    world.finish().await;
}
